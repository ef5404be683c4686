import type { LogDestination } from '#domain/facts/log-destination.ts';
import type { Unreadable } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** One sweep: who is to be looked at, and until when it waits for them. */
export interface Sweep {
  /** When it was asked for, in ISO 8601: equal for every repetition of the same request. */
  readonly id: string;
  readonly startedAt: Instant;
  /** Whoever has not been looked at by then counts as failed. */
  readonly deadline: Instant;
  readonly accounts: readonly AccountId[];
  /** What it sees for the first time stood before Trailwarden came: gathered, not told one by one. */
  readonly baseline: boolean;
  /** Why the list of accounts is an older one, when it could not be read. */
  readonly listRefused?: Unreadable | undefined;
}

/** Something of an account that could not be read, and where. */
export interface SweepRefusal extends Unreadable {
  /** Empty for what has no Region. */
  readonly regions: readonly Region[];
}

/** A bucket or key that trails seen in an account use, whoever owns them. */
export interface SeenDestination extends LogDestination {
  /** Whether the account asked for an inspection: it does for trails of its own whose home Region it read. */
  readonly asked: boolean;
}

/** What became of one account in a sweep. */
export interface AccountOutcome {
  readonly account: AccountId;
  readonly at: Instant;
  readonly kind: 'done' | 'failed';
  /** The Regions that were looked at. */
  readonly regions: readonly Region[];
  /** Whether the account itself named them; else they were taken from the configuration. */
  readonly regionsNamed: boolean;
  /** The account's own trails that were seen; those of the organization count where they belong. */
  readonly trails: number;
  /** It owns a trail that covers others, so it is asked before them. */
  readonly ownsOrganizationTrail: boolean;
  /** Organization trails of other accounts that were seen here. */
  readonly coveredBy?: readonly TrailArn[] | undefined;
  /** What the trails that were seen here use; absent in rows of versions that did not note it. */
  readonly destinations?: readonly SeenDestination[] | undefined;
  /** Enabled Regions that were not looked at, because the configuration's `aws.regions` leaves them out. */
  readonly leftOut?: readonly Region[] | undefined;
  readonly refusals: readonly SweepRefusal[];
  /** Why it failed. */
  readonly why?: string | undefined;
}

/** A sweep's result, as far as there is one. */
export interface SweepResult {
  readonly sweep: Sweep;
  /** Everybody has answered, the deadline has passed, or it still goes on. */
  readonly end: 'complete' | 'deadline' | undefined;
  readonly outcomes: readonly AccountOutcome[];
  /** Accounts whose every Region was read. */
  readonly read: number;
  /** Accounts of which something or everything could not be read. */
  readonly unreadable: readonly AccountOutcome[];
  readonly failed: readonly AccountOutcome[];
  /** Accounts that have not answered. */
  readonly missing: readonly AccountId[];
}

/** Where a sweep stands at `now`; computed, never stored, so that it always ends. */
export function sweepResult(sweep: Sweep, outcomes: readonly AccountOutcome[], now: Instant): SweepResult {
  const asked = new Set(sweep.accounts);
  const own = outcomes.filter(({ account }) => asked.has(account));
  const answered = new Set(own.map(({ account }) => account));
  const failed = own.filter(({ kind }) => kind === 'failed');
  const unreadable = own.filter(({ kind, refusals }) => kind === 'done' && refusals.length > 0);
  const missing = sweep.accounts.filter((account) => !answered.has(account));
  const complete = missing.length === 0 && failed.length === 0;
  return {
    sweep,
    // What failed is tried again for a while; it is only over when nobody tries any more.
    end: complete ? 'complete' : now >= sweep.deadline ? 'deadline' : undefined,
    outcomes: own,
    read: own.length - failed.length - unreadable.length,
    unreadable,
    failed,
    missing,
  };
}
