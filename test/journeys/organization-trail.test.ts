import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '#simulators/organization/world.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home } from './worlds.ts';

const management = '300000000001';
const members = ['300000000002', '300000000003', '300000000004'];

const world: World = {
  organization: { id: 'o-exampleorg', managementAccountId: management },
  regions: ['us-east-1', home],
  accounts: [
    { id: management, name: 'management' },
    ...members.map((id, index) => ({ id, name: `member-${index + 1}` })),
  ],
  trails: [
    {
      name: 'organization',
      accountId: management,
      homeRegion: home,
      multiRegion: true,
      organization: true,
      bucket: 'all-logs',
    },
  ],
  buckets: [{ name: 'all-logs', accountId: management, region: home }],
};

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ world });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

describe('somebody stops the organization trail', () => {
  it('that was well', async () => {
    await stage.sweep();
    expect(await stage.items()).toEqual([]);
  });

  it('and there is one message and one ticket for all accounts and Regions', async () => {
    await stage.cloudTrail(management).send(new StopLoggingCommand({ Name: 'organization' }));
    await stage.later();
    const items = await stage.items();
    expect(new Set(items.map(({ account_id }) => account_id))).toEqual(new Set([management, ...members]));
    expect(items).toHaveLength(8);
    expect(new Set(items.map(({ status }) => status))).toEqual(new Set(['open']));
    const messages = stage.messages('organization');
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(
      'CRITICAL: CloudTrail logging is stopped in 4 accounts, 2 Regions: organization trail organization',
    );
    expect(stage.jira.issues).toHaveLength(1);
  });

  it('and everything is resolved by one repair, without another message', async () => {
    await stage.cloudTrail(management).send(new StartLoggingCommand({ Name: 'organization' }));
    await stage.watchUntilOver();
    expect(new Set((await stage.items()).map(({ status }) => status))).toEqual(new Set(['resolved']));
    expect(stage.messages('organization')).toHaveLength(1);
    expect(stage.jira.issues).toMatchObject([{ status: 'Done' }]);
    expect(await stage.deadLetters()).toEqual([]);
  });
});
