import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Trigger } from '#domain/facts/trigger.ts';
import { arn, later, noon, shop, trigger } from '#test/given/shop.ts';
import { everywhere } from '#test/given/evaluation-world.ts';
import type { Disturbance } from './disturbed-world.ts';
import { disturbedWorld, withoutClaims } from './disturbed-world.ts';

/** What happens to the trail of each Region, and whether it is repaired afterwards. */
interface Story {
  readonly deeds: readonly { readonly deed: 'nothing' | 'stopped' | 'deleted'; readonly repaired: boolean }[];
  /** All deeds are of one session, within a few seconds. */
  readonly oneSession: boolean;
}

const trailIn = (index: number) =>
  arn(`arn:aws:cloudtrail:${String(everywhere[index])}:${shop}:trail/t${index}`);
const names = {
  stopped: 'StopLogging',
  deleted: 'DeleteTrail',
  repaired: 'StartLogging',
  made: 'CreateTrail',
};

function call(index: number, eventName: string, seconds: number, story: Story): Trigger {
  const eventId = `${eventName}-${index}`;
  const sessionKey = story.oneSession ? 'ASIA|mallory' : `ASIA|mallory-${index}`;
  return trigger({
    eventId,
    sameAs: eventId,
    eventName,
    accountId: shop,
    region: String(everywhere[index]),
    at: later(noon, seconds + index),
    effect: eventName === 'StartLogging' ? 'repair' : 'harm',
    trail: { kind: 'arn', arn: trailIn(index) },
    actor: { kind: 'assumed-role', person: 'mallory', sessionKey },
  });
}

async function tell(story: Story, how: Disturbance | undefined, planted?: typeof withoutClaims) {
  const world = await disturbedWorld(how, planted);
  const own = (index: number) => ({ arn: trailIn(index) });
  everywhere.forEach((_, index) => world.put(own(index), { logging: true, startedAt: later(noon, -3600) }));
  await world.look();
  world.clock.pass(62);
  const harmed: Trigger[] = [];
  const repaired: Trigger[] = [];
  story.deeds.forEach(({ deed, repaired: again }, index) => {
    if (deed === 'nothing') return;
    harmed.push(call(index, names[deed], 60, story));
    if (deed === 'deleted') world.trails.delete(trailIn(index));
    else world.put(own(index), { logging: false, stoppedAt: later(noon, 60 + index) });
    if (again && deed === 'stopped') repaired.push(call(index, names.repaired, 600, story));
  });
  await world.deliver(harmed);
  const open = await world.outcome();
  world.clock.pass(Math.max(0, (later(noon, 605) - world.clock.now()) / 1000));
  for (const [index, { deed, repaired: again }] of story.deeds.entries())
    if (again && deed === 'stopped')
      world.put(own(index), {
        logging: true,
        startedAt: later(noon, 600),
        stoppedAt: later(noon, 60 + index),
      });
  // Old messages come back too: what they ask for is looked at, never what they say.
  await world.deliver(how === undefined ? repaired : [...harmed, ...repaired]);
  return { open, end: await world.outcome() };
}

const anyStory: fc.Arbitrary<Story> = fc.record({
  deeds: fc.array(
    fc.record({ deed: fc.constantFrom('nothing', 'stopped', 'deleted'), repaired: fc.boolean() }),
    { minLength: everywhere.length, maxLength: everywhere.length },
  ),
  oneSession: fc.boolean(),
});
const anyDisturbance: fc.Arbitrary<Disturbance> = fc.record({
  seed: fc.nat(),
  atOnce: fc.integer({ min: 1, max: 3 }),
  copies: fc.integer({ min: 1, max: 3 }),
});

test('however messages are copied, mixed and worked on at once, what is found and told is the same', async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, anyDisturbance, async (story, how) => {
      const [calm, wild] = [await tell(story, undefined), await tell(story, how)];
      const harmed = story.deeds.some(({ deed }) => deed !== 'nothing');
      expect(calm.open.told.length > 0).toBe(harmed);
      expect(wild.open).toEqual(calm.open);
      expect(wild.end).toEqual(calm.end);
      expect(wild.end.saidTwice.every((times) => times === 0)).toBe(true);
      expect(wild.end.waiting).toBe(0);
    }),
    { numRuns: 300 },
  );
});

test('a repair that was only announced resolves nothing: the state is what counts', async () => {
  const world = await disturbedWorld(undefined);
  const story: Story = { deeds: [{ deed: 'stopped', repaired: false }], oneSession: true };
  world.put({ arn: trailIn(0) }, { logging: true });
  await world.look();
  world.clock.pass(62);
  world.put({ arn: trailIn(0) }, { logging: false, stoppedAt: later(noon, 60) });
  await world.deliver([call(0, names.stopped, 60, story)]);
  await world.deliver([call(0, names.repaired, 90, story)]);
  const { items } = await world.outcome();
  expect(items.find(({ region }) => region === everywhere[0])).toMatchObject({
    status: 'open',
    disabled: true,
  });
});

test('evaluators that claim no incident are noticed: one cause becomes several', async () => {
  const story: Story = {
    deeds: everywhere.map(() => ({ deed: 'stopped', repaired: false })),
    oneSession: true,
  };
  const how = { seed: 1, atOnce: 3, copies: 1 };
  const [sound, planted] = [await tell(story, how), await tell(story, how, withoutClaims)];
  expect(sound.open.told).toHaveLength(1);
  expect(planted.open.told.length).toBeGreaterThan(1);
});
