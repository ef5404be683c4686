import type { DatedGap } from '#domain/facts/forwarding.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { recordsEverything, recordsNothing } from '#domain/facts/event-selectors.ts';
import type { Severity } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { at } from '#test/given/incidents.ts';
import type { Seen } from '#test/given/looks.ts';
import {
  after,
  call,
  created,
  failed,
  hidden,
  independent,
  home,
  logging,
  memory,
  recording,
  remembered,
  stopped,
} from '#test/given/looks.ts';
import { known } from './changes.ts';

import { bucketWith } from '#test/given/log-destinations.ts';
import { destinationCases } from './destination-cases.ts';
import { lakeCases } from './lake-cases.ts';

/** One look in a sentence, as docs/rules.md prints it, and as the rule is given it. */
interface Case {
  readonly when: string;
  readonly seen: Seen;
}

/** What every rule has to show: looks it fires on, each with its weight, looks it stays silent on, looks it cannot see. */
interface Cases {
  readonly fires: readonly [
    Case & { readonly severity: Severity },
    ...(Case & { readonly severity: Severity })[],
  ];
  readonly silent: readonly [Case, ...Case[]];
  readonly blind: readonly [Case, ...Case[]];
}

/** The moment so many months (of 30 days) before noon. */
const months = (count: number) => after(-count * 30 * 24 * 3600);

const healthy = logging('main');
const before = memory(remembered(healthy));
const other = independent('other');
const both = memory(remembered(healthy), remembered(other));
/** A second trail of the account, which has recorded for months and delivers to a bucket of the archive. */
const spare = logging('spare', { startedAt: months(3) }, { bucket: 'archive', kmsKey: undefined });
const ofMonths = memory(remembered(logging('main', { startedAt: months(5) })), remembered(spare));
const ofOld = { before: ofMonths, destinations: [bucketWith({}, { id: 'archive' })] };
/** A second trail that was made this morning, in a bucket that nobody knows. */
const decoy = logging('decoy', {}, { bucket: 'of-a-stranger', kmsKey: undefined });

const unlisted = { when: 'the trails cannot be listed', seen: { sights: 'unreadable', before } } as const;
const statusHidden = {
  when: 'the status of the trail cannot be read',
  seen: { sights: [hidden('main')], before },
} as const;

const selected = (
  readWrite: 'All' | 'ReadOnly' | 'WriteOnly',
  more: { off?: boolean; without?: string } = {},
) =>
  recording(logging('main'), {
    kind: 'basic',
    selectors: [
      {
        managementEvents: more.off !== true,
        readWrite,
        excludedSources: more.without === undefined ? [] : [more.without],
      },
    ],
  });
const kms = 'kms.amazonaws.com';
const declared = { buckets: ['the-bucket'], keys: [], accounts: [], known: [], keptDays: 0 };
const topic = 'arn:aws:sns:eu-west-1:111122223333:notices';
const role = 'arn:aws:iam::111122223333:role/delivery';
const late = logging('main', { digestDeliveredAt: at('08:30:00') });
const lateBefore = memory({ ...remembered(late), seenAt: at('11:50:00') });
const key = 'arn:aws:kms:eu-west-1:111122223333:key/k-1';

const organizationTrail = logging('main', {}, { organization: true });
const readAt = at('06:00:00');
/** A call on the trusted access of a service, CloudTrail when none is named. */
const access = (eventName: string, servicePrincipal = 'cloudtrail.amazonaws.com') =>
  call(eventName, after(-5), undefined, { requested: { servicePrincipal } });

/** A trail whose setting is not what it was at the last look. */
const changed = (of: Parameters<typeof logging>[2]): Seen => ({ sights: [logging('main', {}, of)], before });

/** What the rules that carry events on have lacked for so many days. */
const lacking = (days: number, kind: DatedGap['kind'] = 'disabled'): Seen => ({
  sights: [healthy],
  before,
  forwarding: [{ region: home, kind, what: 'trailwarden-cloudtrail', since: after(-days * 86_400) }],
});

