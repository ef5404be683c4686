import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { causeKey } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { account, arn, at, call, evidence, home, members, prod, prodTrail, region, shop } from './figures.ts';
import type { Story } from './story.ts';

const names = new Map([
  [prod, 'prod'],
  [shop, 'shop'],
]);
const trailOf = (of: AccountId, name: string) => arn(`arn:aws:cloudtrail:eu-west-1:${of}:trail/${name}`);

const terraform = {
  ...call().actor,
  kind: 'assumed-role',
  person: 'ci-4711',
  role: 'deploy',
  tool: 'Terraform',
} as const;
const gone = (name: string, eventId: string): Partial<TrackedFinding> => ({
  rule: 'trail-gone',
  subject: trailOf(prod, name),
  causedBy: eventId,
  evidence: { ...evidence, trailName: name, was: { bucket: `${name}-logs`, logFileValidation: true } },
});

const destroyed: Story = {
  slug: 'terraform-destroy',
  title: 'terraform destroy takes two trails',
  about: 'One session, one call: one incident over both trails.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:12:10'),
      members: [
        ...members(gone('audit', 'e-1')),
        ...members(gone('main', 'e-2'), { in: [home, region('us-east-1')] }),
      ],
      calls: ['e-1', 'e-2'].map((eventId) => call({ eventId, eventName: 'DeleteTrail', actor: terraform })),
    },
  ],
};

const buckets = Array.from({ length: 40 }, (_, index) => account(String(400_000_000_000 + index * 13)));
const bucket: Story = {
  slug: 'one-bucket-forty-trails',
  title: 'A bucket policy locks forty trails out',
  about: 'One broken bucket is one incident, whichever accounts own the trails.',
  names: new Map(buckets.map((one, index) => [one, `team-${index + 1}`])),
  incident: { cause: causeKey('undeliverable', 'all-logs') },
  moments: [
    {
      name: 'told',
      at: at('03:17:30'),
      members: buckets.flatMap((of) =>
        members(
          {
            rule: 's3-delivery-failing',
            harm: 'undeliverable',
            severity: 'high',
            peak: 'high',
            subject: trailOf(of, 'main'),
            since: at('03:15:04'),
            openedAt: at('03:17:12'),
            evidence: {
              ...evidence,
              error: 'AccessDenied',
              resource: 'all-logs',
              deliveredAt: at('03:10:02'),
            },
          },
          { of },
        ),
      ),
      calls: [call({ eventName: 'PutBucketPolicy', eventSource: 's3.amazonaws.com' })],
    },
  ],
};

const key: Story = {
  slug: 'key-disabled',
  title: 'The key of the log files is disabled',
  about: 'Deliveries fail because of the key, not of the bucket.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:17:30'),
      members: members({
        rule: 's3-delivery-failing',
        harm: 'undeliverable',
        severity: 'high',
        peak: 'high',
        since: at('03:15:04'),
        openedAt: at('03:17:12'),
        evidence: {
          ...evidence,
          error: 'KMS.DisabledException',
          resource: `arn:aws:kms:eu-west-1:${prod}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
        },
      }),
      calls: [call({ eventName: 'DisableKey', eventSource: 'kms.amazonaws.com' })],
    },
  ],
};

const noTrail: Story = {
  slug: 'no-trail',
  title: 'An account without any trail',
  about: 'Found by the sweep; the actor is not known.',
  names,
  moments: [
    {
      name: 'told',
      at: at('05:00:30'),
      members: members(
        {
          rule: 'no-trail',
          subject: '-',
          causedBy: undefined,
          missed: true,
          since: at('05:00:20'),
          openedAt: at('05:00:20'),
          evidence: { coveredBy: [], homeRegion: home },
          unexplained: 'No call of the last 90 days explains it.',
        },
        { of: shop },
      ),
    },
  ],
};

const narrowed: Story = {
  slug: 'recording-less',
  title: 'Selectors leave out the write events',
  about: 'The trail logs, and what matters is not in it. A second trail got weaker before.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:12:14'),
      members: [
        ...members({ rule: 'management-events-unrecorded', evidence: { ...evidence, recorded: 'ReadOnly' } }),
        ...members({
          rule: 'validation-off',
          harm: 'unprotected',
          subject: trailOf(prod, 'archive'),
          weakening: true,
          harmful: false,
          severity: 'low',
          peak: 'low',
          since: at('03:02:00'),
          causedBy: undefined,
          evidence: { ...evidence, trailName: 'archive', coveredBy: [prodTrail] },
        }),
      ],
      calls: [call({ eventName: 'PutEventSelectors' })],
    },
  ],
};

const redirected: Story = {
  slug: 'redirected',
  title: 'The log files go to another bucket',
  about: 'Recorded, but out of the organization’s hands.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:12:14'),
      members: members({
        rule: 'redirected',
        harm: 'redirected',
        severity: 'high',
        peak: 'high',
        evidence: {
          ...evidence,
          resource: 'totally-not-evil-logs',
          change: 's3://org-logs -> s3://totally-not-evil-logs',
          was: { bucket: 'org-logs' },
        },
      }),
      calls: [call({ eventName: 'UpdateTrail' })],
    },
  ],
};

const unreadable: Story = {
  slug: 'could-not-be-verified',
  title: 'A harmful call whose effect cannot be read',
  about: 'Neither healthy nor disabled: told as what could not be verified.',
  names,
  moments: [
    {
      name: 'told',
      at: at('03:12:14'),
      members: members(
        {
          rule: 'unreadable',
          harm: 'unreadable',
          severity: 'high',
          peak: 'high',
          evidence: {
            trailName: 'main',
            error: 'AccessDenied: User is not authorized to perform: sts:AssumeRole with an explicit deny',
            resource: 'sts:AssumeRole',
          },
        },
        { in: [home] },
      ),
      calls: [call()],
    },
  ],
};

/** Stories about causes other than a stopped trail. */
export const causeStories: readonly Story[] = [
  ...[destroyed, bucket, key, noTrail, narrowed, redirected, unreadable],
];
