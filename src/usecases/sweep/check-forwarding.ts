import type { DatedGap } from '#domain/facts/forwarding.ts';
import { gapsOf, lookedAtClosely, losesEvents, datedGaps } from '#domain/facts/forwarding.ts';
import type { NamedPattern } from '#domain/facts/patterns.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { ForwardingLog, ForwardingObserver } from '#ports/forwarding.ts';

/** What checking the forwarding of accounts needs. */
export interface ForwardingParts {
  readonly observer: ForwardingObserver;
  readonly log: ForwardingLog;
  /** The rules that every Region should have, under their deployed names. */
  readonly expected: readonly NamedPattern[];
  readonly clock: Clock;
}

/**
 * What an account's forwarding lacks, by Region; undefined when it was not or could not be looked at. `again`: look only
 * where something was lacking a while ago, to see whether it is there by now.
 */
export type CheckForwarding = (
  account: AccountId,
  regions: readonly Region[],
  again?: boolean,
) => Promise<ReadonlyMap<Region, readonly DatedGap[]> | undefined>;

/** What was lacking so long ago, in milliseconds, needs no second proof any more. */
const aWhile = 24 * 3600 * 1000;

function lacking(gaps: readonly DatedGap[]): boolean {
  return gaps.some(losesEvents);
}

/** Compares what carries an account's events on with what was deployed, and remembers since when it differs. */
export function checkForwarding(parts: ForwardingParts): CheckForwarding {
  return async (account, regions, again = false) => {
    const at = parts.clock.now();
    const before = await parts.log.readCheck(account);
    if (again && at - (before?.lackedAt ?? 0) > aWhile) return undefined;
    const known = before?.gaps ?? [];
    const sight = await parts.observer.lookAtForwarding(account, regions, (region) =>
      lookedAtClosely(parts.expected, known, { account, region, at }),
    );
    // Not seeing is no gap: that the account cannot be read is told already.
    if (sight.kind === 'unreadable') return undefined;
    const gaps = datedGaps(
      known,
      sight.value.flatMap((one) => gapsOf(parts.expected, one)),
      at,
    );
    const elsewhere = again ? known.filter(({ region }) => !regions.includes(region)) : [];
    const lackedAt = lacking(gaps) ? at : before?.lackedAt;
    await parts.log.keepCheck({ account, at, gaps: [...elsewhere, ...gaps], lackedAt });
    return new Map(regions.map((region) => [region, gaps.filter((gap) => gap.region === region)]));
  };
}

/** What the rules lack where `request` looks: seen with every sweep, and again where an issue stays open. */
export async function forwardingFor(
  check: CheckForwarding | undefined,
  { account, sweep, why }: Pick<EvaluationRequest, 'account' | 'sweep' | 'why'>,
  regions: readonly Region[],
): ReturnType<CheckForwarding> {
  if (sweep !== undefined) return check?.(account, regions);
  return why === 'look-again' ? check?.(account, regions, true) : undefined;
}
