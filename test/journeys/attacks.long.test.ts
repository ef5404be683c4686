import {
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import { DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms';
import { PutBucketPolicyCommand, PutBucketLifecycleConfigurationCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Identity } from '#simulators/organization/identities.ts';
import { renderMessage } from '#simulators/slack/render-message.ts';
import type { Hands, Story } from '#local/attacks/attack-stories.ts';
import { organizationStories, stories } from '#local/attacks/attack-stories.ts';
import { alone, attackWorld, keyOf, managed, stranger, watchedIn } from '#local/attacks/attack-world.ts';
import { handsOf } from '#local/playground/tools.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { made } from '#test/given/made-event.ts';
import { mallory } from './worlds.ts';

const minute = 60_000;
/**
 * Everything at once, maybe on a machine that is busy with more: what was too slow is tried again after a minute. Alone,
 * an alert takes about a second (see the latency bench). The next delivery attempt is five minutes away.
 */
const paces = { seconds: 4 * minute, looks: 6 * minute, minutes: 16 * minute } as const;
const baselineTrail = 'aws-controltower-BaselineCloudTrail';
const organizationTrail = 'aws-controltower-OrganizationTrail';
const terraform: Identity = { kind: 'role', role: 'terraform', session: 'plan-and-apply' };

const cloudtrails = {
  enabled: true,
  reporting: true,
  'ddb.table_name': 'hammer-cloudtrails',
  accounts: watchedIn(attackWorld),
};

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    world: attackWorld,
    documents: { config: { cloudtrails } },
  });
  await stage.sweep();
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

const hands = (account: string, identity: Identity = mallory): Hands => handsOf(stage, account, identity);

const posted = () =>
  stage.slack.channel('cloudtrail').messages.filter(({ threadTs }) => threadTs === undefined);

/** When the messages were posted whose first line begins like this, about `account`. */
function postedAt(says: string, account = ''): readonly number[] {
  const found = posted().filter((message) => {
    const text = renderMessage(message, { width: 500 });
    return text.includes(says) && text.includes(account);
  });
  return found.map(({ ts }) => Number(ts) * 1000);
}

function expectSilence(): void {
  expect(posted().map((message) => renderMessage(message, { width: 500 }))).toEqual([]);
  expect(stage.jira.issues).toEqual([]);
}

const rulesIn = async (account?: string): Promise<Set<string>> => {
  const keys = (await stage.items(account)).flatMap(({ findings }) => Object.keys(findings));
  return new Set(keys.map((key) => key.split('#')[0] ?? ''));
};

