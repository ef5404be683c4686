import { describe, expect, test } from 'vitest';
import type { Extent, RecordedEvents } from '#domain/facts/event-selectors.ts';
import {
  covers,
  recordedBy,
  recordedTogether,
  recordsEverything,
  recordsNothing,
} from '#domain/facts/event-selectors.ts';

const [kms, rds] = ['kms.amazonaws.com', 'rdsdata.amazonaws.com'];
const part = (writes: Extent, reads: Extent, ...excludedSources: string[]): RecordedEvents => ({
  writes,
  reads,
  excludedSources,
});

describe('what several trails record together', () => {
  test.each<[string, readonly (RecordedEvents & { readonly only?: readonly string[] })[], RecordedEvents]>([
    ['of none is nothing', [], recordsNothing],
    ['of two that record nothing is nothing', [recordsNothing, recordsNothing], recordsNothing],
    ['is the greater extent of each', [part('some', 'none'), part('none', 'all')], part('some', 'all')],
    ['is some, of some and some', [part('some', 'some'), part('some', 'none')], part('some', 'some')],
    ['leaves nothing out by name, where it is some only', [part('some', 'some', kms)], part('some', 'some')],
    [
      'leaves out what all of them do',
      [part('all', 'all', kms, rds), part('all', 'all', rds)],
      part('all', 'all', rds),
    ],
    [
      'leaves out what the only one does that records all',
      [part('all', 'none', kms), part('none', 'none')],
      part('all', 'none', kms),
    ],
    [
      'leaves out a source of which reads or writes are missing, once',
      [part('all', 'all', kms), part('all', 'none')],
      part('all', 'all', kms),
    ],
    [
      'has what one of them is for',
      [part('all', 'all', kms), { ...part('some', 'some'), only: [kms] }],
      part('all', 'all'),
    ],
    [
      'misses the reads of what one is for in writes only',
      [part('all', 'all', kms), { ...part('some', 'none'), only: [kms] }],
      part('all', 'all', kms),
    ],
    [
      'misses what none of them is for',
      [part('all', 'all', kms), { ...part('some', 'some'), only: [rds] }],
      part('all', 'all', kms),
    ],
  ])('%s', (_, parts, together) => {
    expect(recordedTogether(parts)).toEqual(together);
  });
});

describe('sources that are left out', () => {
  const leaving = (...notEquals: string[]) =>
    recordedBy({
      kind: 'advanced',
      selectors: [
        [
          { field: 'eventCategory', equals: ['Management'], narrowsOtherwise: false },
          { field: 'eventSource', notEquals, narrowsOtherwise: false },
        ],
      ],
    });
  const sources = (count: number) => Array.from({ length: count }, (_, index) => `s-${index}.amazonaws.com`);

  test('are named up to ten; more are some events only, behind which nothing hides', () => {
    expect(leaving(...sources(10))).toEqual(part('all', 'all', ...sources(10)));
    expect(leaving(...sources(11))).toEqual(part('some', 'some', ...sources(10)));
  });

  test('are named up to 64 characters; longer ones are some events only', () => {
    const [fits, long] = ['x'.repeat(64), 'x'.repeat(65)];
    expect(leaving(fits)).toEqual(part('all', 'all', fits));
    expect(leaving(kms, long)).toEqual(part('some', 'some', kms));
  });

  test('are of what is recorded: where reads are not, they stay none', () => {
    const selectors = [
      { managementEvents: true, readWrite: 'WriteOnly' as const, excludedSources: sources(11) },
    ];
    expect(recordedBy({ kind: 'basic', selectors })).toMatchObject({ writes: 'some', reads: 'none' });
  });
});

test('everything covers something, and something nothing', () => {
  const extents: readonly Extent[] = ['none', 'some', 'all'];
  const table = extents.map((now) => extents.map((was) => covers(now, was)));
  expect(table).toEqual([
    [true, false, false],
    [true, true, false],
    [true, true, true],
  ]);
  expect(recordsEverything).toEqual(part('all', 'all'));
});
