import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { isSearched } from '#domain/issues/cause-search.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { Region } from '#domain/values/region.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { RegionOutcome } from './evaluate-region.ts';

/** When to look again while the state does not show what a call did, in seconds after the first look. */
const untilItShows = [2, 10, 60, 300, 900] as const;
/** When to look again after a change to what trails depend on: CloudTrail delivers about every five minutes. */
const untilDelivered = [300, 900] as const;
/**
 * When to look again to prove that something is over, in seconds from now. Deliveries are proven by the looks that
 * every open issue gets anyway (watch-open), as they take minutes.
 */
const toProve = 60;

/** A look that is to be taken later. */
interface LaterLook {
  readonly request: EvaluationRequest;
  readonly seconds: number;
}

/** What follows a look that no event asked for is as little hurried: in a storm there are thousands of them. */
function pace({ why, unhurried }: EvaluationRequest): Pick<EvaluationRequest, 'unhurried'> {
  return why === 'member' || why === 'sweep' || unhurried === true ? { unhurried: true } : {};
}

function proofs(
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
  proofOf: (rule: RuleId) => 'state' | 'delivery',
): LaterLook[] {
  const awaitsProof = ({ state, healthyAt, rule }: TrackedFinding): boolean =>
    state !== 'resolved' && healthyAt !== undefined && proofOf(rule) === 'state';
  const regions = outcomes
    .filter(({ findings }) => [...findings.values()].some(awaitsProof))
    .map(({ region }) => region);
  if (regions.length === 0) return [];
  return [
    {
      request: { account: request.account, regions, why: 'look-again', triggers: [], ...pace(request) },
      seconds: toProve,
    },
  ];
}

function again(
  request: EvaluationRequest,
  regions: readonly Region[],
  triggers: readonly Trigger[],
  steps: readonly number[],
): LaterLook[] {
  const taken = request.lookedAgain ?? 0;
  const next = steps[taken];
  if (next === undefined || triggers.length === 0) return [];
  const { account } = request;
  const seconds = next - (steps[taken - 1] ?? 0);
  const lookedAgain = taken + 1;
  return [
    { request: { account, regions, why: 'look-again', triggers, lookedAgain, ...pace(request) }, seconds },
  ];
}

/**
 * The looks that have to follow a look: while a call's effect does not show, while a delivery has to prove a change
 * of what trails depend on, and to prove that something is over. Derived from what was asked and what was seen only,
 * so that a repeated run asks for the same again. `unconfirmed` are harmful calls whose effect never showed.
 */
export function otherLooks(
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
  proofOf: (rule: RuleId) => 'state' | 'delivery',
): { later: readonly LaterLook[]; unconfirmed: readonly Trigger[] } {
  const doubtful = outcomes.filter(({ contradicted }) => contradicted.length > 0);
  const doubted = new Set(doubtful.flatMap(({ contradicted }) => contradicted.map(({ eventId }) => eventId)));
  const triggers = request.triggers.filter(({ eventId }) => doubted.has(eventId));
  const ofDependencies = request.triggers.filter(({ dependsOn }) => dependsOn !== undefined);
  const exhausted = (request.lookedAgain ?? 0) >= untilItShows.length;
  const regions = outcomes.map(({ region }) => region);
  return {
    later: [
      ...again(
        request,
        doubtful.map(({ region }) => region),
        triggers,
        untilItShows,
      ),
      ...again(request, regions, ofDependencies, untilDelivered),
      ...proofs(request, outcomes, proofOf),
    ],
    unconfirmed: exhausted ? triggers.filter(({ effect }) => effect === 'harm') : [],
  };
}

/**
 * The search of the event history for who caused what was found without a call that explains it. A look that only
 * repeats another one searches for what it found first itself.
 */
export function causeSearches(
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
): readonly EvaluationRequest[] {
  const { account, why } = request;
  if (why === 'find-cause') return [];
  const searched = outcomes.filter(({ region, findings, observation }) =>
    [...findings.values()].some(
      (finding) =>
        isSearched(finding, { account, region }) &&
        (why !== 'look-again' || finding.openedAt === observation.at),
    ),
  );
  const regions = searched.map(({ region }) => region);
  return regions.length === 0
    ? []
    : [{ account, regions, why: 'find-cause', triggers: [], ...pace(request) }];
}
