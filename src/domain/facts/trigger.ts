import type { Actor } from './actor.ts';
import type { Dependency } from './dependency.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** What a successful call of this name does to logging: harms it, repairs it, or changes it either way. */
export type CallEffect = 'harm' | 'repair' | 'change';

/** The trail a call names: by ARN, or by a bare name that only means something in its account and Region. */
export type TrailReference =
  { readonly kind: 'arn'; readonly arn: TrailArn } | { readonly kind: 'name'; readonly name: string };

/** Whether the call changed anything; AWS names the failure. */
export type CallOutcome =
  | { readonly kind: 'succeeded' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** The few facts of a request that judging and wording need, flat, e.g. `isMultiRegionTrail: false`. */
export type RequestFacts = Readonly<Record<string, string | number | boolean>>;

/**
 * What prompted a look: one recorded call or service event, normalised, plain JSON.
 * All texts are written by whoever called; account ids and Regions are free text.
 */
export interface Trigger {
  readonly eventId: string;
  /** Equal for all records of one call: the shared event id, else the original of a correction, else `eventId`. */
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
  /** True when the record does not tell what it affected: then every trail of that account and Region is looked at. */
  readonly parametersMissing: boolean;
  readonly requested?: RequestFacts | undefined;
}

/** Where an event asks to look, from the event alone; look-ups of trails and dependencies widen it. */
export interface LookScope {
  readonly accountId: string;
  readonly regions: readonly string[] | 'all';
  /** True when every account of the organization can be affected; `accountId` then is the one that called. */
  readonly everyAccount: boolean;
}
