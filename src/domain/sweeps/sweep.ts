import type { LogDestination } from '#domain/facts/log-destination.ts';
import type { Unreadable } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** One sweep: the accounts to evaluate, and the deadline for their results. */
export interface Sweep {
  /** Time of the request in ISO 8601; the same for every delivery of one request. */
  readonly id: string;
  readonly startedAt: Instant;
  /** The sweep ends then, with the accounts that have not answered reported as missing. */
  readonly deadline: Instant;
  readonly accounts: readonly AccountId[];
  /** Whether new findings are part of the baseline: listed in the onboarding report instead of reported singly. */
  readonly baseline: boolean;
  /** The refusal that kept the list of accounts from being read; the list of the previous sweep was used then. */
  readonly listRefused?: Unreadable | undefined;
}

/** A call that an account refused during its evaluation. */
export interface SweepRefusal extends Unreadable {
  /** The Regions in which it was refused; empty for a call that belongs to no Region. */
  readonly regions: readonly Region[];
}

/** A bucket or key used by trails that an account sees, its own or those of other accounts. */
export interface SeenDestination extends LogDestination {
  /** Whether this account requested its inspection: only for its own trails whose home Region was read. */
  readonly asked: boolean;
}

/** The result of one account in a sweep. */
export interface AccountOutcome {
  readonly account: AccountId;
  readonly at: Instant;
  readonly kind: 'done' | 'failed';
  /** The Regions that were evaluated. */
  readonly regions: readonly Region[];
  /** Whether `regions` comes from the account itself; otherwise from the configuration. */
  readonly regionsNamed: boolean;
  /** Number of trails that the account owns; an organization trail counts for its owner only. */
  readonly trails: number;
  /** Whether it owns an organization trail; such accounts are evaluated before the members. */
  readonly ownsOrganizationTrail: boolean;
  /** Organization trails of other accounts that cover this one. */
  readonly coveredBy?: readonly TrailArn[] | undefined;
  /** Buckets and keys used by the trails seen here; absent in rows of versions that did not record them. */
  readonly destinations?: readonly SeenDestination[] | undefined;
  /** Enabled Regions that were not evaluated, because `aws.regions` in the configuration leaves them out. */
  readonly leftOut?: readonly Region[] | undefined;
  readonly refusals: readonly SweepRefusal[];
  /** The error, when `kind` is `failed`. */
  readonly why?: string | undefined;
}

/** The result of a sweep, or its progress while it goes on. */
export interface SweepResult {
  readonly sweep: Sweep;
  /** `complete`: every account answered without failure; `deadline`: it ended without that; undefined: it goes on. */
  readonly end: 'complete' | 'deadline' | undefined;
  readonly outcomes: readonly AccountOutcome[];
  /** Number of accounts that were read without refusal or failure. */
  readonly read: number;
  /** Accounts that refused at least one call. */
  readonly unreadable: readonly AccountOutcome[];
  readonly failed: readonly AccountOutcome[];
  /** Accounts without a result. */
  readonly missing: readonly AccountId[];
}

/** The progress of a sweep at `now`; computed and never stored, so that the deadline always ends it. */
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
    // Failed accounts are retried until the deadline, so failures keep the sweep going.
    end: complete ? 'complete' : now >= sweep.deadline ? 'deadline' : undefined,
    outcomes: own,
    read: own.length - failed.length - unreadable.length,
    unreadable,
    failed,
    missing,
  };
}
