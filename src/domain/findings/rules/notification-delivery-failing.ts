import type { TrailSight } from '#domain/facts/observation.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, evidenceOf } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule, SeenLook } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { parseArn } from '#domain/values/arn.ts';

function judgeTrail(look: SeenLook, sight: TrailSight): Judgement {
  const { arn: subject, topic } = sight.trail;
  if (sight.status.kind === 'unreadable' || !sight.status.value.logging)
    return { verdict: 'cannot-tell', subject };
  const { notificationError: error, notifiedAt: deliveredAt } = sight.status.value;
  // Without a topic there are no notifications, but AWS keeps reporting the last error.
  if (topic === undefined) return { verdict: 'healthy', subject, deliveredAt: look.at };
  if (error === undefined) return { verdict: 'healthy', subject, deliveredAt };
  return {
    verdict: 'stands',
    subject,
    severity: 'medium',
    weakening: false,
    cause: causeKey('undeliverable', topic),
    since: look.at,
    evidence: { ...evidenceOf(sight), error, resource: topic, deliveredAt },
  };
}

function showTopic(topic: string | undefined): string | undefined {
  const region = parseArn(topic)?.region;
  return region === undefined || topic === undefined
    ? undefined
    : awsCommand('sns get-topic-attributes', { 'topic-arn': topic, region });
}

/** CloudTrail cannot announce a trail's log files through its SNS topic. */
export const notificationDeliveryFailing: Rule<'notification-delivery-failing'> = {
  id: 'notification-delivery-failing',
  harm: 'undeliverable',
  severities: ['medium'],
  title: 'New log files cannot be announced through SNS',
  meaning: 'The log files still reach the bucket, but tools that wait for the notice do not read them.',
  causedBy: ['DeleteTopic', 'SetTopicAttributes', 'RemovePermission', 'UpdateTrail'],
  repairedBy: ['CreateTopic', 'SetTopicAttributes', 'AddPermission', 'UpdateTrail'],
  mitre: disableCloudLogs,
  falseAlarms: 'A topic that was removed because its notices are not needed any more.',
  proof: 'delivery',
  remedy: ({ evidence: { resource } }) => ({
    account: parseArn(resource)?.account,
    words: `Check that ${resource ?? 'the topic'} exists and that its policy lets cloudtrail.amazonaws.com publish to it; an encrypted topic also needs the key's policy.`,
    command: showTopic(resource),
  }),
  judge: (look) => look.sights.map((sight) => judgeTrail(look, sight)),
};
