import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { Evidence } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { slackChannel } from '#adapters/slack/channel.ts';
import { at, call, evidence, finding, home, incidentId, prod, prodTrail } from './figures.ts';
import { openSlack, type Picture } from './play.ts';
import { slackSheet } from './slack-sheet.ts';

const key = 'arn:aws:kms:eu-west-1:555566667777:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const store = `arn:aws:cloudtrail:eu-west-1:${prod}:eventdatastore/11111111-2222-3333-4444-555555555555`;
const bucket = 'prod-logs';
const was = { bucket, prefix: 'prod', logFileValidation: true } as const;

/** What a finding of each rule shows beside the usual, and the call that caused it; none where no call is known. */
interface Example extends Evidence {
  readonly by?: string;
}

/** One example of each rule that is told by itself; the others are lines of the daily report. */
const examples: Partial<Readonly<Record<RuleId, Example>>> = {
  'logging-stopped': { by: 'StopLogging' },
  'trail-gone': { by: 'DeleteTrail', was },
  'no-trail': {
    change:
      'CloudWatch records all writes and no reads without a trail (telemetry); EventBridge, and so real-time detection, hears none of them',
  },
  'logging-interrupted': { by: 'StopLogging' },
  'management-events-unrecorded': { by: 'PutEventSelectors', recorded: 'ReadOnly' },
  'management-events-narrowed': {
    by: 'PutEventSelectors',
    change: 'no longer recorded: events of kms.amazonaws.com',
  },
  redirected: {
    by: 'UpdateTrail',
    was: { bucket },
    change: `s3://${bucket} -> s3://elsewhere`,
    resource: 'elsewhere',
  },
  'trusted-access-off': { by: 'DisableAWSServiceAccess', change: 'every account -> owner account only' },
  'global-services-off': { by: 'UpdateTrail', change: 'IncludeGlobalServiceEvents true -> false' },
  'bucket-gone': { by: 'DeleteBucket', resource: bucket, error: 'NoSuchBucket' },
  'bucket-foreign': { resource: bucket, change: `${bucket} (was yours in account ${prod})` },
  'key-pending-deletion': {
    by: 'ScheduleKeyDeletion',
    resource: key,
    change: 'the key is PendingDeletion',
    dueAt: at('23:59:59'),
  },
  'key-disabled': { by: 'DisableKey', resource: key, change: 'the key is Disabled' },
  's3-delivery-failing': {
    by: 'PutBucketPolicy',
    resource: bucket,
    error: 'AccessDenied',
    deliveredAt: at('03:10:02'),
  },
  'delivery-will-fail': {
    by: 'PutBucketPolicy',
    resource: bucket,
    change: 'the policy of the bucket denies it',
  },
  'cloudwatch-delivery-failing': {
    resource: `arn:aws:logs:eu-west-1:${prod}:log-group:trail`,
    error: 'AccessDenied',
  },
  'digest-delivery-failing': { resource: bucket, error: 'AccessDenied' },
  'notification-delivery-failing': {
    resource: `arn:aws:sns:eu-west-1:${prod}:new-logs`,
    error: 'AuthorizationError',
  },
  'delivery-overdue': { resource: bucket, deliveredAt: at('00:05:00') },
  'logs-expire-early': {
    by: 'PutBucketLifecycle',
    resource: bucket,
    change: 'log files expire after 1 day: rule keep-one-day',
  },
  'data-store-stopped': { by: 'StopEventDataStoreIngestion', resource: store, change: 'records -> stopped' },
  'data-store-narrowed': {
    by: 'UpdateEventDataStore',
    resource: store,
    change: 'no longer kept: management events',
  },
  'key-foreign': { by: 'UpdateTrail', resource: key, change: 'the key belongs to account 555566667777' },
  unreadable: { by: 'StopLogging', resource: 'sts:AssumeRole', error: 'AccessDenied: with an explicit deny' },
  'access-lost': {
    by: 'AttachPolicy',
    resource: 'cloudtrail:DescribeTrails',
    error: 'AccessDenied: with an explicit deny',
  },
  'events-not-forwarded': { change: 'the rule trailwarden-cloudtrail is disabled' },
  'detector-changed': {
    by: 'DisableRule',
    resource: 'trailwarden-cloudtrail',
    change: 'DisableRule trailwarden-cloudtrail',
  },
};

/** Rules that are about the account as a whole, or about what is no trail. */
const withoutTrail: ReadonlySet<RuleId> = new Set([
  'no-trail',
  'unreadable',
  'access-lost',
  'events-not-forwarded',
  'detector-changed',
  'data-store-stopped',
  'data-store-narrowed',
]);

/** What is over when it is seen: four seconds without a record. */
const interrupted = {
  state: 'resolved',
  until: at('03:12:12'),
  openedAt: at('03:12:14'),
  resolvedAt: at('03:12:14'),
} as const;

function viewOf(rule: RuleId, { by, ...more }: Example): IncidentView {
  const { harm, severities } = ruleOf(rule);
  const [severity] = severities;
  const ofTrail = withoutTrail.has(rule) ? {} : evidence;
  const one = finding({
    rule,
    subject: withoutTrail.has(rule) ? '-' : prodTrail,
    harm,
    severity,
    peak: severity,
    evidence: { ...ofTrail, ...more },
    ...(by === undefined ? { causedBy: undefined } : {}),
    ...(rule === 'logging-interrupted' ? interrupted : {}),
  });
  const incident = { id: incidentId(`of-${rule}`), cause: causeKey(harm, prodTrail), openedAt: one.openedAt };
  const caused = call({ eventName: by ?? 'StopLogging' });
  return {
    incident,
    members: [{ account: prod, region: home, finding: one }],
    events: new Map(by === undefined ? [] : [[caused.eventId, caused]]),
  };
}

/** The first message of each rule that is told by itself, in the order of the rules, worst severity. */
export async function everyRule(): Promise<readonly Picture[]> {
  const slack = await openSlack(settableClock(at('03:12:10')));
  try {
    const channel = slackChannel({ token: async () => 'xoxb-gallery', apiUrl: slack.url, timeout: 20_000 });
    const accounts = new Map([[prod, 'prod']]);
    const pictures: Picture[] = [];
    for (const rule of ruleIds) {
      const example = examples[rule];
      if (example === undefined) continue;
      const announcement = announcementOf(viewOf(rule, example), { accounts, now: at('03:12:10') });
      await channel.open({ channel: 'slack', to: '#cloudtrail' }, announcement, rule);
      const message = slack.channel('cloudtrail').messages.at(-1);
      pictures.push({ moment: rule, sheets: message ? [slackSheet('#cloudtrail', message)] : [] });
    }
    return pictures;
  } finally {
    await slack.stop();
  }
}