/** A call on a rule of the detector itself, of which nothing but the call is known. */
const ownCall = (eventName: string, effect: 'harm' | 'change', outcome = (one: Trigger) => one): Seen => ({
  sights: 'unreadable',
  ownParts: true,
  calls: [
    outcome(
      call(eventName, after(-5), undefined, { effect, dependsOn: { kind: 'rule', id: 'trailwarden-iam' } }),
    ),
  ],
});

/** The cases of every rule; a rule without them does not compile. */
export const ruleCases: { readonly [Id in RuleId]: Cases } = {
  ...destinationCases,
  'logging-stopped': {
    fires: [
      {
        when: 'the only trail is stopped',
        severity: 'critical',
        seen: { sights: [stopped('main')], before },
      },
      {
        when: 'a trail is stopped, and the other one cannot be read',
        severity: 'high',
        seen: { sights: [stopped('main'), hidden('other')], before: both },
      },
      {
        when: 'a trail is stopped, and an older trail of the account records the same to a known bucket',
        severity: 'medium',
        seen: { sights: [stopped('main'), spare], ...ofOld },
      },
      {
        when: 'a trail is stopped, and only a young trail with an unknown bucket records',
        severity: 'high',
        seen: { sights: [stopped('main'), decoy], before },
      },
      {
        when: 'a trail is stopped, and another one records everything',
        severity: 'low',
        seen: { sights: [stopped('main'), other], before: both },
      },
    ],
    silent: [
      { when: 'the trail logs', seen: { sights: [healthy], before } },
      { when: 'a trail was created and never started', seen: { sights: [created('new'), healthy], before } },
    ],
    blind: [unlisted, statusHidden],
  },
  'trail-gone': {
    fires: [
      { when: 'the only trail was deleted', severity: 'critical', seen: { sights: [], before } },
      {
        when: 'a trail was deleted, and the other one cannot be read',
        severity: 'high',
        seen: { sights: [hidden('other')], before },
      },
      {
        when: 'a trail was deleted, and an older trail of the account records the same to a known bucket',
        severity: 'medium',
        seen: { sights: [spare], ...ofOld },
      },
      {
        when: 'a trail was deleted, and only a young trail with an unknown bucket records',
        severity: 'high',
        seen: { sights: [decoy], before },
      },
      {
        when: 'a trail was deleted, and another one records everything',
        severity: 'low',
        seen: { sights: [other], before: both },
      },
    ],
    silent: [
      { when: 'the trail is there', seen: { sights: [healthy], before } },
      {
        when: 'a trail went that had been created and never started',
        seen: { sights: [healthy], before: memory(remembered(healthy), remembered(created('new'))) },
      },
    ],
    blind: [unlisted],
  },
  'no-trail': {
    fires: [
      { when: 'there is no trail, and none was seen before', severity: 'critical', seen: { sights: [] } },
      {
        when: 'there is only one that was never started',
        severity: 'critical',
        seen: { sights: [created('main')] },
      },
      {
        when: 'there is no trail, and CloudWatch records all writes through a channel',
        severity: 'high',
        seen: {
          sights: [],
          channels: [
            { name: 'aws-service-channel/cloudwatch/x', allRegions: true, recorded: recordsEverything },
          ],
        },
      },
    ],
    silent: [
      { when: 'one trail was started at some time', seen: { sights: [stopped('main')] } },
      { when: 'the trail that was here is gone, which is told by name', seen: { sights: [], before } },
    ],
    blind: [
      unlisted,
      { when: 'the status of the only trail cannot be read', seen: { sights: [hidden('main')] } },
    ],
  },
  'logging-interrupted': {
    fires: [
      {
        when: 'the trail logs, but was stopped and started since the last look',
        severity: 'high',
        seen: { sights: [logging('main', { stoppedAt: at('11:58:00'), startedAt: at('11:59:00') })], before },
      },
      {
        when: 'the same, while an older trail of the account recorded to a known bucket',
        severity: 'medium',
        seen: {
          sights: [logging('main', { stoppedAt: at('11:58:00'), startedAt: at('11:59:00') }), spare],
          ...ofOld,
        },
      },
      {
        when: 'the same, while another trail recorded everything',
        severity: 'low',
        seen: {
          sights: [logging('main', { stoppedAt: at('11:58:00'), startedAt: at('11:59:00') }), other],
          before: both,
        },
      },
    ],
    silent: [
      {
        when: 'the stop is older than the last look',
        seen: { sights: [logging('main', { stoppedAt: at('09:00:00'), startedAt: at('09:01:00') })], before },
      },
    ],
    blind: [unlisted, statusHidden],
  },
  'management-events-unrecorded': {
    fires: [
      {
        when: 'the selectors of the only trail leave management events out',
        severity: 'critical',
        seen: { sights: [selected('All', { off: true })], before },
      },
      {
        when: 'an advanced selector lets only some management writes through',
        severity: 'high',
        seen: {
          sights: [
            recording(healthy, {
              kind: 'advanced',
              selectors: [
                [
                  { field: 'eventCategory', equals: ['Management'], narrowsOtherwise: false },
                  { field: 'eventSource', equals: ['s3.amazonaws.com'], narrowsOtherwise: false },
                ],
              ],
            }),
          ],
          before,
        },
      },
      {
        when: 'a trail records reads only, and an older trail of the account everything',
        severity: 'medium',
        seen: { sights: [selected('ReadOnly'), spare], ...ofOld },
      },
      {
        when: 'a trail records reads only, and another one everything',
        severity: 'low',
        seen: { sights: [selected('ReadOnly'), other], before: both },
      },
    ],
    silent: [
      { when: 'the trail records management writes', seen: { sights: [selected('WriteOnly')], before } },
      {
        when: 'a trail for data events never recorded any, and another one does',
        seen: {
          sights: [selected('All', { off: true }), other],
          before: memory({ ...remembered(healthy), recorded: recordsNothing }, remembered(other)),
        },
      },
    ],
    blind: [
      unlisted,
      {
        when: 'the selectors of the trail cannot be read',
        seen: { sights: [{ ...healthy, selectors: hidden('main').status as never }], before },
      },
    ],
  },
  'management-events-narrowed': {
    fires: [
      {
        when: 'events of AWS KMS are left out that were recorded',
        severity: 'medium',
        seen: { sights: [selected('All', { without: kms })], before },
      },
      {
        when: 'reads are left out, and another trail records them',
        severity: 'low',
        seen: { sights: [selected('WriteOnly'), other], before: both },
      },
    ],
    silent: [
      { when: 'everything is recorded as before', seen: { sights: [healthy], before } },
      {
        when: 'AWS KMS was always left out',
        seen: {
          sights: [selected('All', { without: kms })],
          before: memory({
            ...remembered(healthy),
            recorded: { writes: 'all', reads: 'all', excludedSources: [kms] },
          }),
        },
      },
    ],
    blind: [unlisted, statusHidden],
  },
  redirected: {
    fires: [
      {
        when: 'the log files go to another bucket than at the last look',
        severity: 'high',
        seen: changed({ bucket: 'evil' }),
      },
      {
        when: 'they are encrypted with a key of an account that is not known',
        severity: 'high',
        seen: changed({ kmsKey: 'arn:aws:kms:eu-west-1:999999999999:key/k-9' }),
      },
      {
        when: 'they go to a bucket that the declared baseline does not name',
        severity: 'high',
        seen: { ...changed({ bucket: 'evil' }), before: undefined, expected: declared },
      },
      {
        when: 'they go to another bucket, and an older trail of the account records the same',
        severity: 'medium',
        seen: { sights: [logging('main', {}, { bucket: 'evil' }), spare], ...ofOld },
      },
      {
        when: 'they go to another folder of the same bucket',
        severity: 'low',
        seen: changed({ prefix: 'elsewhere' }),
      },
    ],
    silent: [
      {
        when: 'the bucket is a new one that the baseline names',
        seen: { ...changed({ bucket: 'new' }), expected: { ...declared, buckets: ['the-bucket', 'new'] } },
      },
      {
        when: 'the key is another one of the same account',
        seen: changed({ kmsKey: key.replace('k-1', 'k-2') }),
      },
    ],
    blind: [unlisted],
  },
  'single-region-only': {
    fires: [
      { when: 'a multi-Region trail is one no more', severity: 'low', seen: changed({ multiRegion: false }) },
    ],
    silent: [{ when: 'it never was one', seen: { sights: [logging('main', {}, { multiRegion: false })] } }],
    blind: [unlisted],
  },
  'organization-trail-reduced': {
    fires: [
      {
        when: 'an organization trail is one no more',
        severity: 'low',
        seen: { sights: [healthy], before: memory(remembered(logging('main', {}, { organization: true }))) },
      },
    ],
    silent: [{ when: 'it never was one', seen: { sights: [healthy], before } }],
    blind: [unlisted],
  },
  'trusted-access-off': {
    fires: [
      {
        when: 'Organizations says so, and the account owns an organization trail',
        severity: 'high',
        seen: { sights: [organizationTrail], trustedAccess: { on: false, at: readAt } },
      },
      {
        when: 'a successful call has turned it off since Organizations was last read',
        severity: 'high',
        seen: {
          sights: [organizationTrail],
          trustedAccess: { on: true, at: readAt },
          calls: [access('DisableAWSServiceAccess')],
        },
      },
      {
        when: 'that was found before, and Organizations was not read since',
        severity: 'high',
        seen: {
          sights: [organizationTrail],
          trustedAccess: { on: true, at: readAt },
          known: known('trusted-access-off', {}),
        },
      },
    ],
    silent: [
      {
        when: 'a successful call has turned it on again',
        seen: {
          sights: [organizationTrail],
          trustedAccess: { on: false, at: readAt },
          calls: [access('EnableAWSServiceAccess')],
          known: known('trusted-access-off', {}),
        },
      },
      {
        when: 'it was turned on since Organizations was last read',
        seen: {
          sights: [organizationTrail],
          trustedAccess: { on: false, at: readAt },
          known: known('trusted-access-off', {}, 'resolved'),
        },
      },
      {
        when: 'it was the trusted access of another service',
        seen: {
          sights: [organizationTrail],
          trustedAccess: { on: true, at: readAt },
          calls: [access('DisableAWSServiceAccess', 'sso.amazonaws.com')],
        },
      },
      {
        when: 'there is no organization trail',
        seen: { sights: [healthy], trustedAccess: { on: false, at: readAt } },
      },
    ],
    blind: [unlisted, { when: 'nobody may ask Organizations', seen: { sights: [organizationTrail] } }],
  },
  'global-services-off': {
    fires: [
      {
        when: 'the only trail leaves out global services',
        severity: 'high',
        seen: changed({ globalServiceEvents: false }),
      },
      {
        when: 'a trail leaves them out, and an older trail of the account records them',
        severity: 'medium',
        seen: { sights: [logging('main', {}, { globalServiceEvents: false }), spare], ...ofOld },
      },
      {
        when: 'a trail leaves them out, and another one records them',
        severity: 'low',
        seen: { sights: [logging('main', {}, { globalServiceEvents: false }), other], before: both },
      },
    ],
    silent: [
      {
        when: 'the trail never recorded them',
        seen: { sights: [logging('main', {}, { globalServiceEvents: false })] },
      },
    ],
    blind: [unlisted],
  },
  's3-delivery-failing': {
    fires: [
      {
        when: 'the bucket of the only trail refuses the log files',
        severity: 'high',
        seen: { sights: [logging('main', { deliveryError: 'AccessDenied' })], before },
      },
      {
        when: 'the key refuses them, and another trail delivers',
        severity: 'medium',
        seen: { sights: [logging('main', { deliveryError: 'KMS.DisabledException' }), other], before: both },
      },
      {
        when: 'the bucket refuses them, and an older trail of the account delivers the same to a known bucket',
        severity: 'medium',
        seen: { sights: [logging('main', { deliveryError: 'AccessDenied' }), spare], ...ofOld },
      },
    ],
    silent: [{ when: 'the last delivery went well', seen: { sights: [healthy], before } }],
    blind: [
      unlisted,
      statusHidden,
      { when: 'the trail is stopped, so nothing is delivered', seen: { sights: [stopped('main')], before } },
    ],
  },
  'cloudwatch-delivery-failing': {
    fires: [
      {
        when: 'the log group is gone',
        severity: 'medium',
        seen: { sights: [logging('main', { logsError: 'The specified log group does not exist' })], before },
      },
    ],
    silent: [{ when: 'the last delivery to it went well', seen: { sights: [healthy], before } }],
    blind: [unlisted, statusHidden],
  },
  'digest-delivery-failing': {
    fires: [
      {
        when: 'the bucket refuses the digest files',
        severity: 'medium',
        seen: { sights: [logging('main', { digestError: 'AccessDenied' })], before },
      },
    ],
    silent: [
      {
        when: 'validation is off, so the old error means nothing',
        seen: { sights: [logging('main', { digestError: 'AccessDenied' }, { logFileValidation: false })] },
      },
    ],
    blind: [unlisted, statusHidden],
  },
  'notification-delivery-failing': {
    fires: [
      {
        when: 'the topic refuses the notice',
        severity: 'medium',
        seen: { sights: [logging('main', { notificationError: 'AuthorizationError' }, { topic })], before },
      },
    ],
    silent: [
      {
        when: 'there is no topic any more, so the old error means nothing',
        seen: { sights: [logging('main', { notificationError: 'AuthorizationError' })], before },
      },
    ],
    blind: [unlisted, statusHidden],
  },
  'delivery-overdue': {
    fires: [
      {
        when: 'no digest came for more than three hours, on two looks',
        severity: 'high',
        seen: { sights: [late], before: lateBefore },
      },
    ],
    silent: [
      { when: 'it is overdue on one look only', seen: { sights: [late], before } },
      {
        when: 'log files are old, which is a quiet Region',
        seen: { sights: [logging('main', { deliveredAt: at('08:30:00') })], before },
      },
    ],
    blind: [unlisted, statusHidden],
  },
  ...lakeCases,
  'validation-off': {
    fires: [
      {
        when: 'log file validation was on and is off',
        severity: 'low',
        seen: changed({ logFileValidation: false }),
      },
    ],
    silent: [
      { when: 'it never was on', seen: { sights: [logging('main', {}, { logFileValidation: false })] } },
    ],
    blind: [unlisted],
  },
  'encryption-removed': {
    fires: [
      { when: 'the trail had a key and has none', severity: 'low', seen: changed({ kmsKey: undefined }) },
    ],
    silent: [{ when: 'the key is another one', seen: changed({ kmsKey: key.replace('k-1', 'k-2') }) }],
    blind: [unlisted],
  },
  'logs-unhooked': {
    fires: [
      {
        when: 'the trail had a log group and has none',
        severity: 'low',
        seen: {
          sights: [logging('main', {}, { logGroup: undefined })],
          before: memory(remembered(logging('main', {}, { logsRole: role }))),
        },
      },
    ],
    silent: [{ when: 'it never had one', seen: { sights: [logging('main', {}, { logGroup: undefined })] } }],
    blind: [unlisted],
  },
  'notifications-unhooked': {
    fires: [
      {
        when: 'the trail had a topic and has none',
        severity: 'low',
        seen: { sights: [healthy], before: memory(remembered(logging('main', {}, { topic }))) },
      },
    ],
    silent: [{ when: 'it never had one', seen: { sights: [healthy], before } }],
    blind: [unlisted],
  },
  'access-lost': {
    fires: [
      {
        when: 'a place that was read before is refused twice, a minute apart',
        severity: 'high',
        seen: { sights: 'unreadable', before, refusedSince: after(-60) },
      },
      {
        when: 'the status of a trail is refused twice, a minute apart',
        severity: 'high',
        seen: { sights: [hidden('main')], before, refusedSince: after(-60) },
      },
    ],
    silent: [
      { when: 'the place can be read again', seen: { sights: [healthy], before, refusedSince: after(-60) } },
    ],
    blind: [
      { when: 'it is refused for the first time', seen: { sights: 'unreadable', before } },
      { when: 'it was never read', seen: { sights: 'unreadable', refusedSince: after(-60) } },
      {
        when: 'the refusals are a moment apart',
        seen: { sights: 'unreadable', before, refusedSince: after(-5) },
      },
    ],
  },
  unreadable: {
    fires: [
      {
        when: 'a trail was stopped, and its status cannot be read',
        severity: 'high',
        seen: { sights: [hidden('main')], before, calls: [call('StopLogging', after(-5), 'main')] },
      },
      {
        when: 'a trail was deleted, and the trails cannot be listed',
        severity: 'high',
        seen: { sights: 'unreadable', before, calls: [call('DeleteTrail', after(-5), 'main')] },
      },
    ],
    silent: [
      {
        when: 'a trail was stopped, and its status can be read',
        seen: { sights: [stopped('main')], before, calls: [call('StopLogging', after(-5), 'main')] },
      },
    ],
    blind: [
      {
        when: 'the status of a trail cannot be read, and nobody did any harm',
        seen: { sights: [hidden('main')], before },
      },
    ],
  },
  'events-not-forwarded': {
    fires: [
      {
        when: 'a part that was deployed was disabled, removed or changed, seen twice, a minute apart',
        severity: 'high',
        seen: lacking(1 / 24),
      },
      {
        when: 'a place that used to send heartbeats has been silent for three intervals',
        severity: 'medium',
        seen: lacking(0, 'silent'),
      },
      {
        when: 'no rule was ever deployed in a Region, for two days',
        severity: 'medium',
        seen: lacking(2, 'no-rules'),
      },
      {
        when: 'the rules are those of an earlier version, for two days',
        severity: 'low',
        seen: lacking(2, 'outdated'),
      },
    ],
    silent: [
      { when: 'every rule is as it was deployed', seen: { sights: [healthy], before, forwarding: [] } },
      { when: 'the rules are those of an earlier version since yesterday', seen: lacking(1, 'outdated') },
      { when: 'events lie in the dead-letter queue, which is the past', seen: lacking(9, 'dead-letters') },
    ],
    blind: [
      { when: 'a part that differs was seen once', seen: lacking(0) },
      { when: 'no rule has been deployed yet, for less than two days', seen: lacking(1, 'no-rules') },
      { when: 'the rules cannot be listed', seen: lacking(9, 'unreadable') },
      { when: 'the rules were not looked at, as with every event', seen: { sights: [healthy], before } },
    ],
  },
  'detector-changed': {
    fires: [
      {
        when: 'somebody disabled, deleted or unhooked a part of the detector',
        severity: 'high',
        seen: ownCall('DisableRule', 'harm'),
      },
      {
        when: 'somebody changed a part of the detector',
        severity: 'medium',
        seen: ownCall('PutRule', 'change'),
      },
    ],
    silent: [
      {
        when: 'a call was on something that trails depend on',
        seen: { ...ownCall('PutRolePolicy', 'change'), sights: [healthy], ownParts: false },
      },
      { when: 'the call failed', seen: ownCall('DisableRule', 'harm', failed) },
    ],
    blind: [
      {
        when: 'the call leaves a part as it was deployed, which is read after 60 and 300 s, whoever made it',
        seen: { sights: 'unreadable', ownParts: true },
      },
    ],
  },
};
