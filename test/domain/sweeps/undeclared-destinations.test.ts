import { expect, test } from 'vitest';
import type { SeenDestination } from '#domain/sweeps/sweep.ts';
import { undeclaredDestinations } from '#domain/sweeps/undeclared-destinations.ts';
import { accountIds, outcome } from '#test/given/days.ts';

const [first, second] = accountIds(2);
const bucket = (id: string, asked = true): SeenDestination => ({ kind: 'bucket', id, asked });
const key: SeenDestination = { kind: 'key', id: 'k-1', asked: true };
const outcomes = [
  outcome(second!, { destinations: [bucket('mine'), bucket('other'), key] }),
  outcome(first!, { destinations: [bucket('other'), bucket('other'), bucket('foreign', false)] }),
  outcome(first!, { destinations: undefined }),
];
const of = (buckets: readonly string[], keys: readonly string[]) =>
  undeclaredDestinations(outcomes, { buckets, keys });

test('what own trails use and the baseline does not name is listed once, with the accounts in order', () => {
  expect(of(['mine'], ['k-2'])).toEqual([
    { kind: 'bucket', id: 'other', accounts: [first, second] },
    { kind: 'key', id: 'k-1', accounts: [second] },
  ]);
});

test('a baseline without buckets says nothing of buckets, and one without keys nothing of keys', () => {
  expect(of([], ['k-2']).map(({ id }) => id)).toEqual(['k-1']);
  expect(of(['mine', 'other'], [])).toEqual([]);
  expect(of([], [])).toEqual([]);
  expect(of([], ['k-1'])).toEqual([]);
});
