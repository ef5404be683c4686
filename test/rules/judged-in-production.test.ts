import {
  CreateTrailCommand,
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  StopEventDataStoreIngestionCommand,
  StopLoggingCommand,
  UpdateEventDataStoreCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { DisableAWSServiceAccessCommand, EnableAWSServiceAccessCommand } from '@aws-sdk/client-organizations';
import { PutBucketLifecycleConfigurationCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterEach, expect, test, vi } from 'vitest';
import { allRules } from '#domain/findings/assess/all-rules.ts';
import type { Rule } from '#domain/findings/rule.ts';
import { openPolicy } from '#local/fuzz/fuzz-organization.ts';
import type { World } from '#simulators/organization/world.ts';
import { pathsOf, watched } from '#test/given/judged-paths.ts';
import { judgedWorld } from '#test/given/judged-world.ts';
import { look } from '#test/given/looks.ts';
import { home, person } from '#test/given/simulated-aws.ts';
import { ruleCases } from './cases.ts';

const [central, management, archive, shop, alone] = [
  '123456789012',
  '510000000001',
  '510000000002',
  '510000000003',
  '510000000004',
];
const key = `arn:aws:kms:${home}:${shop}:key/k-1`;
const store = `arn:aws:cloudtrail:${home}:${shop}:eventdatastore/store-1`;
const own = `arn:aws:cloudtrail:${home}:${shop}:trail/own`;
const everything = `arn:aws:cloudtrail:${home}:${management}:trail/everything`;

const world: World = {
  organization: {
    id: 'o-exampleorg',
    managementAccountId: management,
    delegatedAdministrators: { 'cloudtrail.amazonaws.com': [central] },
  },
  regions: ['us-east-1', home],
  accounts: [
    { id: central, name: 'security' },
    { id: management, name: 'management' },
    { id: archive, name: 'archive' },
    { id: shop, name: 'shop' },
  ],
  trails: [
    {
      name: 'everything',
      accountId: management,
      homeRegion: home,
      multiRegion: true,
      organization: true,
      bucket: 'all-logs',
      prefix: 'audit',
    },
    {
      name: 'own',
      accountId: shop,
      homeRegion: home,
      multiRegion: true,
      bucket: 'shop-logs',
      prefix: 'trails',
      kmsKeyId: key,
      topicArn: `arn:aws:sns:${home}:${shop}:notices`,
      logGroupArn: `arn:aws:logs:${home}:${shop}:log-group:trail:*`,
      logsRoleArn: `arn:aws:iam::${shop}:role/delivery`,
      startedAt: Date.UTC(2026, 5, 1),
      stoppedAt: Date.UTC(2026, 4, 1),
      selectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }],
    },
  ],
  buckets: [
    { name: 'all-logs', accountId: archive, region: home },
    { name: 'shop-logs', accountId: shop, region: home, versioning: 'Enabled' },
    { name: 'elsewhere', accountId: archive, region: home, policy: openPolicy('elsewhere') },
  ],
  eventDataStores: [store],
};
const document = {
  aws: {
    main_account_id: central,
    region: home,
    role_name_identification: 'trailwarden-read',
    accounts: { [central]: 'security' },
  },
  cloudtrails: { minimum_retention_days: 90 },
  baseline: {
    buckets: ['all-logs', 'shop-logs'],
    keys: [key],
    known_buckets: ['a-vendors'],
    accounts: [archive],
  },
};
const listed = { mode: 'organization', id: 'o-exampleorg', management_account_id: management };

/** What rules are given in production and tests alike, but not in these stories: where it is shown instead. */
const shownElsewhere: readonly (readonly [path: RegExp, where: string])[] = [
  [/^\.trails\.why\b/, 'journeys/other-causes: no rule is asked where trails cannot be listed'],
  [/^\.(forwarding|refusedSince|ownParts)\b/, 'journeys/blinding, of the looks at our own parts'],
];
const isShown = (path: string): boolean => !shownElsewhere.some(([shown]) => shown.test(path));

interface Watch {
  readonly given: Set<string>;
  readonly read: Map<string, boolean>;
}

/** Notes what every rule is given and reads from now on. */
function watchRules(): Watch {
  const given = new Set<string>();
  const read = new Map<string, boolean>();
  const note = (path: string, isDefined: boolean) =>
    void read.set(path, isDefined || read.get(path) === true);
  for (const rule of Object.values(allRules) as readonly Rule[]) {
    const judge = rule.judge.bind(rule);
    vi.spyOn(rule, 'judge').mockImplementation((one, self) => {
      for (const path of pathsOf(one)) given.add(path);
      judge(watched(one, note), self);
      return judge(one, self);
    });
  }
  return { given, read };
}

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

type Played = Awaited<ReturnType<typeof judgedWorld>>;

