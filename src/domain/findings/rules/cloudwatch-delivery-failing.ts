import { dependencyId } from '#domain/facts/dependency.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, evidenceOf } from '#domain/findings/of-trail.ts';
import type { Judgement, Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { Instant } from '#domain/values/instant.ts';

function judgeTrail(at: Instant, sight: TrailSight): Judgement {
  const subject = sight.trail.arn;
  if (sight.status.kind === 'unreadable' || !sight.status.value.logging)
    return { verdict: 'cannot-tell', subject };
  const { logsError: error, logsDeliveredAt } = sight.status.value;
  if (error === undefined) return { verdict: 'healthy', subject, deliveredAt: logsDeliveredAt };
  const resource = sight.trail.logGroup;
  return {
    verdict: 'stands',
    subject,
    severity: 'medium',
    weakening: false,
    cause: causeKey('undeliverable', resource ?? `${subject}|logs`),
    since: at,
    evidence: { ...evidenceOf(sight), error, resource, deliveredAt: logsDeliveredAt },
  };
}

function showLogGroup(group: string | undefined): string | undefined {
  const arn = parseArn(group);
  const name = group === undefined ? undefined : dependencyId('log-group', group);
  return arn === undefined || name === undefined
    ? undefined
    : awsCommand('logs describe-log-groups', { 'log-group-name-prefix': name, region: arn.region });
}

/** CloudTrail cannot send a trail's events to its CloudWatch Logs group. */
export const cloudwatchDeliveryFailing: Rule<'cloudwatch-delivery-failing'> = {
  id: 'cloudwatch-delivery-failing',
  harm: 'undeliverable',
  severities: ['medium'],
  title: 'Events cannot be delivered to CloudWatch Logs',
  meaning:
    'The log files still reach the bucket, but alarms and searches built on the log group see nothing.',
  causedBy: [
    'DeleteLogGroup',
    'DeleteRole',
    'DeleteRolePolicy',
    'PutRolePolicy',
    'DetachRolePolicy',
    'UpdateAssumeRolePolicy',
    'PutRolePermissionsBoundary',
    'CreatePolicyVersion',
    'SetDefaultPolicyVersion',
    'AssociateKmsKey',
    'UpdateTrail',
  ],
  repairedBy: [
    'UpdateTrail',
    'PutRolePolicy',
    'AttachRolePolicy',
    'UpdateAssumeRolePolicy',
    'CreatePolicyVersion',
    'SetDefaultPolicyVersion',
    'CreateLogGroup',
  ],
  mitre: disableCloudLogs,
  falseAlarms:
    'A log group or role that was replaced while the trail still names the old one; an upgrade of a Control Tower landing zone, which exchanges the policy of the role.',
  proof: 'delivery',
  remedy: ({ evidence: { resource } }) => ({
    words: `Check that ${resource ?? 'the log group'} exists and that the trail's role may still call logs:CreateLogStream and logs:PutLogEvents on it and is trusted by cloudtrail.amazonaws.com.`,
    command: showLogGroup(resource),
  }),
  judge: (look) => look.sights.map((sight) => judgeTrail(look.at, sight)),
};
