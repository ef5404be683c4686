import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import { recordsEverything } from '#domain/facts/event-selectors.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { remainingCoverage, recordedOf } from '#domain/findings/coverage.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { evidenceOf, isGone } from '#domain/findings/of-trail.ts';
import { restoreRecording, restoreWords } from '#domain/findings/put-selectors.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { changedAt, formerSettings } from '#domain/findings/settings.ts';
import { recordedHere, weighLoss } from '#domain/findings/what-is-left.ts';

/** Whether no trail here records management write events, and no stopped or vanished trail is the reason. */
function neverRecorded(look: SeenLook): boolean {
  const logging = look.sights.every(({ status }) => status.kind === 'seen' && status.value.logging);
  const gone = look.memory?.trails.some((known) => isGone(known, look.sights)) === true;
  return logging && !gone && remainingCoverage(look.coverage) === 'lost';
}

function stands(look: SeenLook, rule: Rule, sight: TrailSight, recorded: RecordedEvents): Judgement {
  const { trail } = sight;
  const before = formerSettings(look, rule.id, trail.arn);
  const former = before?.recorded;
  // Selectors that left the same out are not put back.
  const answeredSelectors = former?.writes === 'all' ? before?.answeredSelectors : undefined;
  const was = recordedHere(look, trail, former ?? recordsEverything);
  const since = changedAt(look, rule.id, trail.arn);
  const self = recordedHere(look, trail, recorded);
  const loss = weighLoss(look, { rule: rule.id, trail, was, self, since });
  return {
    verdict: 'stands',
    subject: trail.arn,
    severity: loss.severity,
    weakening: loss.weakening,
    cause: causeKey('not-recording', trail.arn),
    since,
    evidence: { ...evidenceOf(sight), ...loss.evidence, was: { recorded: former, answeredSelectors } },
  };
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement[] {
  const subject = sight.trail.arn;
  const recorded = recordedOf(sight);
  if (recorded === undefined) return [{ verdict: 'cannot-tell', subject }];
  if (recorded.writes === 'all') return [{ verdict: 'healthy', subject }];
  if (sight.status.kind === 'unreadable' || !sight.status.value.logging)
    return [{ verdict: 'cannot-tell', subject }];
  const former = formerSettings(look, rule.id, subject)?.recorded;
  // A trail that never recorded them has another purpose, unless there is no other trail.
  return former?.writes === 'all' || neverRecorded(look) ? [stands(look, rule, sight, recorded)] : [];
}

/** A trail logs, but its selectors exclude management write events. */
export const managementEventsUnrecorded: Rule<'management-events-unrecorded'> = {
  id: 'management-events-unrecorded',
  harm: 'not-recording',
  severities: ['critical', 'high', 'medium', 'low'],
  title: 'Management events are not recorded',
  meaning:
    'The trail looks healthy (it logs and delivers), but its event selectors leave out management events that change things.',
  causedBy: ['PutEventSelectors', 'CreateTrail'],
  repairedBy: ['PutEventSelectors', 'StartLogging', 'CreateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A trail that was turned into one for data events while its successor is not there yet.',
  proof: 'state',
  remedy: (finding) => ({
    words: `Let the trail record all management events again. ${restoreWords(finding)}`,
    command: restoreRecording(finding),
  }),
  judge: (look, rule) => look.sights.flatMap((sight) => judgeTrail(look, rule, sight)),
};
