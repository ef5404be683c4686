import { GetBucketPolicyCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import {
  StartEventDataStoreIngestionCommand,
  StartLoggingCommand,
  StopEventDataStoreIngestionCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Stage } from './stage.ts';
import { explainFailure, startStage } from './stage.ts';
import { home, mallory, separateAccounts } from './worlds.ts';

const shop = '100000000001';
const bank = '100000000002';
const old = '100000000003';
const search = '100000000004';
const EventDataStore = `arn:aws:cloudtrail:${home}:${search}:eventdatastore/of-search`;
const hour = 3600_000;

describe('what the sweep finds and no event has told of', () => {
  let stage: Stage;
  let stoppedAt = 0;

  beforeAll(async () => {
    const world = separateAccounts({ shop, bank, old, search });
    const trails = world.trails?.map((trail) => ({ ...trail, logging: trail.accountId !== old }));
    stage = await startStage({
      world: { ...world, ...(trails && { trails }), eventDataStores: [EventDataStore] },
    });
    await stage.sweep();
    stage.organization.faults.cutEvents(true);
  });
  afterAll(() => stage.stop());
  beforeEach(() => explainFailure(stage));

  it('gathers what stood before into one message, without tickets', async () => {
    // The accounts that use what was inspected are evaluated again first.
    await stage.later(60_000);
    const go = { task: 'go-on' };
    await stage.cloud.invoke(stage.cloud.nameOf('ReconcileDayLambdaFunction'), go);
    await stage.cloud.invoke(stage.cloud.nameOf('ReconcileDayLambdaFunction'), go);
    const told = stage.messages(old);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('1 incident stood before it came');
    expect(told[0]).toContain('[file: cloudtrail-onboarding.csv');
    expect(stage.tickets(old)).toEqual([]);
  });

  it('tells who stopped a trail and since when, although the event was lost', async () => {
    stoppedAt = stage.cloud.clock.now();
    await stage.cloudTrail(shop).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.cloudTrail(search).send(new StopEventDataStoreIngestionCommand({ EventDataStore }));
    await stage.later(hour);
    await stage.sweep();
    await stage.later(60_000);
    const told = stage.messages(shop).find((text) => text.includes('CRITICAL'));
    expect(told).toContain('Who: mallory@example.com');
    expect(told).toContain('How: StopLogging');
    expect(told).toContain('1 h after it began');
    expect(stage.tickets(shop)).toHaveLength(1);
  });

  it('tells that an event data store was stopped, and since when', () => {
    const [told = '', ...more] = stage.messages(search);
    expect(more).toEqual([]);
    expect(told).toContain('MEDIUM: CloudTrail Lake keeps no new events in search');
    expect(told).toContain('How: StopEventDataStoreIngestion');
    expect(told).toContain('1 h after it began');
  });

  it('closes it with proof, two looks apart, although that event was lost too', async () => {
    const startedAt = stage.cloud.clock.now();
    await stage.cloudTrail(shop).send(new StartLoggingCommand({ Name: 'main' }));
    await stage.watch(3);
    await stage.later();
    const items = await stage.items(shop);
    expect(items.map(({ status }) => status)).toEqual(['resolved', 'resolved']);
    const told = stage.messages(shop).find((text) => text.includes('RESOLVED')) ?? '';
    // The day is said once where both are of the same.
    const gap = /not recorded from (\S+) (\S+) to (?:(\S+) )?(\S+) UTC/.exec(told);
    const [, day = '', from = '', other = day, to = ''] = gap ?? [];
    expect(Math.abs(Date.parse(`${day}T${from}Z`) - stoppedAt), told).toBeLessThan(60_000);
    expect(Math.abs(Date.parse(`${other}T${to}Z`) - startedAt), told).toBeLessThan(60_000);
  });

  it('finds a broken bucket policy at the next delivery, and its repair at a later one', async () => {
    const credentials = stage.organization.credentials({ accountId: bank, identity: mallory });
    const endpoint = stage.cloud.endpoint;
    const s3 = new S3Client({ region: home, endpoint, credentials, forcePathStyle: true, maxAttempts: 1 });
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket: 'logs-of-bank' }));
    const nobody = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'logs-of-bank', Policy: nobody }));
    await stage.cloudTrail(search).send(new StartEventDataStoreIngestionCommand({ EventDataStore }));
    await stage.later(hour);
    await stage.sweep();
    await stage.later(60_000);
    const told = stage.messages(bank).find((text) => text.includes('cannot deliver log files'));
    expect(told).toContain('Who: mallory@example.com');
    expect(told).toContain('How: PutBucketPolicy');
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'logs-of-bank', Policy }));
    // A digest is written every hour, and it has to arrive as well.
    await stage.later(2 * hour);
    await stage.watch(12);
    await stage.later();
    const findings = (await stage.items(bank)).flatMap((item) => Object.entries(item.findings));
    const open = findings.filter(([, { state }]) => state === 'open').map(([key, value]) => ({ key, value }));
    expect(open).toEqual([]);
  });

  it('closes what it told of the event data store, which takes in events again', () => {
    expect(stage.messages(search).find((text) => text.includes('RESOLVED'))).toContain(
      'CloudTrail Lake kept',
    );
  });

  it('tells what stood before one by one once it is accepted', async () => {
    const accept = { task: 'accept-baseline' };
    await stage.cloud.invoke(stage.cloud.nameOf('SweepLambdaFunction'), accept);
    await stage.later();
    expect(stage.messages(old).find((text) => text.includes('Incident:'))).toContain(
      'It stood before Trailwarden first looked.',
    );
    expect(stage.tickets(old)).toHaveLength(1);
  });

  it('reports the day once, with what events had missed, however often it runs', async () => {
    const day = { time: new Date(stage.cloud.clock.now()).toISOString() };
    for (let run = 0; run < 2; run += 1) {
      await stage.cloud.invoke(stage.cloud.nameOf('ReconcileDayLambdaFunction'), day);
      await stage.later();
    }
    const { messages } = stage.slack.channel('cloudtrail');
    const reports = messages.filter(({ text }) => text.includes('CloudTrail, '));
    expect(reports).toHaveLength(1);
    const [details, file, ...others] = reports[0]?.replies ?? [];
    expect(others).toEqual([]);
    expect(JSON.stringify(reports[0]?.blocks)).toContain('"slack_file"');
    expect(JSON.stringify(details?.blocks)).toContain('no event had told of it');
    expect(file?.files[0]?.content.toString()).toContain('logging-stopped');
    expect(await stage.deadLetters()).toEqual([]);
    const closed = [...(await stage.items(shop)), ...(await stage.items(bank))].map(({ status }) => status);
    expect(new Set(closed)).toEqual(new Set(['closed']));
  });
});
