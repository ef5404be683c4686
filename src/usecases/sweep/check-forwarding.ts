import type { DatedGap } from '#domain/facts/forwarding.ts';
import { gapsOf, lookedAtClosely, losesEvents, datedGaps } from '#domain/facts/forwarding.ts';
import type { NamedPattern } from '#domain/facts/patterns.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { ForwardingLog, ForwardingObserver } from '#ports/forwarding.ts';

/** The observer, the log and the expected rules of the forwarding check. */
export interface ForwardingParts {
  readonly observer: ForwardingObserver;
  readonly log: ForwardingLog;
  /** The rules that a Region should have, under their deployed names. */
  readonly expected: readonly NamedPattern[];
  readonly clock: Clock;
}

/**
 * The gaps in an account's forwarding rules, by Region; undefined if they were not or could not be read. With `again`,
 * they are read only if there was a gap within the last 24 hours, to see whether it has been closed.
 */
export type CheckForwarding = (
  account: AccountId,
  regions: readonly Region[],
  again?: boolean,
) => Promise<ReadonlyMap<Region, readonly DatedGap[]> | undefined>;

/** How long after the last gap a look again still reads the rules, in milliseconds. */
const lookAgainForMs = 24 * 3600 * 1000;

function loseEvents(gaps: readonly DatedGap[]): boolean {
  return gaps.some(losesEvents);
}

/** Compares an account's forwarding rules with the deployed ones, and stores each gap with the time of its first sight. */
export function checkForwarding(parts: ForwardingParts): CheckForwarding {
  return async (account, regions, again = false) => {
    const at = parts.clock.now();
    const before = await parts.log.readCheck(account);
    if (again && at - (before?.lackedAt ?? 0) > lookAgainForMs) return undefined;
    const known = before?.gaps ?? [];
    const sight = await parts.observer.lookAtForwarding(account, regions, (region) =>
      lookedAtClosely(parts.expected, known, { account, region, at }),
    );
    // An unreadable account is no gap; that it is unreadable is reported elsewhere.
    if (sight.kind === 'unreadable') return undefined;
    const gaps = datedGaps(
      known,
      sight.value.flatMap((one) => gapsOf(parts.expected, one)),
      at,
    );
    const elsewhere = again ? known.filter(({ region }) => !regions.includes(region)) : [];
    const lackedAt = loseEvents(gaps) ? at : before?.lackedAt;
    await parts.log.keepCheck({ account, at, gaps: [...elsewhere, ...gaps], lackedAt });
    return new Map(regions.map((region) => [region, gaps.filter((gap) => gap.region === region)]));
  };
}

/** The forwarding gaps for an evaluation: read on a sweep, and on a look again if there was a gap recently. */
export async function forwardingFor(
  check: CheckForwarding | undefined,
  { account, sweep, why }: Pick<EvaluationRequest, 'account' | 'sweep' | 'why'>,
  regions: readonly Region[],
): ReturnType<CheckForwarding> {
  if (sweep !== undefined) return check?.(account, regions);
  return why === 'look-again' ? check?.(account, regions, true) : undefined;
}
