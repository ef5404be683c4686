import { describe, expect, it } from 'vitest';
import { assess, isReplacedIn } from '#domain/findings/assess/assess.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { Look } from '#domain/findings/rule.ts';
import {
  after,
  hidden,
  independent,
  logging,
  memory,
  noon,
  observation,
  remembered,
  stopped,
} from '#test/given/looks.ts';

const unread = {
  expected: undefined,
  trustedAccess: undefined,
  organization: undefined,
  forwarding: undefined,
  lake: undefined,
  destinations: new Map(),
  ownParts: false,
  refusedSince: undefined,
  known: new Map(),
  claims: [],
};
const look = (sights: readonly TrailSight[] | 'unreadable', before?: Look['memory']): Look => ({
  ...unread,
  ...observation(sights, noon),
  memory: before,
});
const losses = (...sights: readonly TrailSight[]) =>
  [...assess(look(sights)).findings.values()].map(
    ({ subject, severity, weakening }) => `${subject.replace(/^.*\//, '')} ${severity} ${weakening}`,
  );

describe('a loss of coverage', () => {
  it.each([
    ['the trail that stopped last', stopped('main', after(-60)), stopped('spare', after(-30)), 'spare'],
    ['whichever way they are listed', stopped('main', after(-30)), stopped('spare', after(-60)), 'main'],
    [
      'the greater name, when both stopped at once',
      stopped('main', after(-60)),
      stopped('spare', after(-60)),
      'spare',
    ],
    [
      'the greater name, when it is listed first',
      stopped('spare', after(-60)),
      stopped('main', after(-60)),
      'spare',
    ],
  ])('belongs to %s', (_, one, two, owner) => {
    const names = ['main', 'spare'].map((name) =>
      name === owner ? `${name} critical false` : `${name} low true`,
    );
    expect(losses(one, two).toSorted()).toEqual(names.toSorted());
  });
});

describe('a vanished trail', () => {
  const known = remembered(logging('old'));

  it('is replaced by a trail of others that records the same', () => {
    expect(isReplacedIn(assess(look([independent('org')], memory(known))))(known)).toBe(true);
  });

  it.each([
    ['nothing is left', []],
    ['what is left cannot be read', [hidden('spare')]],
    ['nothing could be read', 'unreadable'],
  ] as const)('is not replaced when %s', (_, sights) => {
    expect(isReplacedIn(assess(look(sights, memory(known))))(known)).toBe(false);
  });
});
