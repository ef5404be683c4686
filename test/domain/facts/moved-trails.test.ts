import { expect, test } from 'vitest';
import { haveTrailsMoved } from '#domain/facts/moved-trails.ts';
import { account, at, region } from '#test/given/incidents.ts';
import { created, logging, memory, observation, remembered, stopped } from '#test/given/looks.ts';

const [main, spare] = [logging('main'), logging('spare')];
const before = memory(remembered(main), remembered(spare));
const moved = (...sights: Parameters<typeof observation>[0] & object) =>
  haveTrailsMoved(before, observation(sights));

test('trails of an account have moved when one is new, gone, stopped or set otherwise', () => {
  expect(moved(main, logging('spare', { deliveredAt: at('11:59:00') }))).toBe(false);
  expect(moved(spare, main)).toBe(false);
  expect(moved(main, stopped('spare'))).toBe(true);
  expect(moved(stopped('main'), spare)).toBe(true);
  expect(moved(main, logging('spare', {}, { bucket: 'other' }))).toBe(true);
  expect(moved(main, logging('spare', { deliveryError: 'AccessDenied' }))).toBe(true);
  expect(moved(main)).toBe(true);
  expect(moved(main, spare, created('third'))).toBe(true);
});

test('trails of others, or that live in another Region, do not count, nor what cannot be read', () => {
  const foreign = logging('x', {}, { owner: account('999999999999') });
  const abroad = logging('y', {}, { homeRegion: region('us-east-1') });
  expect(moved(main, spare, foreign, abroad)).toBe(false);
  expect(haveTrailsMoved(before, observation('unreadable'))).toBe(false);
});
