import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';

import type { AwsError } from './aws-error.ts';
import type { Caller } from './identities.ts';
import type { Fields } from './state.ts';

/** One call as passed to an operation: caller, account, Region, time (milliseconds) and parameters. */
export interface Request {
  readonly call: AwsCall;
  readonly caller: Caller;
  readonly region: string;
  readonly now: number;
  /** The parameters exactly as sent. */
  readonly parameters: Fields;
}

/** One API operation; throws AwsError for requests that AWS refuses. */
export interface Operation {
  /** Whether it is a write; only writes produce events. */
  readonly access: 'read' | 'write';
  readonly run: (request: Request) => Fields;
}

/** The members of CloudTrail's record of a call beyond the common ones. */
export interface EventShape {
  readonly eventName: string;
  readonly region: string;
  readonly requestParameters: Fields | null;
  readonly more?: Fields;
}

/** One AWS service: its wire protocol, its operations and how CloudTrail records them. */
export interface Service {
  /** The signing name; also the prefix of its actions and event source. */
  readonly name: string;
  readonly operations: Readonly<Record<string, Operation>>;
  /** The codes this service uses for "not allowed", to the caller and in events, and for "too fast". */
  readonly codes: { readonly denied: string; readonly deniedInEvents: string; readonly throttled: string };
  /** The called operation with its parameters; undefined when the request matches none. */
  decode(call: AwsCall): { readonly operation: string; readonly parameters: Fields } | undefined;
  answer(operation: string, result: Fields, requestId: string): AwsAnswer;
  refuse(error: AwsError, requestId: string, call: AwsCall): AwsAnswer;
  /** The IAM action and its resource; default `name:operation` on `*`. */
  permission?(operation: string, request: Request): { readonly action: string; readonly resource: string };
  /** Called before the operation runs, while a resource that it deletes still exists. */
  shape(operation: string, request: Request): EventShape;
  /** The event's responseElements after success. */
  response(result: Fields): Fields | null;
  /** The account that owns the resource, if it can differ from the caller's. */
  owner?(request: Request): string | undefined;
}

/** `value` with every key's first letter in lower case, as CloudTrail writes API members; empty becomes null. */
export function lowerCamel(value: Fields | undefined): Fields | null {
  return value === undefined || Object.keys(value).length === 0 ? null : (lowered(value) as Fields);
}

function lowered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => [key.charAt(0).toLowerCase() + key.slice(1), lowered(inner)]),
  );
}
