import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { describe, expect, it, onTestFinished } from 'vitest';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { readRequests } from '#adapters/wire/read-request.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import type { EvaluationRequest, FollowUps, IncidentChange } from '#ports/follow-ups.ts';
import {
  frankfurt,
  home,
  incidentId,
  manyAccounts,
  noon,
  shop,
  shopTrail,
  trigger,
} from '#test/given/shop.ts';
import { startSqs } from './sqs.ts';

interface FollowUpsUnderTest {
  readonly followUps: FollowUps;
  readonly sent: (where: 'events' | 'sweep' | 'fan-out') => Promise<readonly EvaluationRequest[]>;
  readonly published: () => readonly IncidentChange[];
  pass(seconds: number): void;
}

async function inMemory(): Promise<FollowUpsUnderTest> {
  const followUps = memoryFollowUps();
  const { sent } = followUps;
  let now = 0;
  const due = (unhurried: boolean) =>
    sent.laterLooks
      .filter(({ seconds, request }) => seconds <= now && (request.unhurried ?? false) === unhurried)
      .map(({ request }) => request);
  return {
    followUps,
    sent: async (where) =>
      where === 'events' ? due(false) : where === 'sweep' ? sent.swept : [...sent.fannedOut, ...due(true)],
    published: () => sent.published,
    pass: (seconds) => void (now += seconds),
  };
}