/** A role of the account that no trail depends on is changed; IAM records that in us-east-1. */
function changeRole(account: string, eventName: string): void {
  const from = { account, region: 'us-east-1' };
  const detail = made('iam', eventName, {
    awsRegion: from.region,
    recipientAccountId: account,
    eventID: `${eventName}-of-${account}`,
    eventTime: new Date(stage.cloud.clock.now()).toISOString(),
    requestParameters: { roleName: 'of-a-pipeline', policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
  });
  const record = { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.iam', detail };
  stage.cloud.deliver(
    {
      version: '0',
      id: `${eventName}-1`,
      time: detail['eventTime'] as string,
      resources: [],
      ...record,
      ...from,
    },
    from,
  );
}

async function play(story: Story): Promise<number> {
  const at = stage.cloud.clock.now();
  await story.deed(hands(story.account, story.account === alone.root ? { kind: 'root' } : mallory));
  return at;
}

describe('a day of ordinary life', () => {
  it('begins with nothing wrong', async () => {
    expect([...(await rulesIn())]).toEqual([]);
    expect(posted()).toEqual([]);
  });

  it('in which people change buckets, keys and trails that nothing depends on makes no sound', async () => {
    const { buckets, keys, trails } = hands(managed.shop, terraform);
    const looks = stage.looksAt(managed.shop);
    await buckets.send(
      new PutBucketPolicyCommand({ Bucket: 'pictures', Policy: '{"Version":"2012-10-17","Statement":[]}' }),
    );
    await buckets.send(
      new PutBucketLifecycleConfigurationCommand({
        Bucket: 'pictures',
        LifecycleConfiguration: {
          Rules: [{ Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
        },
      }),
    );
    await keys.send(new DisableKeyCommand({ KeyId: keyOf(managed.shop) }));
    await keys.send(new EnableKeyCommand({ KeyId: keyOf(managed.shop) }));
    for (const eventName of ['UpdateAssumeRolePolicy', 'DetachRolePolicy', 'DeleteRolePolicy', 'DeleteRole'])
      changeRole(managed.shop, eventName);
    await stage.later(minute);
    // Nothing of that belongs to a trail, so no evaluation ran.
    expect(stage.looksAt(managed.shop)).toBe(looks);
    await trails.send(new DescribeTrailsCommand({}));
    await trails.send(new CreateTrailCommand({ Name: 'of-a-pipeline', S3BucketName: 'short-lived' }));
    await trails.send(new StartLoggingCommand({ Name: 'of-a-pipeline' }));
    await stage.later(minute);
    await trails.send(new GetTrailStatusCommand({ Name: 'of-a-pipeline' }));
    await trails.send(new UpdateTrailCommand({ Name: 'of-a-pipeline', EnableLogFileValidation: true }));
    await trails.send(new StopLoggingCommand({ Name: 'of-a-pipeline' }));
    await trails.send(new DeleteTrailCommand({ Name: 'of-a-pipeline' }));
    await stage.later();
    expectSilence();
  });

  it('in which Control Tower 3.0 replaces the trail of every account by one of the organization is one message, from the account that could have arranged it', async () => {
    const { trails } = hands(managed.management, {
      kind: 'role',
      role: 'AWSControlTowerAdmin',
      session: 'landing-zone',
    });
    await trails.send(
      new CreateTrailCommand({
        Name: organizationTrail,
        S3BucketName: 'all-logs',
        IsOrganizationTrail: true,
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
      }),
    );
    await trails.send(new StartLoggingCommand({ Name: organizationTrail }));
    await stage.later();
    for (const account of Object.values(managed))
      await hands(account).trails.send(new DeleteTrailCommand({ Name: baselineTrail }));
    await stage.later();
    // Whoever owns the organization trail could have arranged it: it counts there when it has recorded for a week.
    expect(posted()).toHaveLength(1);
    expect(posted()[0]?.text).toContain('HIGH: the CloudTrail trail is gone in management');
    const others = (await stage.items()).filter(({ account_id }) => account_id !== managed.management);
    const findings = others.flatMap((item) => Object.values(item.findings));
    expect(findings.filter(({ weakening }) => weakening !== true)).toEqual([]);
  });
});

describe('an attack', () => {
  const began = new Map<string, number>();
  beforeAll(async () => {
    for (const story of stories) {
      began.set(story.title, await play(story));
      // All in one second would wait for Slack, which takes one message a second.
      await stage.cloud.settle();
    }
    for (const { then } of stories) await then?.(hands(stranger));
    await stage.later(16 * minute);
  });

  const told = stories.filter((story): story is Story & { says: string } => story.says !== undefined);
  it.each(told)('is told once, in time: $title', async ({ title, says, foreseen, pace, account, rules }) => {
    const told = [says, ...(foreseen === undefined ? [] : [foreseen])];
    const [at = Infinity, ...more] = told
      .flatMap((words) => postedAt(words, account))
      .toSorted((a, b) => a - b);
    expect(more).toEqual([]);
    expect(at - (began.get(title) ?? 0)).toBeLessThan(paces[pace]);
    expect([...(await rulesIn(account))]).toEqual(expect.arrayContaining([...rules]));
  });

  it.each(stories.filter(({ says }) => says === undefined))(
    'that leaves everything recorded is kept, and nobody is woken: $title',
    async ({ account, rules }) => {
      expect(stage.messages(account)).toEqual([]);
      expect([...(await rulesIn(account))]).toEqual([...rules]);
    },
  );
});

describe('an attack on the organization', () => {
  it.each(organizationStories)('is told where it harms, and once: $title', async (story) => {
    const before = posted().length;
    await play(story);
    await stage.later(2 * minute);
    if (story.says === undefined) expect(posted()).toHaveLength(before);
    else {
      const heads = posted().map((message) => renderMessage(message, { width: 500 }).split('\n', 1)[0] ?? '');
      const told = heads.filter((head) => head.includes(story.says ?? ''));
      expect(told, heads.join('\n')).toHaveLength(1);
    }
    expect([...(await rulesIn())]).toEqual(expect.arrayContaining([...story.rules]));
  });
});

it('nothing was lost on the way', async () => {
  expect(await stage.deadLetters()).toEqual([]);
});
