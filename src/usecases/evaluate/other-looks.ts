import type { RuleId } from '#domain/findings/rule-id.ts';
import { asksForLess } from '#domain/facts/harmful-text.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { isSearched } from '#domain/issues/cause-search.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { proofApart } from '#domain/issues/reconcile.ts';
import type { Region } from '#domain/values/region.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { RegionOutcome } from './evaluate-region.ts';

/** When to look again while the state does not show the effect of a call yet, in seconds after the first look. */
const effectLookSeconds = [2, 10, 60, 300, 900] as const;
/** When to look again after a change to a dependency, in seconds: CloudTrail delivers about every five minutes. */
const deliveryLookSeconds = [300, 900] as const;
/** When to look again, in seconds, after a call whose effect is not known and may show late. */
const doubtfulLookSeconds = [60] as const;

/**
 * Whether it is not known what a call on a trail did: it ended in a fault of the server, or its record lacks what was
 * requested, as that of a large request does. The state cannot be compared with it.
 */
function isDoubtful({ outcome, dependsOn, parametersMissing }: Trigger): boolean {
  return dependsOn === undefined && (outcome.kind === 'failed' || parametersMissing);
}

/** Calls in one message, some 2 KB each: batches merge them, and a message holds 256 KB. */
const maxTriggers = 50;

/** A request for a later look, to be sent with a delay in seconds. */
interface LaterLook {
  readonly request: EvaluationRequest;
  readonly seconds: number;
}

/** Follow-ups of member, sweep and unhurried requests go on the slow queue too: there may be thousands of them. */
function urgencyOf({ why, unhurried }: EvaluationRequest): Pick<EvaluationRequest, 'unhurried'> {
  return why === 'member' || why === 'sweep' || unhurried === true ? { unhurried: true } : {};
}

/** The proof of the end of a finding of this rule. */
type ProofOf = (rule: RuleId) => 'state' | 'delivery';

/**
 * When a look proves what the present one leaves open; undefined when that is not a look's to prove. What looks healthy is
 * over once two healthy looks lie far enough apart. Of a delivery that failed before its cause was repaired, the next
 * delivery shows whether that was all. An open finding of a delivery is looked at regularly (watch-open).
 */
function provenAt(finding: TrackedFinding, proofOf: ProofOf): number | undefined {
  const { state, rule, healthyAt, openedAt, resolvedAt } = finding;
  if (proofOf(rule) === 'state')
    return state === 'resolved' || healthyAt === undefined ? undefined : healthyAt + proofApart;
  const wasOver = resolvedAt !== undefined && resolvedAt <= openedAt;
  return wasOver ? openedAt + deliveryLookSeconds[0] * 1000 : undefined;
}

/**
 * The look that proves that what looks healthy is over. A look after its time asks for none, healthy or not, so these looks
 * end by themselves.
 */
function confirmations(
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
  proofOf: ProofOf,
): LaterLook[] {
  const waits = outcomes.flatMap(({ region, findings, observation }) => {
    if (observation.trails.kind === 'unreadable') return [];
    const left = [...findings.values()]
      .flatMap((finding) => provenAt(finding, proofOf) ?? [])
      .map((moment) => moment - observation.at)
      .filter((milliseconds) => milliseconds > 0);
    return left.length === 0 ? [] : [{ region, seconds: Math.ceil(Math.max(...left) / 1000) }];
  });
  if (waits.length === 0) return [];
  const regions = waits.map(({ region }) => region);
  const seconds = Math.max(...waits.map((wait) => wait.seconds));
  return [
    {
      request: { account: request.account, regions, why: 'look-again', triggers: [], ...urgencyOf(request) },
      seconds,
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
  const shares = Math.ceil(triggers.length / maxTriggers);
  return Array.from({ length: shares }, (_, index) => {
    const own = triggers.slice(index * maxTriggers, (index + 1) * maxTriggers);
    const again = { account, regions, why: 'look-again' as const, triggers: own, lookedAgain };
    return { request: { ...again, ...urgencyOf(request) }, seconds };
  });
}

/**
 * The looks that have to follow a look: until the effect of a call shows, until a delivery confirms a change to a
 * dependency, and to confirm that findings are resolved. They derive from the request and the outcomes only, so a
 * repeated run asks for the same looks. `unconfirmed` are harmful calls whose effect never showed.
 */
export function otherLooks(
  request: EvaluationRequest,
  outcomes: readonly RegionOutcome[],
  proofOf: ProofOf,
): { later: readonly LaterLook[]; unconfirmed: readonly Trigger[] } {
  const doubtful = outcomes.filter(({ contradicted }) => contradicted.length > 0);
  const doubted = new Set(doubtful.flatMap(({ contradicted }) => contradicted.map(({ eventId }) => eventId)));
  const triggers = request.triggers.filter(({ eventId }) => doubted.has(eventId));
  // After a look at the parts the triggers are calls on those: no delivery depends on them.
  const ofDependencies =
    request.why === 'parts' ? [] : request.triggers.filter(({ dependsOn }) => dependsOn !== undefined);
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
      ...repeatedLook(request, regions, request.triggers.filter(isDoubtful), doubtfulLookSeconds),
      ...confirmations(request, outcomes, proofOf),
    ],
    unconfirmed: exhausted ? triggers.filter((one) => one.effect === 'harm' || asksForLess(one)) : [],
  };
}

/** Looks that come again and again while something stands. */
function isRepeated(why: EvaluationRequest['why']): boolean {
  return why === 'look-again' || why === 'parts';
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
        isSearched(finding, { account, region }) && (!isRepeated(why) || finding.openedAt === observation.at),
    ),
  );
  const regions = searched.map(({ region }) => region);
  return regions.length === 0
    ? []
    : [{ account, regions, why: 'find-cause', triggers: [], ...urgencyOf(request) }];
}
