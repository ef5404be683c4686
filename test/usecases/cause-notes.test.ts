import { describe, expect, test } from 'vitest';
import { unexplainedKey } from '#domain/issues/cause-search.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { at, finding } from '#test/given/incidents.ts';
import { home, prod } from '#test/given/looks.ts';
import type { LookRequest } from '#usecases/evaluate/assign-incident.ts';
import { withCauseNotes } from '#usecases/evaluate/assign-incident.ts';

const place = { account: prod, region: home };
const now = at('12:00:10');
const found = (changes: Partial<TrackedFinding> = {}) =>
  finding({ causedBy: undefined, openedAt: now, ...changes });
const notes = (one: TrackedFinding, asked: Partial<LookRequest> = {}, preexisting = false) => {
  const request = { why: 'event', triggers: [], forwarding: undefined, ...asked } as const;
  const { missed, unexplained } = withCauseNotes(one, place, { asked: request, at: now, preexisting });
  return { missed, unexplained };
};
const unexplained = new Map([[unexplainedKey(home, found()), 'nothing was found']]);

describe('a finding without a known cause', () => {
  test.each<[string, TrackedFinding, Partial<LookRequest>, boolean, true | undefined]>([
    ['a sweep sees it first', found(), { why: 'sweep' }, false, true],
    [
      'a look sees it after an inspection that no call led to',
      found(),
      { why: 'look-again', inspected: 'changed' },
      false,
      true,
    ],
    ['an event led to it', found(), { why: 'event' }, false, undefined],
    ['a first inspection led to it', found(), { why: 'look-again', inspected: 'first' }, false, undefined],
    ['it was seen before', found({ openedAt: at('11:00:00') }), { why: 'sweep' }, false, undefined],
    [
      'it was missed before',
      found({ openedAt: at('11:00:00'), missed: true }),
      { why: 'event' },
      false,
      true,
    ],
    ['it stood before Trailwarden', found(), { why: 'sweep' }, true, undefined],
    ['its cause is known', found({ causedBy: 'e-1' }), { why: 'sweep' }, false, undefined],
  ])('was missed by events, or was not, when %s', (...[, one, asked, preexisting, missed]) => {
    expect(notes(one, asked, preexisting).missed).toBe(missed);
  });

  test('has the reason why none was found, until one is', () => {
    expect(notes(found(), { unexplained }).unexplained).toBe('nothing was found');
    expect(notes(found({ unexplained: 'an earlier reason' }), { unexplained }).unexplained).toBe(
      'an earlier reason',
    );
    expect(notes(found(), {}).unexplained).toBeUndefined();
    expect(
      notes(found({ causedBy: 'e-1', unexplained: 'an earlier reason' }), { unexplained }).unexplained,
    ).toBeUndefined();
  });

  test('that stood before Trailwarden says so, when it is seen first', () => {
    expect(notes(found(), {}, true).unexplained).toBe('It stood before Trailwarden first looked.');
    expect(notes(found({ openedAt: at('11:00:00') }), {}, true).unexplained).toBeUndefined();
  });
});
