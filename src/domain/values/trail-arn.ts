import type { AccountId } from './account-id.ts';
import { parseAccountId } from './account-id.ts';
import { parseArn, printArn } from './arn.ts';
import type { Brand } from './brand.ts';
import type { Region } from './region.ts';
import { parseRegion } from './region.ts';

/** The ARN of a trail. Only the ARN identifies a trail: names repeat across Regions and accounts. */
export type TrailArn = Brand<string, 'TrailArn'>;

/** The fields of a trail ARN; `owner` of an organization trail is the management account. */
export interface TrailArnFields {
  readonly partition: string;
  readonly owner: AccountId;
  readonly homeRegion: Region;
  readonly name: string;
}

/** The fields of a trail ARN, or undefined when `text` is not the ARN of a trail. */
export function parseTrailArn(text: unknown): TrailArnFields | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'cloudtrail' || !arn.resource.startsWith('trail/')) return undefined;
  const owner = parseAccountId(arn.account);
  const homeRegion = parseRegion(arn.region);
  const name = arn.resource.slice('trail/'.length);
  return owner && homeRegion && name ? { partition: arn.partition, owner, homeRegion, name } : undefined;
}

/** `text` as a trail ARN, or undefined when it is not the ARN of a trail. */
export function asTrailArn(text: unknown): TrailArn | undefined {
  return parseTrailArn(text) ? (text as TrailArn) : undefined;
}

/** The text form of a trail ARN. */
export function printTrailArn(fields: TrailArnFields): TrailArn {
  const { partition, owner, homeRegion, name } = fields;
  const arn: string = printArn({
    partition,
    service: 'cloudtrail',
    region: homeRegion,
    account: owner,
    resource: `trail/${name}`,
  });
  return arn as TrailArn;
}
