import type { Claim } from '#domain/facts/claim.ts';
import { foundAtLook } from '#domain/facts/own-parts.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { awsCommand, inRegion } from '#domain/findings/of-trail.ts';
import type { Judgement, Look, Rule } from '#domain/findings/rule.ts';
import { disableCloudLogs } from '#domain/findings/rule.ts';

/** The calls that can disable the detector; the table of monitored events lists them by service. */
const disabling = [
  'DeleteRule',
  'DisableRule',
  'PutRule',
  'PutTargets',
  'RemoveTargets',
  'DeleteEventBus',
  'PutPermission',
  'RemovePermission',
  'UpdateSchedule',
  'DeleteSchedule',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
  'DeleteFunction',
  'PutFunctionConcurrency',
  'UpdateEventSourceMapping',
  'DeleteEventSourceMapping',
  'SetQueueAttributes',
  'AddPermission',
  'DeleteQueue',
  'PurgeQueue',
  'DeleteTable',
  'UpdateTable',
  'DeleteStack',
  'UpdateStack',
  'CancelUpdateStack',
  'ExecuteChangeSet',
  'DeleteStackInstances',
  'UpdateStackSet',
  'DeleteStackSet',
  'DeleteAlarms',
  'DisableAlarmActions',
  'PutMetricAlarm',
  'SetAlarmState',
  'Unsubscribe',
  'SetSubscriptionAttributes',
  'SetTopicAttributes',
  'DeleteTopic',
  'PutParameter',
  'DeleteParameter',
  'DeleteParameters',
  'PutSecretValue',
  'UpdateSecret',
  'UpdateSecretVersionStage',
  'DeleteSecret',
  'PutResourcePolicy',
  'DeleteRole',
  'DeleteRolePolicy',
  'PutRolePolicy',
  'DetachRolePolicy',
  'AttachRolePolicy',
  'UpdateAssumeRolePolicy',
  'PutRolePermissionsBoundary',
  'DeleteServiceLinkedRole',
];

function changeIn({ eventName, about, requested }: Claim): string {
  const words = eventName === foundAtLook ? [about, requested?.['found']] : [eventName, about];
  return words.filter((word) => word !== undefined).join(' ');
}

function changed(look: Look, claim: Claim): Judgement {
  return {
    verdict: 'stands',
    subject: '-',
    severity: claim.effect === 'harm' ? 'high' : 'medium',
    weakening: false,
    cause: causeKey('unwatched', `${look.account}|${look.region}|detector`),
    since: claim.at,
    // Ended at once, as no state is read that could show the end; the ticket stays open for a person to judge.
    until: claim.at,
    evidence: {
      resource: claim.about,
      change: changeIn(claim),
    },
  };
}

/** The judgement on a call on one of the detector's own resources, from the call alone; no state is read. */
export function judgeOwnParts(look: Look): readonly Judgement[] {
  const [claim] = look.ownParts ? look.claims : [];
  return claim ? [changed(look, claim)] : [];
}

/** One of the detector's own resources was changed other than by a deployment. */
export const detectorChanged: Rule<'detector-changed'> = {
  id: 'detector-changed',
  harm: 'unwatched',
  severities: ['high', 'medium'],
  title: 'Trailwarden itself was changed',
  meaning:
    'A rule, bus, queue, function, table, role or stack of Trailwarden was changed by hand. Until it is as it was deployed, changes of trails may not be seen.',
  causedBy: disabling,
  repairedBy: [],
  mitre: disableCloudLogs,
  falseAlarms: 'Trailwarden is being repaired or removed by hand.',
  proof: 'state',
  remedy: ({ evidence: { resource } }, place) => ({
    words:
      'Ask why it was changed, and deploy Trailwarden again, which puts every part back as it should be: until then changes of trails may not be seen. First see what else was done.',
    ...(resource !== undefined && {
      command: awsCommand('cloudtrail lookup-events', {
        'lookup-attributes': `AttributeKey=ResourceName,AttributeValue=${resource}`,
        ...inRegion(place),
      }),
    }),
  }),
  judge: judgeOwnParts,
};
