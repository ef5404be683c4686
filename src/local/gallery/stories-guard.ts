import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { answeredSelectors } from '#domain/facts/answered-selectors.ts';
import type { Evidence, FormerSettings } from '#domain/findings/finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { account, at, call, evidence, home, members, prod, shop } from './figures.ts';
import type { Story } from './story.ts';

const archive = account('555566667777');
const names = new Map([
  [prod, 'prod'],
  [shop, 'shop'],
  [archive, 'log-archive'],
]);
const key = `arn:aws:kms:eu-west-1:${archive}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const undeliverable: Partial<TrackedFinding> = {
  harm: 'undeliverable',
  severity: 'high',
  peak: 'high',
  since: at('03:12:08'),
};

const was: FormerSettings = {
  bucket: 'org-logs',
  prefix: 'prod',
  kmsKey: key,
  logFileValidation: true,
  globalServiceEvents: true,
  recorded: { writes: 'all', reads: 'all', excludedSources: ['kms.amazonaws.com'] },
};
/** At the home of the trail everything is known of it. */
const deletedAtHome: Evidence = {
  ...evidence,
  was: {
    ...was,
    logGroup: `arn:aws:logs:eu-west-1:${prod}:log-group:trail:*`,
    logsRole: `arn:aws:iam::${prod}:role/trail-to-logs`,
    topic: `arn:aws:sns:eu-west-1:${prod}:new-logs`,
    answeredSelectors: answeredSelectors('advanced', [
      {
        Name: 'Management events but those of KMS',
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
        ],
      },
      {
        Name: 'Writes to the payroll',
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          { Field: 'resources.ARN', StartsWith: ['arn:aws:s3:::payroll/'] },
          { Field: 'readOnly', Equals: ['false'] },
        ],
      },
    ]),
  },
};

const deleted: Story = {
  slug: 'trail-deleted',
  title: 'A trail with a key, a log group and a topic is deleted',
  about: 'The commands create it again as it was, its selectors for data events included.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:12:10'),
      members: members({ rule: 'trail-gone', evidence: { ...evidence, was } }).map((one) =>
        one.region === home ? { ...one, finding: { ...one.finding, evidence: deletedAtHome } } : one,
      ),
      calls: [call({ eventName: 'DeleteTrail' })],
    },
  ],
};

const bucketGone: Story = {
  slug: 'bucket-gone',
  title: 'The bucket of the log files is deleted',
  about: 'Its name is free: the next owner of the name gets the log files.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:12:40'),
      members: members(
        { ...undeliverable, rule: 'bucket-gone', evidence: { ...evidence, resource: 'prod-logs' } },
        { in: [home] },
      ),
      calls: [call({ eventName: 'DeleteBucket', eventSource: 's3.amazonaws.com' })],
    },
  ],
};

const keyDeleted: Story = {
  slug: 'key-deleted',
  title: 'The key of the log files is being deleted',
  about: 'The command is for the account that owns the key, and the day until which it helps is said.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:12:40'),
      members: members(
        {
          ...undeliverable,
          rule: 'key-pending-deletion',
          evidence: {
            ...evidence,
            resource: key,
            change: 'the key is PendingDeletion',
            dueAt: at('23:59:59'),
          },
        },
        { in: [home] },
      ),
      calls: [call({ eventName: 'ScheduleKeyDeletion', eventSource: 'kms.amazonaws.com' })],
    },
  ],
};

const shutOut: Story = {
  slug: 'shut-out',
  title: 'Trailwarden is not let in any more',
  about: 'Not seeing is told, high, and the trails are to be looked at by hand.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:13:20'),
      members: members({
        rule: 'access-lost',
        subject: '-',
        harm: 'unreadable',
        severity: 'high',
        peak: 'high',
        since: at('03:12:10'),
        evidence: {
          error: 'AccessDenied: with an explicit deny in a service control policy',
          resource: 'cloudtrail:DescribeTrails',
        },
      }),
      calls: [call({ eventName: 'AttachPolicy', eventSource: 'organizations.amazonaws.com' })],
    },
  ],
};

const partsChanged: Story = {
  slug: 'parts-changed',
  title: 'A rule of Trailwarden is disabled',
  about: 'Whoever blinds the guard first is told of before the trail stops.',
  names,
  incident: { cause: causeKey('unwatched', `${prod}|detector`) },
  moments: [
    {
      name: 'told',
      at: at('03:12:12'),
      members: members(
        {
          rule: 'detector-changed',
          subject: '-',
          harm: 'unwatched',
          severity: 'high',
          peak: 'high',
          evidence: { resource: 'trailwarden-cloudtrail', change: 'DisableRule trailwarden-cloudtrail' },
        },
        { in: [home] },
      ),
      calls: [call({ eventName: 'DisableRule', eventSource: 'events.amazonaws.com' })],
    },
  ],
};

/** Stories about what a trail needs, and about Trailwarden's own parts. */
export const guardStories: readonly Story[] = [deleted, bucketGone, keyDeleted, shutOut, partsChanged];
