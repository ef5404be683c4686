import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import { covers, recordedTogether, recordsEverything } from '#domain/facts/event-selectors.ts';
import type { RememberedTrail, TrailSight } from '#domain/facts/observation.ts';
import { loggingSinceOf, recordedOfRemembered } from '#domain/facts/trail-history.ts';
import type { Trail } from '#domain/facts/trail.ts';
import type { Instant } from '#domain/values/instant.ts';
import { recordedOf } from './coverage.ts';
import type { Evidence, FormerSettings, Severity } from './finding.ts';
import type { RuleId } from './rule-id.ts';
import type { SeenLook } from './rule.ts';
import { formerSettings, ongoingFinding } from './settings.ts';
import type { Candidate } from './reliance.ts';
import { candidatesOf, doubtOf, isOwnAndProven, isReliable, isUnreadable } from './reliance.ts';

/** Events of one account and Region: management events, and whether those of global services are among them. */
export interface Recorded extends RecordedEvents {
  readonly globalServices: boolean;
}

/** What a trail no longer records. */
export interface Loss {
  readonly rule: RuleId;
  /** The trail as it is, or as it was last seen. */
  readonly trail: Trail;
  readonly was: Recorded;
  /** What the trail itself still records where it always did; undefined for nothing. */
  readonly self?: Recorded | undefined;
  readonly since: Instant;
}

/** The severity of a loss, and the evidence for it. */
export interface WeighedLoss {
  readonly severity: Severity;
  readonly weakening: boolean;
  readonly evidence: Pick<Evidence, 'left' | 'coveredBy' | 'coveredSince' | 'missing' | 'doubt'>;
}

/** The Regions in which AWS records the calls of global services (CloudTrail user guide), one per partition. */
const globalRegions: ReadonlySet<string> = new Set(['us-east-1', 'us-gov-west-1', 'cn-north-1']);

const day = 24 * 3600 * 1000;

/** `recorded` by `trail` in the Region of the look. */
export function recordedHere({ region }: SeenLook, trail: Trail, recorded: RecordedEvents): Recorded {
  return { ...recorded, globalServices: trail.globalServiceEvents && globalRegions.has(region) };
}

/** What the trail recorded before `rule` found it wanting: as kept by the ongoing finding, as remembered, or as it is set. */
export function recordedBefore(look: SeenLook, rule: RuleId, sight: TrailSight): Recorded {
  const former = formerSettings(look, rule, sight.trail.arn)?.recorded;
  return recordedHere(look, sight.trail, former ?? recordedOf(sight) ?? recordsEverything);
}

/** `was` as the former settings in a finding's evidence, so that later looks compare with the same. */
export function formerly({ writes, reads, excludedSources }: Recorded): FormerSettings {
  return { recorded: { writes, reads, excludedSources } };
}

function together(parts: readonly (Recorded | undefined)[]): Recorded {
  const given = parts.filter((part) => part !== undefined);
  const globalServices = given.some((part) => part.globalServices);
  return { ...recordedTogether(given), globalServices };
}

/** The part of `was` that `now` lacks, in words; empty when it lacks nothing. */
function missingFrom(was: Recorded, now: Recorded): readonly string[] {
  const lacks = (of: 'writes' | 'reads'): boolean => !covers(now[of], was[of]);
  const words = (of: 'writes' | 'reads', what: string): string =>
    now[of] === 'none' ? `management ${what} events` : `some management ${what} events`;
  const sources = now.excludedSources.filter((source) => !was.excludedSources.includes(source));
  const nothing = now.writes === 'none' && now.reads === 'none';
  return [
    ...(lacks('writes') ? [words('writes', 'write')] : []),
    ...(lacks('reads') ? [words('reads', 'read')] : []),
    ...(nothing ? [] : sources.map((source) => `events of ${source}`)),
    ...(was.globalServices && !now.globalServices && !nothing ? ['events of global services'] : []),
  ];
}

const partsOf = (look: SeenLook, candidates: readonly Candidate[]): Recorded[] =>
  candidates.map(({ sight, recorded }) => ({
    ...recordedHere(look, sight.trail, recorded),
    globalServices: sight.trail.globalServiceEvents,
  }));

/** Largest number of trails named in one finding. */
const namedTrails = 3;

function coveredBy(candidates: readonly Candidate[]): Pick<Evidence, 'coveredBy' | 'coveredSince'> {
  const since = candidates.flatMap(({ since: moment }) => moment ?? []);
  return {
    coveredBy: candidates.slice(0, namedTrails).map(({ sight }) => sight.trail.arn),
    coveredSince: since.length === 0 ? undefined : (Math.max(...since) as Instant),
  };
}

