import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BusEvent } from '#local/wire.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, separateAccounts } from './worlds.ts';

const production = '710000000001';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ world: separateAccounts({ production }) });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

/** A heartbeat as EventBridge Scheduler puts it on an account's default bus. */
function beat(account: string, more: Partial<BusEvent> = {}): BusEvent {
  return {
    ...{ version: '0', id: 'beat', resources: [], detail: {}, account, region: home },
    ...{ source: 'trailwarden.heartbeat', 'detail-type': 'Trailwarden Heartbeat' },
    time: new Date(stage.cloud.clock.now()).toISOString(),
    ...more,
  };
}

/** When a heartbeat last came, by account and Region. */
async function heartbeats(): Promise<Record<string, number>> {
  const { Items = [] } = await stage.cloud.tables.send(
    new QueryCommand({
      TableName: stage.cloud.nameOf('StateTable'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'heartbeats' } },
    }),
  );
  const rows = Items.map((item) => unmarshall(item) as { sk: string; at: number });
  return Object.fromEntries(rows.map(({ sk, at }) => [sk, at]));
}

async function send(event: BusEvent): Promise<void> {
  expect(stage.cloud.deliver(event, event)).toBe('forwarded');
  await stage.later(120_000);
}

describe('a heartbeat', () => {
  it('is kept by account and Region when it has come through the whole chain', async () => {
    const event = beat(production);
    await send(event);
    expect(await heartbeats()).toEqual({ [`${production}#${home}`]: Date.parse(event.time) });
  });

  it('that comes late takes nothing back', async () => {
    const [before] = Object.values(await heartbeats());
    await send(beat(production, { time: '2026-01-01T00:00:00Z' }));
    expect(Object.values(await heartbeats())).toEqual([before]);
  });

  it('of an account that is not watched is passed over', async () => {
    // The central account may send, and this configuration does not watch it.
    await send(beat('123456789012'));
    expect(Object.keys(await heartbeats())).toEqual([`${production}#${home}`]);
  });

  it('that claims to be more never leads to a look', async () => {
    const looks = stage.looksAt(production);
    const detail = {
      ...{ eventSource: 'cloudtrail.amazonaws.com', eventName: 'StopLogging', eventID: 'forged' },
      ...{ account: production, regions: 'all', why: 'sweep', triggers: [] },
    };
    await send(beat(production, { detail }));
    expect(stage.looksAt(production)).toBe(looks);
    expect(await stage.deadLetters()).toEqual([]);
  });
});
