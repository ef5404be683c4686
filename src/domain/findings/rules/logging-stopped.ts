import { concernsTrail } from '#domain/facts/claim.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import type { Instant } from '#domain/values/instant.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { everStarted, evidenceOf, startLogging } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { formerly, recordedBefore, weighLoss } from '#domain/findings/what-is-left.ts';

function since(look: SeenLook, sight: TrailSight, status: TrailStatus): Instant {
  const stops = look.claims.filter(
    (claim) =>
      claim.eventName === 'StopLogging' && concernsTrail(claim, sight.trail.arn) && claim.at <= look.at,
  );
  return status.stoppedAt ?? stops.at(-1)?.at ?? look.at;
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement {
  const { trail } = sight;
  const { arn } = trail;
  if (sight.status.kind === 'unreadable') return { verdict: 'cannot-tell', subject: arn };
  const status = sight.status.value;
  if (status.logging) return { verdict: 'healthy', subject: arn, endedAt: status.startedAt };
  const began = since(look, sight, status);
  const was = recordedBefore(look, rule.id, sight);
  const loss = weighLoss(look, { rule: rule.id, trail, was, since: began });
  return {
    verdict: 'stands',
    subject: arn,
    severity: loss.severity,
    weakening: loss.weakening,
    cause: causeKey('not-recording', arn),
    since: began,
    evidence: { ...evidenceOf(sight), ...loss.evidence, was: formerly(was) },
  };
}

/** A trail exists and does not log. */
export const loggingStopped: Rule<'logging-stopped'> = {
  id: 'logging-stopped',
  harm: 'not-recording',
  severities: ['critical', 'high', 'medium', 'low'],
  title: 'Logging is stopped',
  meaning: 'The trail is still there, but CloudTrail records nothing for it.',
  causedBy: ['StopLogging'],
  repairedBy: ['StartLogging'],
  mitre: disableCloudLogs,
  falseAlarms: 'A trail that was stopped on purpose before its removal.',
  proof: 'state',
  remedy: (finding) => ({
    words: 'Start logging again, and ask why it was stopped.',
    command: startLogging(finding),
  }),
  judge: (look, rule) => look.sights.filter(everStarted).map((sight) => judgeTrail(look, rule, sight)),
};
