import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '#simulators/organization/world.ts';
import type { BlindingStory, Tools } from '#local/attacks/blinding-stories.ts';
import { blindingStories } from '#local/attacks/blinding-stories.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, mallory, separateAccounts } from './worlds.ts';

const minute = 60_000;
type Within = BlindingStory['within'];

const management = '460000000001';
const accounts = blindingStories.map((_, index) => String(450_000_000_001 + index));
const stranger = '460000000099';
/** What an attacker would make: CloudTrail may write there, whatever the trail. */
const openToTrails = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: ['s3:GetBucketAcl', 's3:PutObject'],
      Resource: ['arn:aws:s3:::of-a-stranger', 'arn:aws:s3:::of-a-stranger/*'],
    },
  ],
};
const separate = separateAccounts(Object.fromEntries(accounts.map((id, index) => [`story-${index}`, id])));
const world: World = {
  ...separate,
  organization: { id: 'o-exampleorg', managementAccountId: management, trustedAccess: [] },
  accounts: [
    ...separate.accounts,
    { id: management, name: 'management' },
    { id: stranger, name: 'stranger', member: false, readRole: false, forwarding: false },
  ],
  trails: [
    ...(separate.trails ?? []),
    {
      name: 'main',
      accountId: management,
      homeRegion: home,
      multiRegion: true,
      bucket: 'logs-of-management',
    },
  ],
  buckets: [
    ...(separate.buckets ?? []),
    { name: 'logs-of-management', accountId: management, region: home },
    { name: 'of-a-stranger', accountId: stranger, region: home, policy: openToTrails },
  ],
};

let stage: Stage;
beforeAll(async () => {
  const watched = [...accounts, management];
  const cloudtrails = { enabled: true, reporting: true, accounts: watched };
  stage = await startStage({ world, documents: { config: { cloudtrails } } });
  await stage.sweep();
  await stage.hour();
  await stage.cloud.invoke(stage.cloud.nameOf('SweepLambdaFunction'), { task: 'accept-baseline' });
  await stage.later();
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

function toolsOf(account: string): Tools {
  const { endpoint } = stage.cloud;
  const settings = (owner: string, region = home) => ({
    endpoint,
    region,
    maxAttempts: 1,
    credentials: stage.organization.credentials({ accountId: owner, identity: mallory }),
  });
  const [here, virginia] = [settings(account), settings(account, 'us-east-1')];
  return {
    account,
    trails: new CloudTrailClient(here),
    events: new EventBridgeClient(here),
    eventsInVirginia: new EventBridgeClient(virginia),
    roles: new IAMClient(virginia),
    stacks: new CloudFormationClient(here),
    stacksInVirginia: new CloudFormationClient(virginia),
    organizations: new OrganizationsClient(settings(management, 'us-east-1')),
  };
}

interface Found {
  readonly rule: string;
  readonly incident: string;
}

/** What the issue table holds of an account. */
async function findingsOf(account: string): Promise<readonly Found[]> {
  const items = await stage.items(account);
  return items.flatMap(({ findings }) =>
    Object.entries(findings).map(([key, finding]) => ({
      rule: key.split('#')[0] ?? '',
      incident: String(finding['incident_id']),
    })),
  );
}

/** What was posted so far, in one text: each message bears the id of its incident. */
const posted = (): string =>
  JSON.stringify(
    stage.slack
      .channel('cloudtrail')
      .messages.filter(({ threadTs }) => threadTs === undefined)
      .map(({ metadata }) => metadata),
  );

describe('an ordinary hour', () => {
  it('makes no message', async () => {
    await stage.hour();
    expect(stage.slack.channel('cloudtrail').messages).toEqual([]);
    expect(await stage.deadLetters()).toEqual([]);
  });
});

describe('after the guard was blinded', () => {
  /** What was posted before anything could be told in another way, which is later: by a second read, by the hourly look. */
  const told = new Map<Within, string>();
  it('the trail is attacked, in every account', async () => {
    // So many messages at once would wait for Slack, which takes one a second.
    stage.slack.rates.on = false;
    for (const [index, story] of blindingStories.entries()) {
      const tools = toolsOf(accounts[index]!);
      await story.blind(tools);
      await story.deed?.(tools);
    }
    // The parts are read again after one minute and after five.
    await stage.later(50_000);
    told.set('seconds', posted());
    await stage.later(8 * minute);
    told.set('minutes', posted());
    await stage.hour();
    await stage.later();
    told.set('hour', posted());
    expect(await stage.deadLetters()).toEqual([]);
    expect(stage.organization.unknownOperations).toEqual([]);
  });

  it.each(blindingStories.map((story, index) => ({ ...story, account: accounts[index]! })))(
    '$title: $calls, then $then',
    async (story) => {
      const found = await findingsOf(story.account);
      const toldWithin = (within: Within, rules: readonly string[]) =>
        found.filter(({ rule, incident }) => rules.includes(rule) && told.get(within)?.includes(incident));
      const seen = JSON.stringify(found);
      expect(toldWithin(story.within, story.guard), `the guard: ${seen}`).not.toEqual([]);
      if (story.trail.length === 0) return;
      expect(toldWithin('hour', story.trail), `the trail: ${seen}`).not.toEqual([]);
    },
  );
});
