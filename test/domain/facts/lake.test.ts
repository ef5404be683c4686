import { describe, expect, it } from 'vitest';
import type { LakeSight, SeenStore, StoreSettings } from '#domain/facts/lake.ts';
import { goneIsForgottenAfter, rememberStores } from '#domain/facts/lake.ts';
import { at, home, later, shop } from '#test/given/shop.ts';

const arn = `arn:aws:cloudtrail:${home}:${shop}:eventdatastore/0f1e2d3c`;
const six = at('06:00:00');
const noon = at('12:00:00');
const settings: StoreSettings = {
  recorded: { writes: 'all', reads: 'all', excludedSources: [] },
  multiRegion: true,
  organization: true,
  keptDays: 366,
};
const running: SeenStore = { arn, state: 'running', settings };

/** What is known after looks at these moments. */
const after = (...looks: readonly (readonly [LakeSight['at'], ...SeenStore[]])[]): LakeSight =>
  looks.reduce<LakeSight | undefined>(
    (before, [when, ...seen]) => rememberStores(before, { account: shop, region: home, at: when, seen }),
    undefined,
  )!;

describe('a store that stops', () => {
  it('is missed since AWS says it was changed, if that was after the look before', () => {
    const updatedAt = at('09:30:00');
    const sight = after([six, running], [noon, { ...running, state: 'stopped', updatedAt }]);
    expect(sight).toMatchObject({
      changedAt: noon,
      stores: [{ state: 'stopped', since: updatedAt, hasRun: true }],
    });
  });

  it('is missed since the look that found it so, where AWS does not say', () => {
    const updatedAt = at('05:00:00');
    expect(after([six, running], [noon, { ...running, state: 'stopped', updatedAt }]).stores).toMatchObject([
      { since: noon },
    ]);
  });

  it('before anybody looked is none that ran', () => {
    expect(after([noon, { ...running, state: 'stopped' }]).stores).toMatchObject([{ hasRun: false }]);
  });

  it('and is not listed any more is gone, and forgotten after 90 days', () => {
    expect(after([six, running], [noon]).stores).toMatchObject([
      { state: 'gone', since: noon, hasRun: true },
    ]);
    const long = later(noon, goneIsForgottenAfter / 1000);
    expect(after([six, running], [noon], [long]).stores).toEqual([]);
  });

  it('was deleted before it was gone, and is missed since then', () => {
    const sight = after([six, running], [noon, { ...running, state: 'deleted' }], [later(noon, 8 * 86_400)]);
    expect(sight.stores).toMatchObject([{ state: 'gone', since: noon }]);
  });
});

describe('what a store takes in', () => {
  const recorded = (changes: Partial<StoreSettings['recorded']>) => ({
    recorded: { ...settings.recorded, ...changes },
  });
  it.each<readonly [Partial<StoreSettings>, readonly string[]]>([
    [{}, []],
    [recorded({ writes: 'none' }), ['management write events']],
    [recorded({ reads: 'some' }), ['management read events']],
    [
      recorded({ writes: 'none', reads: 'none', excludedSources: ['kms.amazonaws.com'] }),
      ['management write events', 'management read events'],
    ],
    [recorded({ excludedSources: ['kms.amazonaws.com'] }), ['events of kms.amazonaws.com']],
    [
      recorded({ reads: 'none', excludedSources: ['kms.amazonaws.com'] }),
      ['management read events', 'events of kms.amazonaws.com'],
    ],
    [
      recorded({ writes: 'none', excludedSources: ['kms.amazonaws.com'] }),
      ['management write events', 'events of kms.amazonaws.com'],
    ],
    [{ multiRegion: false, organization: false }, ['other Regions', 'other accounts']],
    [{ keptDays: 7 }, ['events older than 7 days']],
    [{ keptDays: 2557 }, []],
  ])('lacks, when it is set like %j: %j', (changes, lost) => {
    const sight = after([six, running], [noon, { ...running, settings: { ...settings, ...changes } }]);
    expect(sight.stores).toMatchObject([{ lost, lostSince: lost.length > 0 ? noon : undefined }]);
  });

  it('is held against what it was when nothing was lost, until it is that again', () => {
    const narrow = { ...running, settings: { ...settings, multiRegion: false } };
    const still = after([six, running], [noon, narrow], [later(noon, 60), narrow]);
    expect(still).toMatchObject({ changedAt: noon, stores: [{ lost: ['other Regions'], lostSince: noon }] });
    expect(after([six, running], [noon, narrow], [later(noon, 60), running]).stores).toMatchObject([
      { lost: [], lostSince: undefined },
    ]);
  });

  it('stays what was known of it where it cannot be read', () => {
    expect(after([six, running], [noon, { arn }])).toMatchObject({
      changedAt: six,
      stores: [{ state: 'running', full: settings }],
    });
    expect(after([noon, { arn }]).stores).toEqual([]);
  });
});
