import { describe, expect, it } from 'vitest';
import { dynamoBaseline } from '#adapters/aws/dynamo-baseline.ts';
import { dynamoCentralGaps } from '#adapters/aws/dynamo-central-gaps.ts';
import { dynamoForwardingLog } from '#adapters/aws/dynamo-forwarding-log.ts';
import { dynamoRollStore } from '#adapters/aws/dynamo-roll-store.ts';
import { dynamoRoundLog } from '#adapters/aws/dynamo-round-log.ts';
import { dynamoSweepLog } from '#adapters/aws/dynamo-sweep-log.ts';
import { memoryBaseline } from '#adapters/memory/memory-baseline.ts';
import { memoryCentralGaps } from '#adapters/memory/memory-central-gaps.ts';
import { memoryForwardingLog } from '#adapters/memory/memory-forwarding-log.ts';
import { memoryRollStore } from '#adapters/memory/memory-roll-store.ts';
import { memoryRoundLog } from '#adapters/memory/memory-round-log.ts';
import { memorySweepLog } from '#adapters/memory/memory-sweep-log.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { say } from '#domain/announcements/wording.ts';
import { home, incidentId, later, manyAccounts, noon, shop } from '#test/given/shop.ts';
import { outcome, sweep } from '#test/given/days.ts';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { dynamoHeartbeats } from '#adapters/aws/dynamo-heartbeats.ts';
import { toItem } from '#adapters/aws/rows.ts';
import { heartbeatKey } from '#adapters/wire/state-keys.ts';
import { freshTables } from './dynamo-stores.ts';

const inMemory = async () => ({
  sweeps: memorySweepLog(),
  rolls: memoryRollStore(),
  forwarding: memoryForwardingLog(),
  centralGaps: memoryCentralGaps(),
  rounds: memoryRoundLog(),
  baseline: memoryBaseline(memoryTables()),
});

async function inDynamo() {
  const { client, stateTable: table } = await freshTables();
  const parts = { client, table };
  return {
    sweeps: dynamoSweepLog(parts),
    rolls: dynamoRollStore(parts),
    forwarding: dynamoForwardingLog(parts),
    centralGaps: dynamoCentralGaps(parts),
    rounds: dynamoRoundLog(parts),
    baseline: dynamoBaseline(parts),
  };
}

