import { describe, expect, it } from 'vitest';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import { readRequests } from '#adapters/wire/read-request.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import { frankfurt, home, manyAccounts, shop, shopTrail, trigger } from '#test/given/shop.ts';
import { startSqs } from './sqs.ts';

interface FollowUpsUnderTest {
  readonly followUps: FollowUps;
  readonly sent: (where: 'events' | 'sweep' | 'fan-out') => Promise<readonly EvaluationRequest[]>;
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
    pass: (seconds) => void (now += seconds),
  };
}

async function onAws(): Promise<FollowUpsUnderTest> {
  const { sqs, queue, pass, receive } = await startSqs();
  const urls = {
    events: await queue('events'),
    sweep: await queue('sweep'),
    'fan-out': await queue('fan-out'),
    parts: await queue('parts'),
  };
  const followUps = awsFollowUps({
    sqs,
    eventsQueueUrl: urls.events,
    sweepQueueUrl: urls.sweep,
    fanOutQueueUrl: urls['fan-out'],
    partsQueueUrl: urls.parts,
  });
  return {
    followUps,
    pass,
    sent: async (where) => (await receive(urls[where])).flatMap((body) => readRequests(body) ?? []),
  };
}

const request: EvaluationRequest = {
  account: shop,
  regions: [home],
  why: 'look-again',
  triggers: [trigger({ trail: { kind: 'arn', arn: shopTrail }, requested: { isMultiRegionTrail: false } })],
  lookedAgain: 2,
};
describe.each([
  ['in memory', () => inMemory()],
  ['on SQS', () => onAws()],
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
    const { followUps, sent } = await open();
    await Promise.all([followUps.evaluateAll([]), followUps.fanOut([])]);
    expect([await sent('sweep'), await sent('fan-out')]).toEqual([[], []]);
  });
});
