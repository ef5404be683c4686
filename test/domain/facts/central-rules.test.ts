import { expect, test } from 'vitest';
import type { CentralRuleSight } from '#domain/facts/central-rules.ts';
import { centralGaps } from '#domain/facts/central-rules.ts';
import { later, noon } from '#test/given/shop.ts';

const [own, elsewhere] = ['arn:aws:sqs:eu-west-1:1:own', 'arn:aws:sqs:eu-west-1:1:other'];
const expected = [{ name: 'central', bus: 'trailwarden', digest: 'c', queue: own }];
const rule = (name: string, changes: Partial<CentralRuleSight> = {}): CentralRuleSight => ({
  name,
  bus: 'trailwarden',
  digest: 'c',
  enabled: true,
  queues: [elsewhere, own],
  ...changes,
});
const gaps = (...seen: CentralRuleSight[]) =>
  centralGaps(expected, seen, [], noon).map(({ rule: name, found }) => [name, found]);

test.each<[string, readonly CentralRuleSight[], readonly (readonly string[])[]]>([
  ['as it was deployed', [rule('a')], []],
  ['disabled beside one of its like that is not', [rule('a', { enabled: false }), rule('b')], []],
  ['disabled, as are all of its like', [rule('a', { enabled: false })], [['a', 'is disabled']]],
  [
    'disabled, and another sends elsewhere',
    [rule('a', { queues: [elsewhere] }), rule('b', { enabled: false })],
    [['b', 'is disabled']],
  ],
  [
    'there and sends elsewhere, disabled or not',
    [rule('a', { queues: [elsewhere], enabled: false })],
    [['a', 'does not send to its queue']],
  ],
  ['there without a target', [rule('a', { queues: [] })], [['a', 'does not send to its queue']]],
  ['only on another bus', [rule('a', { bus: 'default' })], [['central', 'is gone or has another pattern']]],
  ['of another pattern', [rule('a', { digest: 'd' })], [['central', 'is gone or has another pattern']]],
  ['not there', [], [['central', 'is gone or has another pattern']]],
])('a rule of the centre that is %s', (_, seen, found) => {
  expect(gaps(...seen)).toEqual(found);
});

test('a gap keeps the time of the first look that found it, until it is another one', () => {
  const [first] = centralGaps(expected, [], [], noon);
  expect(first).toEqual({
    rule: 'central',
    found: 'is gone or has another pattern',
    since: noon,
    told: false,
  });
  const told = { ...first!, told: true };
  expect(centralGaps(expected, [], [told], later(noon, 300))).toEqual([told]);
  const disabled = rule('a', { enabled: false });
  expect(centralGaps(expected, [disabled], [told], later(noon, 300))).toMatchObject([
    { found: 'is disabled', since: later(noon, 300), told: false },
  ]);
  const idle = centralGaps(expected, [rule('a', { queues: [] })], [], noon).map((gap) => ({
    ...gap,
    told: true,
  }));
  expect(centralGaps(expected, [disabled], idle, later(noon, 300))).toMatchObject([
    { rule: 'a', found: 'is disabled', since: later(noon, 300), told: false },
  ]);
  const other = { ...told, rule: 'another' };
  expect(centralGaps(expected, [], [other], later(noon, 300))).toMatchObject([
    { rule: 'central', since: later(noon, 300) },
  ]);
});
