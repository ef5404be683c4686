import { describe, expect, test } from 'vitest';
import type { MapView } from '#console/model.ts';
import { countsOf, emptyPage, rowsShown, updated } from '#console/page/state.ts';
import { placeStates, placeStateWords } from '#domain/reports/place-state.ts';

const legend = placeStates.map((state) => ({ state, ...placeStateWords[state] }));
const recorded = String(placeStates.indexOf('recorded'));
const map: MapView = {
  accounts: [
    ['111111111111', 'alpha'],
    ['222222222222', 'Beta'],
    ['333333333333', ''],
  ],
  regions: ['eu-west-1', 'us-east-1'],
  rows: [`${recorded}${recorded}`, `${recorded}0`, `1${recorded}`],
  legend,
};

describe('the map', () => {
  test('changes place by place, and other rows stay as they are', () => {
    const before = updated(emptyPage, { kind: 'map', map });
    const after = updated(before, { kind: 'places', changes: [[0, 1, 2]] });
    expect(after.map?.rows).toEqual([`${recorded}2`, `${recorded}0`, `1${recorded}`]);
    expect(before.map?.rows[0]).toBe(`${recorded}${recorded}`);
  });

  test('a change before the map is passed over', () => {
    expect(updated(emptyPage, { kind: 'places', changes: [[0, 0, 0]] })).toEqual(emptyPage);
  });

  test('counts places by state', () => {
    expect(countsOf(map)[0]).toBe(1);
    expect(countsOf(map)[Number(recorded)]).toBe(4);
  });

  test.each([
    ['everything, in its order', { text: '', state: undefined, worstFirst: false }, [0, 1, 2]],
    ['the worst first', { text: '', state: undefined, worstFirst: true }, [1, 2, 0]],
    ['a name, in any case', { text: ' BETA', state: undefined, worstFirst: false }, [1]],
    ['a part of an id', { text: '3333', state: undefined, worstFirst: false }, [2]],
    ['one state', { text: '', state: 1, worstFirst: false }, [2]],
    ['nothing that matches', { text: 'gamma', state: undefined, worstFirst: true }, []],
  ])('shows %s', (_, choice, expected) => {
    expect(rowsShown(map, choice)).toEqual(expected);
  });
});

test('events that come again after a lost connection are shown once, and the newest are kept', () => {
  const event = (id: number) => ({
    id: String(id),
    at: id as never,
    decision: 'ignore' as const,
    reason: 'r',
  });
  const many = Array.from({ length: 250 }, (_, index) => event(index));
  const once = updated(emptyPage, { kind: 'events', events: many });
  const twice = updated(once, { kind: 'events', events: [event(249), event(250)] });
  expect(twice.events.at(-1)?.id).toBe('250');
  expect(twice.events).toHaveLength(200);
  expect(new Set(twice.events.map(({ id }) => id)).size).toBe(200);
});
