import { describe, expect, test } from 'vitest';
import type {
  BucketSight,
  LogDestinationSight,
  FoundBucket,
  KeySight,
} from '#domain/facts/log-destination.ts';
import { areSettled, inspectionOf, usedDestinations } from '#domain/reports/inspected-destinations.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import type { Instant } from '#domain/values/instant.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import { at } from '#test/given/incidents.ts';
import { accountIds, bucketOf, outcome, sweep } from '#test/given/days.ts';

const [shop, bank] = accountIds(2) as [
  ReturnType<typeof accountIds>[0] & {},
  ReturnType<typeof accountIds>[0] & {},
];
const began = at('05:00:00');
const why = { operation: 's3:GetBucketPolicy', code: 'AccessDenied', message: 'no' };
const settings = {
  policy: { kind: 'seen', value: undefined },
  expiry: { kind: 'seen', value: [] },
  versioning: { kind: 'seen', value: 'never' },
} as const;
const whole: FoundBucket = { is: 'there', owner: shop, settings };
const sight = (found: FoundBucket, seenAt: Instant = at('05:02:00')): BucketSight => ({
  kind: 'bucket',
  id: 'logs',
  at: seenAt,
  changedAt: seenAt,
  found,
});
const key: KeySight = {
  kind: 'key',
  id: 'arn',
  at: at('05:02:00'),
  changedAt: began,
  found: { is: 'there', owner: shop, settings: { state: 'Enabled', policy: { kind: 'unreadable', why } } },
};
const asked = { kind: 'bucket', id: 'logs', asked: true, accounts: [shop], askedAt: at('05:01:00') } as const;
const known = (seen?: LogDestinationSight, failedAt?: Instant) => ({
  sight: seen,
  failure: failedAt === undefined ? undefined : { at: failedAt, why: 'timed out' },
});

describe('what an inspection came to', () => {
  test.each<[string, ReturnType<typeof known>, string]>([
    ['everything was read', known(sight(whole)), 'done'],
    ['the bucket is gone, which a finding tells', known(sight({ is: 'gone' })), 'done'],
    [
      'it was found shortly before the sweep, which did not ask again',
      known(sight(whole, at('04:46:00'))),
      'done',
    ],
    ['it was found by an earlier sweep only', known(sight(whole, at('04:45:00'))), 'pending'],
    [
      'a setting was refused',
      known(sight({ ...whole, settings: { ...settings, versioning: { kind: 'unreadable', why } } })),
      'refused',
    ],
    ['the policy of the key was refused', known(key), 'refused'],
    ['it cannot be told whose it is', known(sight({ is: 'hidden', why })), 'refused'],
    ['the last try failed', known(undefined, at('05:03:00')), 'failed'],
    ['a try of an earlier sweep failed', known(undefined, at('04:00:00')), 'pending'],
    ['it failed first and then was read', known(sight(whole), at('05:01:30')), 'done'],
    ['there is no result yet', known(), 'pending'],
  ])('%s', (_when, what, is) => {
    expect(inspectionOf(asked, what, began).is).toBe(is);
  });

  test('where no account asked, it says so, and what was inspected all the same counts', () => {
    const unasked = { ...asked, asked: false, askedAt: undefined };
    expect(inspectionOf(unasked, known(), began).is).toBe('not-asked');
    expect(inspectionOf(unasked, known(sight(whole)), began).is).toBe('done');
  });
});

test('a bucket that trails of several accounts use is one, of all of them, asked for when the first asked', () => {
  const destinations = [{ ...bucketOf(shop), asked: false }];
  const outcomes = [
    outcome(bank, { destinations, at: at('05:00:30') }),
    outcome(shop, { at: at('05:01:00') }),
  ];
  expect(usedDestinations(sweepResult(sweep([shop, bank]), outcomes, began))).toEqual([
    { ...bucketOf(shop), asked: true, accounts: [bank, shop], askedAt: at('05:01:00') },
  ]);
});

describe('the greeting waits', () => {
  const result = sweepResult(sweep([shop]), [outcome(shop)], began);
  const lastAsked = result.outcomes[0]?.at ?? began;
  const settled = (inspection: Parameters<typeof areSettled>[0][0]['inspection'], seconds: number) =>
    areSettled(
      [{ ...bucketOf(shop), accounts: [shop], inspection }],
      result,
      plusSeconds(lastAsked, seconds),
    );
  const pending = { is: 'pending', askedAt: lastAsked } as const;

  test('for inspections that are under way, and no longer than they are tried', () => {
    expect(settled(pending, 1800)).toBe(false);
    expect(settled(pending, 1801)).toBe(true);
    expect(settled({ is: 'failed', failure: { at: lastAsked, why: 'x' } }, 60)).toBe(false);
  });

  test('for the evaluations that follow an inspection, a minute', () => {
    expect(settled({ is: 'done', at: lastAsked }, 59)).toBe(false);
    expect(settled({ is: 'done', at: lastAsked }, 60)).toBe(true);
    expect(settled({ is: 'refused', at: lastAsked, why, ownerUnknown: true }, 60)).toBe(true);
  });

  test('for each of several', () => {
    const all = [{ is: 'done', at: began } as const, pending].map((inspection) => ({
      ...bucketOf(shop),
      accounts: [shop],
      inspection,
    }));
    for (const one of [all, all.toReversed()])
      expect(areSettled(one, result, plusSeconds(lastAsked, 60))).toBe(false);
  });

  test('for nothing that was not asked for', () => {
    expect(settled({ is: 'not-asked' }, 0)).toBe(true);
  });
});
