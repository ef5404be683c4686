import type { EvaluationRequest } from '#ports/follow-ups.ts';

/** Requests with equal keys are merged into one; repeated looks with different counts have different keys. */
export function requestKey({
  account,
  why,
  lookedAgain,
  inspected,
  refusedSince,
}: EvaluationRequest): string {
  const again = why === 'look-again' || why === 'find-cause' || why === 'own-change';
  const confirms = why === 'parts' ? `parts ${refusedSince === undefined ? '' : 'refused'}` : '';
  return [account, again ? `${why} ${lookedAgain ?? 0}` : confirms, inspected ?? ''].join(' ').trim();
}

/** One request for all that `requests` with equal keys ask for. Every trigger is kept once. */
export function mergeRequests(
  requests: readonly [EvaluationRequest, ...EvaluationRequest[]],
): EvaluationRequest {
  const [first] = requests;
  const triggers = new Map(
    requests.flatMap((request) => request.triggers.map((one) => [one.sameAs, one] as const)),
  );
  const lists = requests.flatMap(({ regions }) => (regions === 'all' ? [] : [regions]));
  const all = lists.length < requests.length;
  return {
    ...first,
    regions: all ? 'all' : [...new Set(lists.flat())],
    triggers: [...triggers.values()],
    sweep: requests.find(({ sweep }) => sweep !== undefined)?.sweep,
    unhurried: requests.every((request) => request.unhurried === true) || undefined,
    baseline: requests.every(({ baseline }) => baseline === true) || undefined,
  };
}