/**
 * Whether older trails of the account outweigh the loss without a message: the lost one had recorded for less than a
 * day, so they already recorded everything before it; or it was never seen to record, and no call ended it just now.
 */
function isNoNews(look: SeenLook, { rule, trail, since }: Loss): boolean {
  const known = look.memory?.trails.find((one) => one.trail.arn === trail.arn);
  const recordedSince = known && loggingSinceOf(known);
  if (recordedSince !== undefined) return since - recordedSince < day;
  const called = look.claims.some((claim) => claim.trail === trail.arn && claim.effect !== 'repair');
  return !called && ongoingFinding(look, rule, trail.arn)?.evidence.left !== 'own';
}

function severityOfPart(missing: readonly string[], { writes }: Recorded, was: Recorded): Severity {
  const writesMissing = !covers(writes, was.writes);
  return writesMissing || missing.includes('events of global services') ? 'high' : 'medium';
}

function withoutRelianceOn(
  look: SeenLook,
  loss: Loss,
  candidates: readonly Candidate[],
  kept: Recorded,
): WeighedLoss {
  const missing = missingFrom(loss.was, kept);
  const rest = candidates.filter((candidate) => !isReliable(look, loss, candidate));
  const [doubtful] = rest;
  const doubt = doubtful && doubtOf(look, loss, doubtful);
  const none = { coveredBy: [], missing, doubt };
  const unread = look.sights.some((sight) => sight.trail.arn !== loss.trail.arn && isUnreadable(sight));
  if (kept.writes !== 'none') {
    const severity = severityOfPart(missing, kept, loss.was);
    return { severity, weakening: false, evidence: { ...none, left: 'less' } };
  }
  if (unread)
    return { severity: 'high', weakening: false, evidence: { ...none, left: 'unknown', missing: undefined } };
  const recording = together([loss.self, ...partsOf(look, rest)]).writes !== 'none';
  return recording
    ? { severity: 'high', weakening: false, evidence: { ...none, left: 'doubtful', missing: undefined } }
    : { severity: 'critical', weakening: false, evidence: { coveredBy: [], left: 'nothing' } };
}

/**
 * Weighs a loss by what is left in this account and Region. Only what the caller could not have arranged covers it; older
 * trails of the account that deliver to known destinations lessen it; everything else is not relied upon.
 */
export function weighLoss(look: SeenLook, loss: Loss): WeighedLoss {
  const candidates = candidatesOf(look, loss.trail.arn);
  const reliable = candidates.filter((candidate) => isReliable(look, loss, candidate));
  const kept = together([loss.self, ...partsOf(look, reliable)]);
  const anyLeft = candidates.length > 0 || loss.self !== undefined;
  if (anyLeft && missingFrom(loss.was, kept).length === 0)
    return { severity: 'low', weakening: true, evidence: { ...coveredBy(reliable), left: 'covered' } };
  const own = candidates.filter((candidate) => isOwnAndProven(look, loss, candidate));
  const ownKept = together([loss.self, ...partsOf(look, [...reliable, ...own])]);
  if (own.length > 0 && missingFrom(loss.was, ownKept).length === 0) {
    const evidence = { ...coveredBy([...reliable, ...own]), left: 'own' as const };
    return isNoNews(look, loss)
      ? { severity: 'low', weakening: true, evidence: { ...evidence, left: 'covered' } }
      : { severity: 'medium', weakening: false, evidence };
  }
  return withoutRelianceOn(look, loss, candidates, kept);
}

/** Whether a loss is made up for at the time of the look: by reliable trails, or by older ones of the account. */
export function isMadeUpFor(look: SeenLook, loss: Loss): boolean {
  const { left } = weighLoss(look, { ...loss, since: look.at }).evidence;
  return left === 'covered' || left === 'own';
}

/** The loss of a trail that is gone, from how it was last seen. */
export function lossOfGone(look: SeenLook, known: RememberedTrail, since: Instant): Loss {
  const recorded = recordedOfRemembered(known) ?? recordsEverything;
  return { rule: 'trail-gone', trail: known.trail, was: recordedHere(look, known.trail, recorded), since };
}

/** Whether trails that can be relied upon, or older ones of the account, record what the trail `arn` did. */
export function isCoveredElsewhere(look: SeenLook, rule: RuleId, sight: TrailSight): boolean {
  return isMadeUpFor(look, {
    rule,
    trail: sight.trail,
    was: recordedBefore(look, rule, sight),
    since: look.at,
  });
}
