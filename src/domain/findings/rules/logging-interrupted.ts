import { concernsTrail, showsCallAt } from '#domain/facts/claim.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { Finding } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, evidenceOf } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { recordedBefore, weighLoss } from '#domain/findings/what-is-left.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';

/** How long after a stop, in milliseconds, its StopLogging counts as unreported when no earlier look can tell. */
const newsFor = 15 * 60 * 1000;

function isNews(look: SeenLook, sight: TrailSight, stoppedAt: Instant): boolean {
  const known = look.memory?.trails.find(({ trail }) => trail.arn === sight.trail.arn);
  if (known !== undefined && known.goneAt === undefined && stoppedAt > known.seenAt) return true;
  return look.claims.some(
    (claim) =>
      claim.eventName === 'StopLogging' &&
      concernsTrail(claim, sight.trail.arn) &&
      showsCallAt(stoppedAt, claim.at) &&
      look.at - stoppedAt <= newsFor,
  );
}

function judgeTrail(look: SeenLook, rule: Rule, sight: TrailSight): Judgement[] {
  if (sight.status.kind === 'unreadable') return [{ verdict: 'cannot-tell', subject: sight.trail.arn }];
  const { logging, stoppedAt, startedAt } = sight.status.value;
  if (!logging || stoppedAt === undefined || !isNews(look, sight, stoppedAt)) return [];
  const was = recordedBefore(look, rule.id, sight);
  const loss = weighLoss(look, { rule: rule.id, trail: sight.trail, was, since: stoppedAt });
  return [
    {
      verdict: 'stands',
      subject: sight.trail.arn,
      // It records again by now.
      severity: loss.severity === 'critical' ? 'high' : loss.severity,
      weakening: loss.weakening,
      cause: causeKey('not-recording', sight.trail.arn),
      since: stoppedAt,
      until: startedAt !== undefined && startedAt >= stoppedAt ? startedAt : look.at,
      evidence: { ...evidenceOf(sight), ...loss.evidence },
    },
  ];
}

function lookIntoTheGap({ subject, since, until = since }: Finding): string | undefined {
  const trail = parseTrailArn(subject);
  const gap = { 'start-time': iso(since), 'end-time': iso(until) };
  return trail && awsCommand('cloudtrail lookup-events', { region: trail.homeRegion, ...gap });
}

/** A trail logs again after a stop that was not reported. */
export const loggingInterrupted: Rule<'logging-interrupted'> = {
  id: 'logging-interrupted',
  harm: 'not-recording',
  severities: ['high', 'medium', 'low'],
  title: 'Logging was interrupted',
  meaning: 'The trail logs again, but what happened in between is not in its log files.',
  causedBy: ['StopLogging'],
  repairedBy: ['StartLogging'],
  mitre: disableCloudLogs,
  falseAlarms: 'A trail that was stopped and started again during planned work.',
  proof: 'state',
  remedy: (finding) => ({
    words:
      'Ask why it was stopped, and look through the event history (kept for 90 days) for what was done in the gap.',
    command: lookIntoTheGap(finding),
  }),
  judge: (look, rule) => look.sights.flatMap((sight) => judgeTrail(look, rule, sight)),
};