/** A bus that takes everything, or nothing. */
async function startBus(takes = true) {
  const entries: Record<string, string>[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { Entries } = JSON.parse(Buffer.concat(chunks).toString()) as {
        Entries: Record<string, string>[];
      };
      if (takes) entries.push(...Entries);
      response.setHeader('content-type', 'application/x-amz-json-1.1');
      response.end(JSON.stringify({ FailedEntryCount: takes ? 0 : Entries.length, Entries: [] }));
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
  return {
    entries,
    bus: new EventBridgeClient({ ...clientDefaults, endpoint, credentials, region: 'eu-west-1' }),
  };
}

async function onAws(takes = true): Promise<FollowUpsUnderTest & { entries: Record<string, string>[] }> {
  const { sqs, queue, pass, receive } = await startSqs();
  const { bus, entries } = await startBus(takes);
  const urls = {
    events: await queue('events'),
    sweep: await queue('sweep'),
    'fan-out': await queue('fan-out'),
    parts: await queue('parts'),
  };
  const followUps = awsFollowUps({
    sqs,
    bus,
    busName: 'trailwarden',
    eventsQueueUrl: urls.events,
    sweepQueueUrl: urls.sweep,
    fanOutQueueUrl: urls['fan-out'],
    partsQueueUrl: urls.parts,
  });
  return {
    followUps,
    pass,
    entries,
    sent: async (where) => (await receive(urls[where])).flatMap((body) => readRequests(body) ?? []),
    published: () => entries.map(({ Detail = '' }) => JSON.parse(Detail) as IncidentChange),
  };
}

const request: EvaluationRequest = {
  account: shop,
  regions: [home],
  why: 'look-again',
  triggers: [trigger({ trail: { kind: 'arn', arn: shopTrail }, requested: { isMultiRegionTrail: false } })],
  lookedAgain: 2,
};
const change = (index: number): IncidentChange => ({
  incident: incidentId(`i-${index}`),
  account: shop,
  region: home,
  rule: 'logging-stopped',
  subject: shopTrail,
  state: 'open',
  severity: 'critical',
  at: noon,
});

describe.each([
  ['in memory', () => inMemory()],
  ['on SQS and EventBridge', () => onAws()],
] as const)('%s', (_, open) => {
  it('asks for another look when it is due, with everything that it has to know', async () => {
    const { followUps, sent, pass } = await open();
    await followUps.lookAgain(request, 60);
    pass(59);
    expect(await sent('events')).toEqual([]);
    pass(1);
    expect(await sent('events')).toEqual([request]);
  });

  it('asks for a look that no event waits for among the members, as late as it is due', async () => {
    const { followUps, sent, pass } = await open();
    const unhurried = { ...request, unhurried: true };
    await followUps.lookAgain(unhurried, 60);
    pass(59);
    expect(await sent('fan-out')).toEqual([]);
    pass(1);
    expect(await sent('events')).toEqual([]);
    expect(await sent('fan-out')).toEqual([unhurried]);
  });

  it('sends as many requests as there are, each to its own queue: a sweep delays no event', async () => {
    const { followUps, sent } = await open();
    const all = manyAccounts(23).map((account): EvaluationRequest => ({
      account,
      regions: 'all',
      why: 'sweep',
      triggers: [],
    }));
    const members = all.map((one): EvaluationRequest => ({
      ...one,
      why: 'member',
      triggers: request.triggers,
    }));
    await followUps.evaluateAll(all);
    await followUps.fanOut(members);
    const accounts = (requests: readonly EvaluationRequest[]) =>
      requests.map(({ account }) => account).sort();
    expect(await sent('events')).toEqual([]);
    expect(accounts(await sent('sweep'))).toEqual(accounts(all));
    const fanned = await sent('fan-out');
    expect(accounts(fanned)).toEqual(accounts(members));
    expect(fanned[0]).toMatchObject({ why: 'member', triggers: request.triggers });
  });

  it.each([100, 101, 1000, 5000])(
    'asks for %i members, in messages that do not grow with them',
    async (count) => {
      const { followUps, sent } = await open();
      const members = manyAccounts(count).map((account): EvaluationRequest => ({
        account,
        regions: 'all',
        why: 'member',
        triggers: request.triggers,
      }));
      await followUps.fanOut(members);
      const asked = await sent('fan-out');
      expect(asked.map(({ account }) => account).toSorted()).toEqual(manyAccounts(count).toSorted());
      expect(asked.every(({ triggers }) => triggers.length === 1)).toBe(true);
    },
  );

  it('keeps apart what is asked of different accounts in different Regions', async () => {
    const { followUps, sent } = await open();
    const asked = manyAccounts(150).map((account, index): EvaluationRequest => ({
      account,
      regions: [index % 2 === 0 ? home : frankfurt],
      why: 'look-again',
      triggers: [],
    }));
    await followUps.fanOut(asked);
    const pairs = (requests: readonly EvaluationRequest[]) =>
      requests.map(({ account, regions }) => `${account} ${String(regions)}`).toSorted();
    expect(pairs(await sent('fan-out'))).toEqual(pairs(asked));
  });

  it('sends nothing when there is nothing to send', async () => {
    const { followUps, sent, published } = await open();
    await Promise.all([followUps.evaluateAll([]), followUps.fanOut([]), followUps.publishChanges([])]);
    expect([await sent('sweep'), await sent('fan-out'), published()]).toEqual([[], [], []]);
  });

  it('puts every change on the bus', async () => {
    const { followUps, published } = await open();
    const changes = Array.from({ length: 12 }, (_each, index) => change(index));
    await followUps.publishChanges(changes);
    expect([...published()].sort((a, b) => a.incident.localeCompare(b.incident))).toEqual(
      [...changes].sort((a, b) => a.incident.localeCompare(b.incident)),
    );
  });
});

describe('on AWS', () => {
  it('names itself on the bus, so that rules can match it', async () => {
    const { followUps, entries } = await onAws();
    await followUps.publishChanges([change(1)]);
    expect(entries).toMatchObject([
      { EventBusName: 'trailwarden', Source: 'trailwarden', DetailType: 'Trailwarden Incident Change' },
    ]);
  });

  it('fails when the bus takes only a part: the message that led to it comes back', async () => {
    const { followUps } = await onAws(false);
    await expect(followUps.publishChanges([change(1)])).rejects.toThrow('1 incident changes were not taken');
  });
});
