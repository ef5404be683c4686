import type { LogDestinationSight, FailedInspection } from '#domain/facts/log-destination.ts';
import { logDestinationKey, freshFor } from '#domain/facts/log-destination.ts';
import type { Sight, Unreadable } from '#domain/facts/observation.ts';
import type { SeenDestination, SweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';

/** A bucket or key that trails use which the last sweep saw. */
export interface UsedDestination extends SeenDestination {
  /** The accounts where such a trail was seen: its owner, and those that it covers. */
  readonly accounts: readonly AccountId[];
  /** When the first of them had asked for an inspection; undefined when none did. */
  readonly askedAt?: Instant | undefined;
}

/**
 * What the inspection that a sweep asks for came to: `done`, everything was read; `refused`, AWS did not let it read
 * all; `failed`, the last try ended with an error and is repeated; `pending`, there is no result yet; `not-asked`,
 * nothing asked for it. The last four mean that the destination may be broken and nobody would know.
 */
export type Inspection =
  | { readonly is: 'done'; readonly at: Instant }
  | {
      readonly is: 'refused';
      readonly at: Instant;
      readonly why: Unreadable;
      /** No account that could be asked has it. */
      readonly ownerUnknown: boolean;
    }
  | { readonly is: 'failed'; readonly failure: FailedInspection }
  | { readonly is: 'pending'; readonly askedAt: Instant }
  | { readonly is: 'not-asked' };

/** A bucket or key that trails use, with what its inspection came to. */
export interface InspectedDestination extends Pick<UsedDestination, 'kind' | 'id' | 'accounts'> {
  readonly inspection: Inspection;
}

/** Every bucket and key that trails use which a sweep saw, each once. */
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

/** Whether the sweep that began at `startedAt` counts what was found as its own result: it is no older. */
export function isOfSweep(sight: Pick<LogDestinationSight, 'at'>, startedAt: Instant): boolean {
  return sight.at > startedAt - freshFor;
}

/** What the inspection of `used` came to, from what is remembered of it. */
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

/** An inspection is tried five times, six minutes apart (InspectQueue), and then no more: in milliseconds. */
const triedFor = 30 * 60 * 1000;
/** The accounts that use what was inspected have been evaluated again by then, in milliseconds. */
const evaluatedWithin = 60 * 1000;

/** Whether no more news is to be expected of the inspections that a finished sweep asked for. */
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
