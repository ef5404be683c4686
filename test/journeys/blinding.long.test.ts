import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '#simulators/organization/world.ts';
import type { Tools } from '#local/attacks/blinding-stories.ts';
import { blindingStories } from '#local/attacks/blinding-stories.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, mallory, separateAccounts } from './worlds.ts';

const minute = 60_000;
/** How long after the attack somebody is told at the latest, in milliseconds. */
const within = { seconds: 2 * minute, minutes: 9 * minute, hour: 66 * minute } as const;

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

/** When the incident was posted, in milliseconds; undefined if it was not. */
function postedAt(incident: string): number | undefined {
  const message = stage.slack
    .channel('cloudtrail')
    .messages.find(
      ({ threadTs, metadata }) => threadTs === undefined && JSON.stringify(metadata ?? '').includes(incident),
    );
  return message && Number(message.ts) * 1000;
}

describe('an ordinary hour', () => {
  it('makes no message', async () => {
    await stage.hour();
    expect(stage.slack.channel('cloudtrail').messages).toEqual([]);
    expect(await stage.deadLetters()).toEqual([]);
  });
});

describe('after the guard was blinded', () => {
  let began = 0;
  it('the trail is attacked, in every account', async () => {
    began = stage.cloud.clock.now();
    for (const [index, story] of blindingStories.entries()) {
      const tools = toolsOf(accounts[index]!);
      await story.blind(tools);
      await story.deed?.(tools);
    }
    await stage.hour();
    await stage.later();
    expect(await stage.deadLetters()).toEqual([]);
    expect(stage.organization.unknownOperations).toEqual([]);
  });

  it.each(blindingStories.map((story, index) => ({ ...story, account: accounts[index]! })))(
    '$title: $calls, then $then',
    async (story) => {
      const found = await findingsOf(story.account);
      const toldOf = (rules: readonly string[]) =>
        found
          .filter(({ rule }) => rules.includes(rule))
          .flatMap(({ incident }) => postedAt(incident) ?? [])
          .map((at) => at - began);
      const seen = JSON.stringify(found);
      const guard = toldOf(story.guard);
      expect(guard.length, `the guard: ${seen}`).toBeGreaterThan(0);
      expect(Math.min(...guard), seen).toBeLessThanOrEqual(within[story.within]);
      if (story.trail.length === 0) return;
      const trail = toldOf(story.trail);
      expect(trail.length, `the trail: ${seen}`).toBeGreaterThan(0);
      expect(Math.min(...trail), seen).toBeLessThanOrEqual(within.hour);
    },
  );
});
