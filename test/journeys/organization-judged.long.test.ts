import {
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { AttachPolicyCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetBucketPolicyCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '#simulators/organization/world.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { justDelivered } from './just-delivered.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { arnOf, home, mallory } from './worlds.ts';

const [management, delegate, shop, bank] = ['470000000001', '470000000002', '470000000003', '470000000004'];
const central = '123456789012';
const everyone = [management, delegate, shop, bank];
const trail = arnOf(management, 'organization');
const world: World = {
  organization: {
    id: 'o-exampleorg',
    managementAccountId: management,
    // The central account may list the accounts as the delegated administrator of another service.
    delegatedAdministrators: { 'cloudtrail.amazonaws.com': [delegate], 'config.amazonaws.com': [central] },
  },
  regions: ['us-east-1', home],
  accounts: [
    ...['management', 'security', 'shop', 'bank'].map((name, index) => ({ id: everyone[index]!, name })),
    { id: central, name: 'audit' },
  ],
  trails: [
    {
      name: 'organization',
      accountId: management,
      homeRegion: home,
      multiRegion: true,
      organization: true,
      bucket: 'all-logs',
      logFileValidation: false,
    },
  ],
  buckets: [{ name: 'all-logs', accountId: management, region: home, notEmpty: true }],
};

let stage: Stage;
beforeAll(async () => {
  const organization = { mode: 'organization', id: 'o-exampleorg', management_account_id: management };
  const cloudtrails = {
    enabled: true,
    'ddb.table_name': 'hammer-cloudtrails',
    reporting: true,
    accounts: everyone,
  };
  const owners = { account: { [shop]: { slack_owner: ['#shop'] } } };
  stage = await startStage({
    world,
    channels: ['shop'],
    documents: { config: { organization, cloudtrails }, owners },
  });
  await stage.sweep();
  await stage.later();
  await stage.cloud.invoke('sweep', { task: 'accept-baseline' });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

const byDelegate = () => stage.cloudTrail(delegate);
const select = (ReadWriteType: 'All' | 'ReadOnly') =>
  new PutEventSelectorsCommand({
    TrailName: trail,
    EventSelectors: [{ ReadWriteType, IncludeManagementEvents: true }],
  });
const cover = (IsMultiRegionTrail: boolean) => new UpdateTrailCommand({ Name: trail, IsMultiRegionTrail });

/**
 * All messages and tickets that `deed` led to within `milliseconds`, as they are then: members are looked at twenty seconds
 * after the owner, and edits wait for each other.
 */
async function hear(deed: () => Promise<unknown>, milliseconds = 3 * 60_000) {
  const from = stage.cloud.clock.now();
  const tickets = stage.jira.issues.length;
  await deed();
  await stage.later(milliseconds);
  const messages = stage.slack
    .channel('cloudtrail')
    .messages.filter(({ ts, threadTs }) => threadTs === undefined && Number(ts) * 1000 >= from);
  return {
    seconds: messages.map(({ ts }) => (Number(ts) * 1000 - from) / 1000),
    messages: messages.map((message) => renderMessage(message, { width: 500 })),
    tickets: stage.jira.issues.slice(tickets).map(({ fields }) => fields['summary']),
  };
}

/** After a repair: everything is over, in Jira as well, and an hour later nothing more was said. */
async function over(): Promise<void> {
  await stage.watchUntilOver();
  expect((await stage.items()).filter(({ status }) => status === 'open')).toEqual([]);
  expect(new Set(stage.jira.issues.map(({ status }) => status))).toEqual(new Set(['Done']));
  const quiet = await hear(() => Promise.resolve(), 61 * 60_000);
  expect(quiet).toEqual({ seconds: [], messages: [], tickets: [] });
}

/** One message within `seconds` that says all `words`, and one ticket with the same headline. */
function expectOne(
  heard: Awaited<ReturnType<typeof hear>>,
  headline: string,
  words: readonly string[],
  seconds = 60,
): void {
  expect(heard.messages).toHaveLength(1);
  expect(heard.tickets).toEqual([headline]);
  for (const word of [headline, ...words]) expect(heard.messages[0]).toContain(word);
  expect(heard.seconds[0]).toBeLessThan(seconds);
}

/** The bucket's policy with other statements, and as it was. */
async function policies(change: (statements: readonly Statement[]) => readonly Statement[]) {
  const s3 = stage.s3(management);
  const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: 'all-logs' }));
  // The standard policy of the simulated organization, a list of statements.
  const read = JSON.parse(Policy) as { readonly Statement: readonly Statement[] };
  const put = (text: string) => s3.send(new PutBucketPolicyCommand({ Bucket: 'all-logs', Policy: text }));
  return {
    spoil: () => put(JSON.stringify({ ...read, Statement: change(read.Statement) })),
    mend: () => put(Policy),
  };
}
type Statement = Readonly<Record<string, unknown>>;

const byDelegateWords = [
  'permission set Admin in security (470000000002)',
  '4 accounts',
  'organization trail',
];

describe("the organization trail, called from its delegated administrator's account, is told for all accounts", () => {
  it('when it is stopped', async () => {
    const heard = await hear(() => byDelegate().send(new StopLoggingCommand({ Name: trail })));
    expectOne(
      heard,
      'CRITICAL: CloudTrail logging is stopped in 4 accounts, 2 Regions: organization trail organization',
      byDelegateWords,
    );
    await byDelegate().send(new StartLoggingCommand({ Name: trail }));
    await over();
  });

  it('when its selectors leave out writes', async () => {
    const heard = await hear(() => byDelegate().send(select('ReadOnly')));
    expectOne(
      heard,
      'CRITICAL: CloudTrail does not record management events in 4 accounts, 2 Regions: organization trail organization',
      byDelegateWords,
    );
    await byDelegate().send(select('All'));
    await over();
  });

  it('when it is reduced to its home Region', async () => {
    const heard = await hear(() => byDelegate().send(cover(false)));
    expectOne(
      heard,
      'CRITICAL: the CloudTrail trail is gone in 4 accounts, us-east-1: organization trail organization',
      [...byDelegateWords, 'all Regions -> home Region only'],
    );
    await byDelegate().send(cover(true));
    await over();
  });
});

describe("the policy of the organization trail's bucket", () => {
  it("that shuts out one member's folder names that member, and no other", async () => {
    const deny: Statement = {
      Sid: 'NotTheShop',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::all-logs/AWSLogs/o-exampleorg/${shop}/*`,
    };
    const { spoil, mend } = await policies((all) => [...all, deny]);
    await justDelivered(stage, management, 'organization');
    const heard = await hear(spoil);
    const words = ['NotTheShop', `log files of account ${shop}`, `shop (${shop})`];
    expectOne(
      heard,
      'HIGH: CloudTrail deliveries will fail in 2 accounts, eu-west-1: organization trail organization',
      words,
    );
    expect(heard.messages[0]).not.toContain(bank);
    const owners = stage.slack
      .channel('shop')
      .messages.map((message) => renderMessage(message, { width: 500 }));
    expect(owners).toHaveLength(4);
    expect(owners.at(-1)).toContain('NotTheShop');
    await mend();
    await over();
  });

  it('that allows no folder of the organization is told for every account', async () => {
    const { spoil, mend } = await policies((all) =>
      all.map((one) =>
        one['Action'] === 's3:PutObject'
          ? { ...one, Resource: `arn:aws:s3:::all-logs/AWSLogs/${management}/*` }
          : one,
      ),
    );
    await justDelivered(stage, management, 'organization');
    const heard = await hear(spoil);
    const headline =
      'HIGH: CloudTrail deliveries will fail in 4 accounts, eu-west-1: organization trail organization';
    expectOne(heard, headline, everyone);
    await mend();
    await over();
  });
});

it('a policy attached to one account that shuts Trailwarden out is told after a second look', async () => {
  const organizations = new OrganizationsClient({
    region: 'us-east-1',
    endpoint: stage.cloud.endpoint,
    credentials: stage.organization.credentials({ accountId: management, identity: mallory }),
  });
  const attach = new AttachPolicyCommand({ PolicyId: 'p-12345678', TargetId: bank });
  const heard = await hear(() => organizations.send(attach));
  expect(heard.tickets).toHaveLength(1);
  expectOne(heard, String(heard.tickets[0]), [`bank (${bank})`, 'AttachPolicy', 'mallory'], 150);
  expect(heard.messages[0]).not.toContain(shop);
  stage.organization.faults.unreadable(bank);
  await stage.sweep();
  await over();
});

it('the organization trail that its delegated administrator deletes is told for all accounts', async () => {
  const heard = await hear(() => byDelegate().send(new DeleteTrailCommand({ Name: trail })));
  const headline =
    'CRITICAL: the CloudTrail trail is gone in 4 accounts, 2 Regions: organization trail organization';
  expectOne(heard, headline, byDelegateWords);
});

it('every call of these stories is simulated, and nothing ends in a dead-letter queue', async () => {
  expect(stage.organization.unknownOperations).toEqual([]);
  expect(await stage.deadLetters()).toEqual([]);
});
