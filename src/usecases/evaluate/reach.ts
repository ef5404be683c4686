import type { Trail } from '#domain/facts/trail.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { isOfDataStores } from './ask-lake.ts';
import type { RegionOutcome } from './evaluate-region.ts';

/** Whether a finding of the rule `id` is open in one of `outcomes`. */
export function hasOpen(outcomes: readonly RegionOutcome[], id: RuleId): boolean {
  return outcomes.some(({ findings }) =>
    [...findings.values()].some(({ rule, state }) => rule === id && state !== 'resolved'),
  );
}

/** The remembered trails that the triggers name; all remembered trails if they name none. */
export function meantTrails(
  { triggers }: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
): readonly Trail[] {
  const named = triggers.flatMap(({ trail }) =>
    trail ? [trail.kind === 'arn' ? trail.arn : trail.name] : [],
  );
  const known = outcomes.flatMap(({ memory }) => (memory?.trails ?? []).map(({ trail }) => trail));
  if (named.length === 0) return known;
  return known.filter(({ arn, name }) => named.includes(arn) || named.includes(name));
}

/** Whether the triggers may affect other Regions too, as calls on a multi-Region trail do. */
export function reachesFurther(request: EvaluationRequest, outcomes: readonly RegionOutcome[]): boolean {
  if (request.why === 'look-again' || isOfDataStores(request)) return false;
  const meant = meantTrails(request, outcomes);
  // An unknown trail may have covered all Regions, and a trail reduced to a single Region did.
  if (meant.length === 0 || meant.some(({ multiRegion }) => multiRegion)) return true;
  return hasOpen(outcomes, 'single-region-only');
}