describe.each([
  ['memory', inMemory],
  ['DynamoDB', inDynamo],
])('what sweeps and reports keep in %s', (_name, stores) => {
  it('is one sweep per id, and the latest is the one asked for last', async () => {
    const { sweeps } = await stores();
    expect(await sweeps.readLatestSweep()).toBeUndefined();
    const first = sweep([shop], { id: '2026-11-21T05:00:00.000Z' });
    await sweeps.beginSweep(first);
    expect(await sweeps.beginSweep({ ...first, accounts: [] })).toEqual(first);
    const next = sweep(manyAccounts(1000), { id: '2026-11-22T05:00:00.000Z', baseline: true });
    await sweeps.beginSweep(next);
    expect(await sweeps.readLatestSweep()).toEqual(next);
  });

  it('is an outcome per account, and a failure never hides that it was done', async () => {
    const { sweeps } = await stores();
    const failed = outcome(shop, { kind: 'failed', why: 'Rate exceeded', regions: [] });
    await sweeps.noteOutcome('x', failed);
    expect(await sweeps.listOutcomes('x')).toEqual([failed]);
    await sweeps.noteOutcome('x', outcome(shop));
    await sweeps.noteOutcome('x', failed);
    expect(await sweeps.listOutcomes('x')).toEqual([outcome(shop)]);
    expect(await sweeps.listOutcomes('y')).toEqual([]);
  });

  it('is the last sweep in which everybody was looked at; an earlier one does not take its place', async () => {
    const { sweeps } = await stores();
    expect(await sweeps.readLastFinished()).toBeUndefined();
    const late = { id: '2026-11-22T05:00:00.000Z', startedAt: noon };
    await sweeps.keepFinished(late);
    await sweeps.keepFinished({ id: '2026-11-21T05:00:00.000Z', startedAt: later(noon, -86_400) });
    expect(await sweeps.readLastFinished()).toEqual(late);
  });

  it('is what the last look at the centre found, in place of the look before', async () => {
    const { centralGaps } = await stores();
    expect(await centralGaps.listGaps()).toEqual([]);
    const gap = { rule: 'central', found: 'is disabled', since: noon, told: false } as const;
    await centralGaps.keepGaps([gap, { ...gap, rule: 'heartbeat', told: true }]);
    expect(await centralGaps.listGaps()).toEqual([gap, { ...gap, rule: 'heartbeat', told: true }]);
    await centralGaps.keepGaps([]);
    expect(await centralGaps.listGaps()).toEqual([]);
  });

  it('is the last run that asked for looks at parts', async () => {
    const { forwarding } = await stores();
    expect(await forwarding.readAsked()).toBeUndefined();
    await forwarding.keepAsked(noon);
    await forwarding.keepAsked(later(noon, 300));
    expect(await forwarding.readAsked()).toBe(later(noon, 300));
    expect(await forwarding.listChecks()).toEqual([]);
  });

  it('is the last check of the rules in every account', async () => {
    const { forwarding } = await stores();
    expect(await forwarding.readCheck(shop)).toBeUndefined();
    const gaps = [
      { region: home, kind: 'missing', what: 'trailwarden-s3', since: noon },
      { region: home, kind: 'no-queue', since: noon },
    ] as const;
    await forwarding.keepCheck({ account: shop, at: noon, gaps: [], whole: [] });
    const whole = [{ region: home, template: 'a' }];
    const check = { account: shop, at: noon, gaps, lackedAt: noon, countedAt: noon, whole };
    await forwarding.keepCheck(check);
    expect(await forwarding.readCheck(shop)).toEqual(check);
    expect(await forwarding.listChecks()).toEqual([check]);
  });

  it('is the roll of a large organization, also after it has shrunk', async () => {
    const { rolls } = await stores();
    expect(await rolls.readRoll()).toBeUndefined();
    const large = {
      at: noon,
      active: new Map(manyAccounts(2500).map((one) => [one, 'x'])),
      id: 'o-exampleorg',
      management: shop,
      trustedAccess: false,
      delegates: [shop],
    };
    await rolls.keepRoll(large);
    expect(await rolls.readRoll()).toEqual(large);
    const small = { at: noon, active: new Map([[shop, 'shop']]), id: undefined, management: undefined };
    await rolls.keepRoll(small);
    expect(await rolls.readRoll()).toEqual(small);
  });

  it('is a round of reports with what comparing came to', async () => {
    const { rounds } = await stores();
    const remark = { accounts: manyAccounts(1000), words: say('Ticket SEC-1 was closed by hand.') };
    const comparison = { repaired: [], mismatches: [remark], untold: [] };
    const round = { id: 'report-2026-11-21', begunAt: noon, comparison };
    await rounds.keepRound(round);
    await rounds.keepRound({ id: 'onboarding', begunAt: noon, finishedAt: noon });
    expect(await rounds.readRound('report-2026-11-21')).toEqual(round);
    expect(await rounds.readLatestRound()).toEqual(round);
    expect(await rounds.readRound('onboarding')).toMatchObject({ finishedAt: noon });
  });

  it('is the first acceptance of the baseline', async () => {
    const { baseline } = await stores();
    expect(await baseline.acceptedAt()).toBeUndefined();
    await baseline.acceptBaseline(noon);
    await baseline.acceptBaseline((noon + 1) as typeof noon);
    expect(await baseline.acceptedAt()).toBe(noon);
    expect(await baseline.releaseIncident(incidentId('i-1'))).toBe(false);
    expect(await baseline.isHeld(incidentId('i-1'))).toBe(false);
  });
});

describe('heartbeats', () => {
  it('keep the latest one, and replace what an earlier version kept with the time of its sender', async () => {
    const { client, stateTable } = await freshTables();
    const heartbeats = dynamoHeartbeats({ client, table: stateTable });
    const place = { account: shop, region: home };
    const of2099 = { ...heartbeatKey(shop, home), ...place, at: Date.parse('2099-01-01T00:00:00Z') };
    await client.send(new PutItemCommand({ TableName: stateTable, Item: toItem(of2099) }));
    await heartbeats.keepHeartbeat({ ...place, at: noon });
    await heartbeats.keepHeartbeat({ ...place, at: later(noon, -60) });
    expect(await heartbeats.listHeartbeats()).toEqual([{ ...place, at: noon }]);
  });
});
