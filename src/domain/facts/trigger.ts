import type { Actor } from './actor.ts';
import type { Dependency } from './dependency.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** What a successful call of this name does to logging: harms it, repairs it, or changes it either way. */
export type CallEffect = 'harm' | 'repair' | 'change';

/** The trail that a call names: by ARN, or by a name that is resolved in the call's account and Region. */
export type TrailReference =
  { readonly kind: 'arn'; readonly arn: TrailArn } | { readonly kind: 'name'; readonly name: string };

/** Whether the call succeeded; `code` and `message` are AWS's. */
export type CallOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** The request parameters that rules and messages use, flattened, e.g. `isMultiRegionTrail: false`. */
export type RequestFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * One recorded call or service event that causes an evaluation, normalised to plain JSON.
 * The caller controls all texts; account ids and Regions are unchecked text.
 */
export interface Trigger {
  readonly eventId: string;
  /** Equal for all records of one call: the shared event id, else the id of the corrected event, else `eventId`. */
  readonly sameAs: string;
  readonly eventSource: string;
  readonly eventName: string;
  readonly at?: Instant | undefined;
  /** The account in which the call was recorded; `unknown` when the record does not say. */
  readonly accountId: string;
  /** The Region in which the call was recorded; `unknown` when the record does not say. */
  readonly region: string;
  readonly actor: Actor;
  readonly outcome: CallOutcome;
  readonly effect: CallEffect;
  readonly trail?: TrailReference | undefined;
  readonly dependsOn?: Dependency | undefined;
  /** True when the record lacks its parameters: then every trail of that account and Region is evaluated. */
  readonly parametersMissing: boolean;
  readonly requested?: RequestFacts | undefined;
}

/** Which accounts and Regions an event affects, derived from the event alone; look-ups can add further ones. */
export interface LookScope {
  readonly accountId: string;
  readonly regions: readonly string[] | 'all';
  /** True when every account of the organization can be affected; `accountId` is then the calling account. */
  readonly everyAccount: boolean;
}
