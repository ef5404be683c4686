import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Member } from '#domain/issues/incident.ts';
import { digest } from '#doors/words.ts';
import { at, everywhere, healed, member, prod } from '#test/given/incidents.ts';
import { incidents, one, team, twoReporters, type Death } from './two-reporters.ts';

const crowd = (changes: Parameters<typeof member>[0] = {}): Member[] =>
  [prod, team, ...Array.from({ length: 10 }, (_, index) => one(index))].map((account) =>
    member(changes, { account }),
  );

/** How an incident can stand. */
const states: readonly (readonly Member[])[] = [
  [member({ severity: 'high', peak: 'high' })],
  [member()],
  everywhere(),
  [...everywhere(), ...everywhere({}, { account: team })],
  crowd(),
  crowd(healed),
  everywhere(healed),
  crowd({ state: 'whitelisted', exemptBecause: 'known' }),
  [...crowd(healed), member({ openedAt: at('12:30:00'), since: at('12:29:58') }, { account: one(20) })],
];

const anyDeath: fc.Arbitrary<Death> = fc.option(
  fc.record({ at: fc.nat(40), when: fc.constantFrom('before' as const, 'after' as const) }),
  { nil: undefined, freq: 2 },
);
const reporter = fc.constantFrom('slack' as const, 'jira' as const);
const copies = fc.integer({ min: 1, max: 2 });
const outcomes = [
  { kind: 'later', seconds: 3, why: 'called too often' },
  { kind: 'unknown', why: 'the answer was lost', happened: true },
  { kind: 'unknown', why: 'the answer was lost', happened: false },
] as const;

const anyDeed = fc.oneof(
  fc.record({ deed: fc.constant('move' as const), which: fc.nat(1), state: fc.nat(states.length - 1) }),
  fc.record({ deed: fc.constant('hear' as const), reporter, copies, death: anyDeath }),
  fc.record({ deed: fc.constant('serve' as const), reporter, copies, death: anyDeath }),
  fc.record({ deed: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 90 }) }),
  fc.record({
    deed: fc.constant('fail' as const),
    reporter,
    method: fc.constantFrom('open' as const, 'change' as const, 'say' as const, 'find' as const),
    outcome: fc.constantFrom(...outcomes),
  }),
);

test('whatever comes in whatever order, each destination has one message, which says what is true in the end', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyDeed, { minLength: 3, maxLength: 25 }), async (deeds) => {
      const world = await twoReporters();
      for (const deed of deeds) {
        if (deed.deed === 'move') world.move(incidents[deed.which] ?? incidents[0], states[deed.state] ?? []);
        if (deed.deed === 'hear') await world.hear(deed.reporter, deed.copies, deed.death);
        if (deed.deed === 'serve') await world.serve(deed.reporter, deed.copies, deed.death);
        if (deed.deed === 'pass') world.clock.pass(deed.seconds);
        if (deed.deed === 'fail') world.reporters[deed.reporter].channel.next(deed.method, deed.outcome);
      }
      await world.rest();
      for (const id of incidents) {
        for (const { destination, expected, messages } of await world.outcome(id)) {
          expect(messages, JSON.stringify(destination)).toHaveLength(expected ? 1 : 0);
          const [message] = messages;
          if (!message || !expected) continue;
          expect(digest(message.shown)).toBe(digest(expected));
          expect(message.said.length).toBe(new Set(message.said).size);
          expect(message.finished || !expected.done).toBe(true);
        }
      }
      for (const { queue } of Object.values(world.reporters)) expect(queue.deadLetters).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test('a reporter that forgets its receipts is noticed: there are two messages', async () => {
  const world = await twoReporters();
  const { slack } = world.reporters;
  const forgetful = {
    ...slack.parts.receipts,
    readReceipt: async () => ({
      incident: incidents[0],
      destination: 'slack|C-security',
      version: 0,
      said: [],
    }),
  };
  world.move(incidents[0], states[1] ?? []);
  await world.hear('slack', 1, undefined);
  Object.assign(slack.parts, { receipts: { ...forgetful, writeReceipt: async <R>(receipt: R) => receipt } });
  world.move(incidents[0], states[2] ?? []);
  await world.hear('slack', 1, undefined);
  const [told] = await world.outcome(incidents[0]);
  expect(told?.messages).toHaveLength(2);
});
