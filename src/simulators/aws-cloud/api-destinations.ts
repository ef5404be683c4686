import type { Part } from './stack.ts';
import type { MappingParts } from './mapping.ts';

type Target = Part<'AWS::Events::Rule'>['Targets'][number];

const value = (event: object, path: string): unknown =>
  path
    .replace(/^\$\.?/, '')
    .split(/\.|(?=\[)/)
    .filter((name) => name !== '')
    .reduce<unknown>((found, name) => {
      const key = /^\[(\d+)\]$/.exec(name)?.[1] ?? name;
      return (found as Record<string, unknown> | undefined)?.[key];
    }, event);

/**
 * An event through an input transformer: each `<name>` in the template becomes the JSON of what its path finds, or, between
 * quotes, its text (EventBridge user guide, input transformation).
 */
export function transformed(
  { InputPathsMap = {}, InputTemplate }: NonNullable<Target['InputTransformer']>,
  event: object,
): string {
  return InputTemplate.replace(/<([\w-]+)>/g, (whole, name: string) => {
    const path = InputPathsMap[name];
    if (path === undefined) return whole;
    return JSON.stringify(value(event, path) ?? '');
  });
}

/** The HTTP endpoint of a target that is an API destination; undefined for every other target. */
export function apiDestinationOf({ stack }: MappingParts, { Arn }: Target) {
  const destination = stack.of('AWS::Events::ApiDestination').find(({ arn }) => arn === Arn);
  const connection = stack
    .of('AWS::Events::Connection')
    .find(({ arn }) => arn === destination?.ConnectionArn);
  return destination && connection && { destination, connection };
}

/** Whether the target's role may call its API destination. */
export function mayInvoke({ roles }: MappingParts, { Arn, RoleArn }: Target): boolean {
  return (
    RoleArn !== undefined &&
    roles.trusts(RoleArn, 'events.amazonaws.com') &&
    roles.ask(RoleArn, { action: 'events:InvokeApiDestination', resource: Arn }) === 'allowed'
  );
}

/** Posts an event to an API destination with the header of its connection; throws what the endpoint refuses. */
export async function postTo(
  { destination, connection }: NonNullable<ReturnType<typeof apiDestinationOf>>,
  body: string,
): Promise<void> {
  const { ApiKeyName, ApiKeyValue } = connection.AuthParameters.ApiKeyAuthParameters;
  const answer = await fetch(destination.InvocationEndpoint, {
    method: destination.HttpMethod,
    headers: { 'content-type': 'application/json; charset=utf-8', [ApiKeyName]: ApiKeyValue },
    body,
  });
  if (!answer.ok) throw new Error(`${destination.InvocationEndpoint} answered ${answer.status}`);
}
