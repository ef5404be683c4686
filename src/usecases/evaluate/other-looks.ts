import type { RuleId } from '#domain/findings/rule-id.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { isSearched } from '#domain/issues/cause-search.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { Region } from '#domain/values/region.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { RegionOutcome } from './evaluate-region.ts';

/** When to look again while the state does not show the effect of a call yet, in seconds after the first look. */
const effectLookSeconds = [2, 10, 60, 300, 900] as const;
/** When to look again after a change to a dependency, in seconds: CloudTrail delivers about every five minutes. */
const deliveryLookSeconds = [300, 900] as const;
/** When to look again after a call that ended in a server fault, in seconds: its effect may show late. */
const faultLookSeconds = [60] as const;
/**
 * When to look again to confirm that a finding is resolved, in seconds from now. Deliveries take minutes: they are
 * confirmed by the regular looks at open issues (watch-open).
 */
const confirmAfterSeconds = 60;

/** A request for a later look, to be sent with a delay in seconds. */
interface LaterLook {
  readonly request: EvaluationRequest;
  readonly seconds: number;
}

/** Follow-ups of member, sweep and unhurried requests go on the slow queue too: there may be thousands of them. */
function urgencyOf({ why, unhurried }: EvaluationRequest): Pick<EvaluationRequest, 'unhurried'> {
  return why === 'member' || why === 'sweep' || unhurried === true ? { unhurried: true } : {};
}

function confirmations(
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
      request: { account: request.account, regions, why: 'look-again', triggers: [], ...urgencyOf(request) },
      seconds: confirmAfterSeconds,
    },
  ];
}

function repeatedLook(
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
    {
      request: { account, regions, why: 'look-again', triggers, lookedAgain, ...urgencyOf(request) },
      seconds,
    },
  ];
}

/**
 * The looks that have to follow a look: until the effect of a call shows, until a delivery confirms a change to a
 * dependency, and to confirm that findings are resolved. They derive from the request and the outcomes only, so a
 * repeated run asks for the same looks. `unconfirmed` are harmful calls whose effect never showed.
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
  const faults = request.triggers.filter(
    ({ outcome, dependsOn }) => outcome.kind === 'failed' && dependsOn === undefined,
  );
  const exhausted = (request.lookedAgain ?? 0) >= effectLookSeconds.length;
  const regions = outcomes.map(({ region }) => region);
  return {
    later: [
      ...repeatedLook(
        request,
        doubtful.map(({ region }) => region),
        triggers,
        effectLookSeconds,
      ),
      ...repeatedLook(request, regions, ofDependencies, deliveryLookSeconds),
      ...repeatedLook(request, regions, faults, faultLookSeconds),
      ...confirmations(request, outcomes, proofOf),
    ],
    unconfirmed: exhausted ? triggers.filter(({ effect }) => effect === 'harm') : [],
  };
}

/**
 * The requests to search the event history for the calls behind findings that no event explains. A repeated look
 * searches only for findings that it opened itself.
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
    : [{ account, regions, why: 'find-cause', triggers: [], ...urgencyOf(request) }];
}
