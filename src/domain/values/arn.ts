import type { Brand } from './brand.ts';

/** An Amazon Resource Name in the text form AWS prints. */
export type Arn = Brand<string, 'Arn'>;

/** The fields of an ARN after `arn`; `resource` may itself contain colons and slashes. */
export interface ArnFields {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

// Own code rather than a library: the domain imports no packages, and an ARN is split at its first five colons.
/** The fields of an ARN, or undefined when `text` is no ARN or exceeds AWS's limit of 2,048 characters. */
export function parseArn(text: unknown): ArnFields | undefined {
  if (typeof text !== 'string' || text.length > 2048) return undefined;
  const match = /^arn:([^:]+):([^:]+):([^:]*):([^:]*):(.+)$/s.exec(text);
  if (!match) return undefined;
  const [, partition = '', service = '', region = '', account = '', resource = ''] = match;
  return { partition, service, region, account, resource };
}

/** The text form of an ARN; `parseArn(printArn(fields))` gives the fields back. */
export function printArn(fields: ArnFields): Arn {
  return `arn:${fields.partition}:${fields.service}:${fields.region}:${fields.account}:${fields.resource}` as Arn;
}

/** `text` as an ARN, or undefined when it is not an ARN. */
export function asArn(text: unknown): Arn | undefined {
  return parseArn(text) ? (text as Arn) : undefined;
}
