import { describe, expect, it } from 'vitest';
import type { Sight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { EventHistory, HistoryQuestion } from '#ports/event-history.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { arn, finding, frankfurt, home, later, noon, saved, shop, shopTrail } from '#test/given/shop.ts';
import { findCauses } from '#usecases/evaluate/find-causes.ts';
import { archive, denied, evaluationWorld, stopOf } from '#test/given/evaluation-world.ts';

const stop = stopOf(shopTrail, { at: later(noon, -600) });

async function searching(answer: () => Sight<readonly Trigger[]>) {
  const world = await evaluationWorld();
  const asked: HistoryQuestion[] = [];
  const history: EventHistory = {
    async searchCalls(question) {
      asked.push(question);
      return answer();
    },
  };
  const { stores, followUps, clock } = world;
  const find = findCauses({
    ...stores,
    history,
    followUps,
    clock,
    holders: [archive],
    evaluate: world.evaluate,
  });
  world.put({}, { logging: false, startedAt: noon, stoppedAt: later(noon, -600) });
  await world.evaluate();
  const searches = (): EvaluationRequest[] =>
    followUps.sent.laterLooks.map(({ request }) => request).filter(({ why }) => why === 'find-cause');
  return { ...world, asked, find, searches };
}

const nothing = (): Sight<readonly Trigger[]> => ({ kind: 'seen', value: [] });
const first: EvaluationRequest = {
  account: shop,
  regions: [home],
  why: 'find-cause',
  triggers: [],
  unhurried: true,
};

describe('the search for who did it', () => {
  it('follows a look that found harm without a call, once and at the trail’s home', async () => {
    const { searches, evaluate, clock } = await searching(nothing);
    expect(searches()).toEqual([first]);
    clock.pass(60);
    await evaluate({ why: 'look-again' });
    expect(searches()).toHaveLength(1);
  });

  it('does not follow when the event itself came', async () => {
    const world = await evaluationWorld();
    world.put({}, { logging: false, startedAt: noon, stoppedAt: later(noon, 60) });
    world.clock.pass(120);
    await world.evaluate({ why: 'event', triggers: [stopOf(shopTrail)] });
    expect(world.followUps.sent.laterLooks.filter(({ request }) => request.why === 'find-cause')).toEqual([]);
  });

  it('names the one who did it, as if the event had come', async () => {
    const { find, open } = await searching(() => ({ kind: 'seen', value: [stop] }));
    await find(first);
    expect(await open()).toMatchObject([{ causedBy: stop.eventId, missed: true }]);
  });

  it('asks once what several findings of one moment have to ask', async () => {
    const world = await searching(nothing);
    const second = arn(`arn:aws:cloudtrail:eu-west-1:${shop}:trail/second`);
    world.put(
      { arn: second, name: 'second' },
      { logging: false, startedAt: noon, stoppedAt: later(noon, -600) },
    );
    await world.evaluate();
    await world.find(first);
    expect((await world.open()).length).toBeGreaterThan(1);
    expect(new Set(world.asked.map((question) => JSON.stringify(question))).size).toBe(world.asked.length);
  });

  it('passes over calls on other trails, failed ones, and those after the harm began', async () => {
    const calls = [
      stopOf('arn:aws:cloudtrail:eu-west-1:333333333333:trail/other', { at: later(noon, -600) }),
      stopOf(shopTrail, {
        at: later(noon, -600),
        outcome: { kind: 'failed', code: 'AccessDenied', message: '' },
      }),
      stopOf(shopTrail, { at: later(noon, -60) }),
    ];
    const { find, open } = await searching(() => ({ kind: 'seen', value: calls }));
    await find(first);
    expect((await open())[0]?.causedBy).toBeUndefined();
  });

  it('is repeated after 5 and after 15 minutes, then the reason is kept and nobody asks again', async () => {
    const { find, followUps, open, searches, evaluate } = await searching(nothing);
    await find(first);
    expect(followUps.sent.laterLooks.at(-1)).toEqual({ request: { ...first, lookedAgain: 1 }, seconds: 300 });
    await find({ ...first, lookedAgain: 1 });
    expect(followUps.sent.laterLooks.at(-1)).toEqual({ request: { ...first, lookedAgain: 2 }, seconds: 600 });
    expect((await open())[0]?.unexplained).toBeUndefined();
    await find({ ...first, lookedAgain: 2 });
    expect((await open())[0]?.unexplained).toContain('holds no call that explains it');
    const before = searches().length;
    await evaluate();
    expect(searches()).toHaveLength(before);
  });

  it('says which permission was missing', async () => {
    const { find, open } = await searching(() => ({ kind: 'unreadable', why: denied }));
    await find({ ...first, lookedAgain: 2 });
    expect((await open())[0]?.unexplained).toContain('sts:AssumeRole: AccessDenied');
  });

  it('asks nobody about what began before the history begins', async () => {
    const world = await searching(nothing);
    const old = later(noon, -91 * 24 * 3600);
    world.put(
      { arn: shopTrail, multiRegion: true, homeRegion: home },
      { logging: false, startedAt: old, stoppedAt: old },
    );
    const fresh = await evaluationWorld();
    fresh.put({}, { logging: false, startedAt: old, stoppedAt: old });
    await fresh.evaluate();
    const asked: HistoryQuestion[] = [];
    const history: EventHistory = {
      searchCalls: async (question) => {
        asked.push(question);
        return nothing();
      },
    };
    const { stores, followUps, clock, evaluate } = fresh;
    await findCauses({ ...stores, history, followUps, clock, holders: [], evaluate })(first);
    expect(asked).toEqual([]);
    expect((await fresh.open())[0]?.unexplained).toContain('90 days');
  });

  it('gives each finding its own reason', async () => {
    const { find, stores, open, clock } = await searching(nothing);
    const ancient = { subject: shopTrail, causedBy: undefined, since: later(noon, -100 * 24 * 3600) };
    const young = { rule: 'validation-off', subject: shopTrail, since: noon, causedBy: undefined } as const;
    const wasSet = { was: { logFileValidation: true } };
    await saved(stores.issues, {
      at: later(noon, 1),
      findings: [finding(ancient), finding({ ...young, evidence: wasSet })],
    });
    clock.pass(60);
    await find({ ...first, lookedAgain: 2 });
    const reasons = new Map((await open()).map(({ rule, unexplained }) => [rule, unexplained]));
    expect(reasons.get('logging-stopped')).toContain('90 days');
    expect(reasons.get('validation-off')).toContain('holds no call that explains it');
  });

  it('asks about a bucket also where logs are expected to go', async () => {
    const { asked, find, put, evaluate } = await searching(nothing);
    put({}, { logging: true, deliveryError: 'AccessDenied', deliveredAt: noon });
    await evaluate();
    asked.length = 0;
    await find(first);
    expect(new Set(asked.map((one) => `${one.account} ${one.region}`))).toEqual(
      new Set([`${shop} ${home}`, `${archive} ${home}`]),
    );
    expect(asked.every((one) => one.region !== frankfurt)).toBe(true);
  });
});