/** Sweeps while the read role may not read what it reads else, one kind after the other. */
async function refusedAll({ aws, refused, swept }: Played): Promise<void> {
  const kinds = [
    ['cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    ['s3:GetBucketPolicy', 's3:GetLifecycleConfiguration', 's3:GetBucketVersioning'],
    ['s3:ListAllMyBuckets', 'kms:DescribeKey'],
  ];
  for (const actions of kinds) {
    for (const action of actions) refused.add(action);
    // Buckets and keys are read again after a quarter of an hour.
    aws.clock.advance(16 * 60_000);
    await swept();
    await swept();
    refused.clear();
  }
}

/** Stories that together give rules everything there is to know. */
async function played(): Promise<Watch> {
  const watch = watchRules();
  const stage = await judgedWorld(world, { ...document, organization: listed });
  const { aws, swept, heard } = stage;
  const trails = (of: string) => aws.as(of, home).cloudTrail;
  const s3 = (of: string) => aws.as(of, home).s3;
  const InsightSelectors = [{ InsightType: 'ApiCallRateInsight' as const }];
  await trails(shop).send(new PutInsightSelectorsCommand({ TrailName: 'own', InsightSelectors }));
  await swept();
  await swept();
  const Rules = [
    {
      ID: 'soon',
      Status: 'Enabled' as const,
      Filter: { Prefix: 'trails/AWSLogs/' },
      Expiration: { Days: 1 },
      NoncurrentVersionExpiration: { NoncurrentDays: 1 },
    },
    { Status: 'Enabled' as const, Filter: { ObjectSizeLessThan: 10 }, Expiration: { Days: 1 } },
    {
      Status: 'Enabled' as const,
      Filter: { Prefix: '' },
      Expiration: { Date: new Date('2027-01-01T00:00:00Z') },
    },
  ];
  await heard(() =>
    s3(shop).send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: 'shop-logs',
        LifecycleConfiguration: { Rules },
      }),
    ),
  );
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
  await heard(() => s3(archive).send(new PutBucketPolicyCommand({ Bucket: 'all-logs', Policy })));
  const credentials = aws.organization.credentials({ accountId: shop, identity: person });
  const kms = new KMSClient({ region: home, credentials, maxAttempts: 1 });
  await heard(() => kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 })));
  const trusted = { ServicePrincipal: 'cloudtrail.amazonaws.com' };
  const organizations = aws.as(management, 'us-east-1').organizations;
  await heard(() => organizations.send(new DisableAWSServiceAccessCommand(trusted)));
  await heard(() => organizations.send(new EnableAWSServiceAccessCommand(trusted)));
  aws.organization.faults.deliveryErrors(own, {
    s3: 'AccessDenied',
    digest: 'AccessDenied',
    cloudWatchLogs: 'AccessDenied',
    notification: 'AuthorizationError',
  });
  aws.clock.advance(2 * 3600_000);
  await swept();
  aws.organization.faults.deliveryErrors(own, {});
  await refusedAll(stage);
  const fields = [
    { Field: 'eventCategory', Equals: ['Management'] },
    { Field: 'readOnly', Equals: ['true'] },
    { Field: 'eventSource', NotEquals: ['kms.amazonaws.com'] },
  ];
  const AdvancedEventSelectors = [{ Name: 'x', FieldSelectors: fields }];
  await heard(() =>
    trails(shop).send(new UpdateEventDataStoreCommand({ EventDataStore: store, AdvancedEventSelectors })),
  );
  await heard(() => trails(shop).send(new StopEventDataStoreIngestionCommand({ EventDataStore: store })));
  await heard(() =>
    trails(shop).send(new PutEventSelectorsCommand({ TrailName: 'own', AdvancedEventSelectors })),
  );
  await heard(() =>
    trails(shop).send(
      new UpdateTrailCommand({
        Name: 'own',
        S3BucketName: 'elsewhere',
        S3KeyPrefix: 'new',
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        IncludeGlobalServiceEvents: true,
      }),
    ),
  );
  await heard(() => trails(shop).send(new StopLoggingCommand({ Name: 'own' })));
  await heard(() => trails(central).send(new StopLoggingCommand({ Name: everything })));
  await heard(() => trails(shop).send(new DeleteTrailCommand({ Name: 'own' })));
  await heard(() => trails(shop).send(new CreateTrailCommand({ Name: 'new', S3BucketName: 'elsewhere' })));
  await swept();
  return watch;
}

/** Accounts that the configuration lists, one of which has no trail but a channel, and one cannot be read. */
async function playedAlone(watch: Watch): Promise<void> {
  const accounts = [
    { id: central, name: 'security' },
    { id: alone, name: 'alone' },
    { id: management, name: 'management', readRole: false },
  ];
  watch.given.delete('.organization.id');
  const { aws, swept } = await judgedWorld(
    {
      ...world,
      accounts,
      trails: [],
      buckets: [],
      eventDataStores: [],
      channels: [
        { arn: `arn:aws:cloudtrail:${home}:${alone}:channel/aws-service-channel/cloudwatch/rule-1` },
      ],
    },
    { ...document, aws: { ...document.aws, accounts: { [central]: 'security', [alone]: 'alone' } } },
  );
  await swept();
  aws.organization.faults.denyRegion(alone, home, 'scp');
  await swept();
  expect(watch.given.has('.organization.id')).toBe(true);
}

test('rules are given in production whatever the tests of rules give them, and nothing that they read is never there', async () => {
  const watch = await played();
  await playedAlone(watch);
  const inTests = new Set(
    Object.values(ruleCases)
      .flatMap(({ fires, silent, blind }) => [...fires, ...silent, ...blind])
      .flatMap(({ seen }) => pathsOf(look(seen))),
  );
  const onlyInTests = [...inTests].filter((path) => isShown(path) && !watch.given.has(path));
  expect(onlyInTests.toSorted()).toEqual([]);
  const neverThere = [...watch.read].filter(([path, isDefined]) => !isDefined && isShown(path));
  expect(neverThere.map(([path]) => path).toSorted()).toEqual([]);
});
