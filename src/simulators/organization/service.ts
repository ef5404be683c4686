import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';

import type { AwsError } from './aws-error.ts';
import type { Caller } from './identities.ts';
import type { Fields } from './state.ts';

/** One call as an operation sees it: who, where, when (milliseconds) and what was asked. */
export interface Request {
  readonly call: AwsCall;
  readonly caller: Caller;
  readonly region: string;
  readonly now: number;
  /** The parameters exactly as the caller typed them. */
  readonly parameters: Fields;
}

/** One API operation: what it does and answers; it throws AwsError for what AWS refuses. */
export interface Operation {
  /** Only writes become events. */
  readonly access: 'read' | 'write';
  readonly run: (request: Request) => Fields;
}

/** What CloudTrail writes about a call beyond the common members. */
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
  /** Which operation is called, with its parameters; undefined when the request fits none. */
  decode(call: AwsCall): { readonly operation: string; readonly parameters: Fields } | undefined;
  answer(operation: string, result: Fields, requestId: string): AwsAnswer;
  refuse(error: AwsError, requestId: string, call: AwsCall): AwsAnswer;
  /** The IAM action and the resource it is asked for; default `name:operation` on everything. */
  permission?(operation: string, request: Request): { readonly action: string; readonly resource: string };
  /** Asked before the operation runs, while what it deletes is still there. */
  shape(operation: string, request: Request): EventShape;
  /** What the event's responseElements are after success. */
  response(result: Fields): Fields | null;
  /** The account that owns what is called, when that can be another one than the caller's. */
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
