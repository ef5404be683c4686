import type { LogDestinationSight, FailedInspection } from '#domain/facts/log-destination.ts';
import { logDestinationKey, freshFor } from '#domain/facts/log-destination.ts';
import type { Sight, Unreadable } from '#domain/facts/observation.ts';
import type { SeenDestination, SweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** A bucket or key used by trails that the last sweep saw. */
export interface UsedDestination extends SeenDestination {
  /** The accounts that see such a trail: its owner and the accounts it covers. */
  readonly accounts: readonly AccountId[];
  /** When the first of these accounts requested the inspection; undefined when none did. */
  readonly askedAt?: Instant | undefined;
}

/**
 * The result of the inspection that a sweep requests: `done`: everything was read; `refused`: AWS refused a call;
 * `failed`: the last try ended with an error and is repeated; `pending`: no result yet; `not-asked`: not requested.
 * With any but `done`, a fault of the bucket or key can go unnoticed.
 */
export type Inspection =
  | { readonly is: 'done'; readonly at: Instant }
  | {
      readonly is: 'refused';
      readonly at: Instant;
      readonly why: Unreadable;
      /** Whether none of the accounts that could be asked owns it. */
      readonly ownerUnknown: boolean;
    }
  | { readonly is: 'failed'; readonly failure: FailedInspection }
  | { readonly is: 'pending'; readonly askedAt: Instant }
  | { readonly is: 'not-asked' };

/** A bucket or key used by trails, with the result of its inspection. */
export interface InspectedDestination extends Pick<UsedDestination, 'kind' | 'id' | 'accounts'> {
  readonly inspection: Inspection;
}

/** The buckets and keys used by the trails that a sweep saw, each once. */
export function usedDestinations({ outcomes }: SweepResult): readonly UsedDestination[] {
  const used = new Map<string, UsedDestination & { readonly accounts: AccountId[] }>();
  for (const { account, at, destinations = [] } of outcomes)
    for (const { kind, id, asked } of destinations) {
      const key = logDestinationKey({ kind, id });
      const before = used.get(key);
      const [accounts, askedAt] = [before?.accounts ?? [], before?.askedAt];
      accounts.push(account);
      const since = asked && (askedAt === undefined || at < askedAt) ? at : askedAt;
      used.set(key, { kind, id, asked: since !== undefined, accounts, askedAt: since });
    }
  return [...used.values()];
}

function refusalIn({ kind, found }: LogDestinationSight): Unreadable | undefined {
  if (found.is === 'hidden') return found.why;
  if (found.is !== 'there') return undefined;
  const settings: readonly Sight<unknown>[] =
    kind === 'key'
      ? [found.settings.policy]
      : [found.settings.policy, found.settings.expiry, found.settings.versioning];
  return settings.flatMap((one) => (one.kind === 'unreadable' ? [one.why] : []))[0];
}

/** Whether `sight` is recent enough to count as a result of the sweep that began at `startedAt`. */
export function isOfSweep(sight: Pick<LogDestinationSight, 'at'>, startedAt: Instant): boolean {
  return sight.at > startedAt - freshFor;
}

/** The result of the inspection of `used`, from the stored sight and failure. */
export function inspectionOf(
  { askedAt }: UsedDestination,
  known: { sight: LogDestinationSight | undefined; failure: FailedInspection | undefined },
  startedAt: Instant,
): Inspection {
  const { sight, failure } = known;
  if (sight && isOfSweep(sight, startedAt)) {
    const why = refusalIn(sight);
    return why
      ? { is: 'refused', at: sight.at, why, ownerUnknown: sight.found.is === 'hidden' }
      : { is: 'done', at: sight.at };
  }
  if (failure && failure.at >= startedAt) return { is: 'failed', failure };
  return askedAt === undefined ? { is: 'not-asked' } : { is: 'pending', askedAt };
}

/** How long an inspection is retried (five times, six minutes apart, see InspectQueue), in milliseconds. */
const triedFor = 30 * 60 * 1000;
/** How long after an inspection the accounts that use its destination are evaluated again, in milliseconds. */
const evaluatedWithin = 60 * 1000;

/** Whether the inspections that a finished sweep requested, and the evaluations they cause, are finished or given up. */
export function areSettled(
  destinations: readonly InspectedDestination[],
  { outcomes }: SweepResult,
  now: Instant,
): boolean {
  const lastAsked = outcomes.reduce((latest, { at }) => Math.max(latest, at), 0);
  if (now - lastAsked > triedFor) return true;
  return destinations.every(({ inspection }) => {
    switch (inspection.is) {
      case 'done':
      case 'refused':
        return now - inspection.at >= evaluatedWithin;
      case 'failed':
      case 'pending':
        return false;
      case 'not-asked':
        return true;
    }
  });
}
