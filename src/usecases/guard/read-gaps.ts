import type { DatedGap } from '#domain/facts/forwarding.ts';
import type { Region } from '#domain/values/region.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { ForwardingCheck } from '#ports/forwarding.ts';

/** How old a check may be to be judged, in milliseconds: it is made every hour. */
const freshForMs = 3 * 3600 * 1000;
/** How long after the last gap a look again still has the parts read, in milliseconds. */
const lookAgainForMs = 24 * 3600 * 1000;

const judging: ReadonlySet<EvaluationRequest['why']> = new Set(['sweep', 'look-again', 'parts']);

/** Whether an evaluation judges the parts of the account as they were last read; those after events do not. */
export function judgesParts({ why }: Pick<EvaluationRequest, 'why'>): boolean {
  return judging.has(why);
}

/** The gaps of each Region that the last check read; undefined when there is none or it is too old. */
export function gapsByRegion(
  check: ForwardingCheck | undefined,
  at: Instant,
): ReadonlyMap<Region, readonly DatedGap[]> | undefined {
  if (!check || at - check.at > freshForMs) return undefined;
  const regions = new Set([...check.whole, ...check.gaps].map(({ region }) => region));
  return new Map([...regions].map((region) => [region, check.gaps.filter((gap) => gap.region === region)]));
}

/** Whether a repeated look asks for another read of the parts, to see whether a gap was closed. */
export function asksForParts(
  { why, triggers }: Pick<EvaluationRequest, 'why' | 'triggers'>,
  check: ForwardingCheck | undefined,
  at: Instant,
): boolean {
  return why === 'look-again' && triggers.length === 0 && at - (check?.lackedAt ?? 0) <= lookAgainForMs;
}
