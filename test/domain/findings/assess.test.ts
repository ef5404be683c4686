import { describe, expect, it } from 'vitest';
import { assess, isReplacedIn } from '#domain/findings/assess/assess.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { findingKey } from '#domain/findings/finding.ts';
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

describe('a trail that was replaced long ago', () => {
  const days = (count: number) => after(-count * 24 * 3600);
  const retired = stopped('retired', days(100));
  const data = logging('young', { startedAt: days(30) }, { bucket: 'mine', kmsKey: undefined });
  const shared = independent('organization', { startedAt: days(300) });
  const lost = { ...shared, ...independent('organization', { logging: false, stoppedAt: after(-2) }) };
  const before = memory(remembered(shared), remembered(retired), remembered(data));
  const key = findingKey('logging-stopped', retired.trail.arn);
  const weights = (sights: readonly TrailSight[], known: Look['known'], seen = before) =>
    [...assess({ ...look(sights, seen), known }).findings.values()].map(
      ({ subject, severity, weakening }) => `${subject.replace(/^.*\//, '')} ${severity} ${weakening}`,
    );
  const first = assess(look([shared, retired, data], before)).findings.get(key);
  if (first === undefined) throw new Error('the trail is stopped');
  const known = new Map([[key, { state: 'open', ...first } as const]]);

  it('is a weakening while another records the same', () => {
    expect(first).toMatchObject({ severity: 'low', weakening: true });
  });

  it('stays one when that other is lost: the loss is told of the trail that was lost last', () => {
    expect(weights([lost, retired, data], known)).toEqual(['organization high false', 'retired low true']);
  });

  it('is told itself when nothing else was lost, and when it was told before', () => {
    const alone = memory(remembered(retired), remembered(data));
    expect(weights([retired, data], known, alone)).toEqual(['retired high false']);
    const told = new Map([[key, { state: 'open', ...first, weakening: false } as const]]);
    expect(weights([lost, retired, data], told)).toContain('retired high false');
    const over = new Map([[key, { state: 'resolved', ...first } as const]]);
    expect(weights([lost, retired, data], over)).toContain('retired high false');
    const later = { ...retired, ...stopped('retired', after(-1)) };
    expect(weights([lost, later, data], known)).toContain('retired high false');
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
