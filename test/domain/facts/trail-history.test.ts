import { describe, expect, test } from 'vitest';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import type { RememberedTrail, TrailSight } from '#domain/facts/observation.ts';
import { historyOf, loggingSinceOf, recordedOfRemembered } from '#domain/facts/trail-history.ts';
import { at } from '#test/given/incidents.ts';
import { created, denied, hidden, logging, noon, recording, stopped, trail } from '#test/given/looks.ts';

const [eight, nine, ten] = [at('08:00:00'), at('09:00:00'), at('10:00:00')];
const sight = logging('main');
const known = (changes: Partial<RememberedTrail> = {}): RememberedTrail => ({
  trail: trail('main'),
  status: { logging: true, startedAt: nine },
  loggingSince: nine,
  unchangedSince: ten,
  seenAt: at('11:50:00'),
  ...changes,
});
const all = { writes: 'all', reads: 'all', excludedSources: [] } as const;
const only = (readWrite: 'All' | 'ReadOnly' | 'WriteOnly', ...excludedSources: string[]): EventSelectors => ({
  kind: 'basic',
  selectors: [{ managementEvents: true, readWrite, excludedSources }],
});

describe('since when a trail logs', () => {
  test.each<[string, TrailSight, RememberedTrail | undefined, number | undefined]>([
    ['is when AWS says that it was started, at the first look', sight, undefined, eight],
    ['is the first look, where AWS does not say', logging('main', { startedAt: undefined }), undefined, noon],
    ['is not known of one that does not log', stopped('main'), undefined, undefined],
    ['stays what it was through a restart', logging('main', { startedAt: at('11:00:00') }), known(), nine],
    ['stays what it was while it is stopped', stopped('main'), known(), nine],
    ['is earlier than was known, where AWS says so', sight, known(), eight],
    ['stays what was known while its status cannot be read', hidden('main'), known(), nine],
    ['is not known of one that was never read', hidden('main'), undefined, undefined],
    ['begins anew after it was gone', logging('main', { startedAt: ten }), known({ goneAt: ten }), ten],
    [
      'follows from the status in rows of earlier versions',
      stopped('main'),
      known({ loggingSince: undefined }),
      nine,
    ],
  ])('%s', (_, seen, before, since) => {
    expect(historyOf(seen, before, noon, undefined).loggingSince).toBe(since);
  });

  test('follows from the status only of one that logged', () => {
    const [seenAt, loggingSince] = [at('11:50:00'), undefined];
    const of = (status: RememberedTrail['status']) => loggingSinceOf(known({ loggingSince, seenAt, status }));
    expect(of({ logging: true })).toBe(seenAt);
    expect(of({ logging: true, startedAt: at('11:55:00') })).toBe(seenAt);
    expect(of({ logging: false, startedAt: nine })).toBeUndefined();
    expect(of(undefined)).toBeUndefined();
  });
});

describe('since when a trail is as it is', () => {
  const with_ = (changes: Parameters<typeof trail>[1]) => logging('main', {}, changes);
  test.each<[string, TrailSight, RememberedTrail | undefined, number | undefined]>([
    ['is since its start at the first look', sight, undefined, eight],
    ['is not known of one that does not log at the first look', created('main'), undefined, undefined],
    ['stays what it was while nothing changes', sight, known(), ten],
    ['stays what it was while its status cannot be read', hidden('main'), known(), ten],
    ['is anew with another bucket', with_({ bucket: 'other' }), known(), noon],
    ['is anew with a prefix', with_({ prefix: 'p' }), known(), noon],
    ['is anew with another key', with_({ kmsKey: undefined }), known(), noon],
    [
      'is not known with another bucket while it is stopped',
      stopped('main', ten, { bucket: 'x' }),
      known(),
      undefined,
    ],
    ['is anew when it records more', sight, known({ recorded: { ...all, reads: 'none' } }), noon],
    ['is anew when it records some more', sight, known({ recorded: { ...all, writes: 'some' } }), noon],
    [
      'is anew when it leaves out less',
      sight,
      known({ recorded: { ...all, excludedSources: ['kms.amazonaws.com'] } }),
      noon,
    ],
    ['stays what it was when it records fewer reads', recording(sight, only('WriteOnly')), known(), ten],
    ['stays what it was when it records fewer writes', recording(sight, only('ReadOnly')), known(), ten],
    [
      'stays what it was when it leaves out more',
      recording(sight, only('All', 'kms.amazonaws.com')),
      known(),
      ten,
    ],
    [
      'stays what it was when it leaves out the same, in any order',
      recording(sight, only('All', 'rdsdata.amazonaws.com', 'kms.amazonaws.com')),
      known({ recorded: { ...all, excludedSources: ['kms.amazonaws.com', 'rdsdata.amazonaws.com'] } }),
      ten,
    ],
    ['stays what it was while its selectors cannot be read', { ...sight, selectors: denied }, known(), ten],
    [
      'is anew when selectors are read that were never read',
      recording(sight, only('All')),
      known({ trail: trail('main', { customSelectors: true }) }),
      noon,
    ],
    [
      'follows from its start in rows of earlier versions',
      sight,
      known({ unchangedSince: undefined, loggingSince: undefined }),
      nine,
    ],
    [
      'is anew at its start after it was changed while it was stopped',
      logging('main', { startedAt: at('11:00:00') }),
      known({ unchangedSince: undefined }),
      at('11:00:00'),
    ],
    [
      'is anew with another bucket, while its status cannot be read',
      hidden('main', { bucket: 'x' }),
      known(),
      noon,
    ],
    [
      'follows from this look where nothing was known of its start',
      sight,
      known({ unchangedSince: undefined, loggingSince: undefined, status: undefined }),
      eight,
    ],
  ])('%s', (_, seen, before, since) => {
    expect(historyOf(seen, before, noon, undefined).unchangedSince).toBe(since);
  });
});

test.each<[string, TrailSight, { before?: RememberedTrail; looked: typeof noon }, number | undefined]>([
  ['is not since before the last look here, which did not find it', sight, { looked: ten }, ten],
  ['is since its start, if that is later', logging('main', { startedAt: ten }), { looked: nine }, ten],
  ['is this look, of a look that comes late', sight, { looked: at('13:00:00') }, noon],
  [
    'is not since before the last look here, of one that was gone',
    sight,
    { before: known({ goneAt: nine }), looked: ten },
    ten,
  ],
  ['is not known of one that does not log', created('main'), { looked: ten }, undefined],
  [
    'stays what it was of one that was here',
    sight,
    { before: known({ unchangedSince: nine }), looked: ten },
    nine,
  ],
])(
  'since when a trail records in a place that was looked at before %s',
  (_, seen, { before, looked }, since) => {
    expect(historyOf(seen, before, noon, looked).unchangedSince).toBe(since);
  },
);

test('a trail that comes to record in a place is as old as AWS says where it is the one that is lost', () => {
  expect(historyOf(sight, undefined, noon, ten).loggingSince).toBe(eight);
});

test('a remembered trail records what was read, everything without custom selectors, and else it is not known', () => {
  const custom = trail('main', { customSelectors: true });
  expect(recordedOfRemembered(known())).toEqual(all);
  expect(recordedOfRemembered(known({ trail: custom }))).toBeUndefined();
  expect(recordedOfRemembered(known({ trail: custom, recorded: { ...all, reads: 'none' } }))).toMatchObject({
    reads: 'none',
  });
});
