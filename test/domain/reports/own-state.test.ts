import { describe, expect, test } from 'vitest';
import { plainText } from '#domain/announcements/wording.ts';
import type { DatedGap } from '#domain/facts/forwarding.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import { forwardingRemarks, unlookedRemarks } from '#domain/reports/forwarding-lines.ts';
import { managementRemarks } from '#domain/reports/management-account.ts';
import { unwatchedOwners } from '#domain/reports/unwatched-owners.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import { account, region } from '#test/given/incidents.ts';
import { accountIds, day, hoursAgo, morning, outcome, sweep, trailOf } from '#test/given/days.ts';

const shop = account('333333333333');
const management = account('111111111111');
const names = new Map([
  [shop, 'shop'],
  [management, 'management'],
]);
const [ireland, virginia] = [region('eu-west-1'), region('us-east-1')];
const gap = (changes: Partial<DatedGap>): DatedGap => ({
  region: ireland,
  kind: 'disabled',
  what: 'trailwarden-s3',
  since: hoursAgo(30),
  ...changes,
});
const linesOf = (...gaps: DatedGap[]) =>
  forwardingRemarks([{ account: shop, gaps }], names).map(({ words }) => plainText(words));

describe('the daily check of the rules in accounts', () => {
  test('says nothing of what is as it was deployed, and of accounts that are not watched any more', () => {
    expect(linesOf()).toEqual([]);
    expect(forwardingRemarks([{ account: account('999999999999'), gaps: [gap({})] }], names)).toEqual([]);
  });

  test('says in one line what is wrong with an account, where, and since when', () => {
    const other = gap({ region: virginia, what: 'trailwarden-iam', since: hoursAgo(10) });
    expect(linesOf(gap({}), other)).toEqual([
      'In shop (333333333333), 2 Regions (eu-west-1 and us-east-1), rules are disabled (trailwarden-iam and trailwarden-s3): their events do not arrive, seen since 2026-11-20 01:00:00 UTC.',
    ]);
  });

  test.each<[DatedGap['kind'], string | undefined, RegExp]>([
    ['no-rules', undefined, /none of the rules is there: no event arrives/],
    ['missing', 'trailwarden-s3', /rules are missing \(trailwarden-s3\)/],
    ['changed', 'trailwarden-s3', /other patterns than were deployed/],
    ['sends-elsewhere', 'trailwarden-s3', /do not send to the central bus/],
    ['wrong-role', 'trailwarden-s3', /send under another role than was deployed \(trailwarden-s3\)/],
    ['no-dead-letters', 'trailwarden-s3', /have lost their dead-letter queue \(trailwarden-s3\)/],
    ['no-queue', undefined, /the dead-letter queue of the rules is not there/],
    ['dead-letters', '1', /1 event that could not be delivered lies in the dead-letter queue/],
    ['unreadable', 'events:ListRules', /could not be looked at, because events:ListRules was refused/],
  ])('has words for %s', (kind, what, words) => {
    expect(linesOf(gap({ kind, what }))).toEqual([expect.stringMatching(words)]);
  });

  test('adds up what lies in the queues of all Regions', () => {
    const letters = (where: typeof ireland) => gap({ region: where, kind: 'dead-letters', what: '2' });
    expect(linesOf(letters(ireland), letters(virginia))[0]).toContain(
      '4 events that could not be delivered lie in the dead-letter queue',
    );
  });
});

describe('the management account', () => {
  const context = { management, names, now: morning, everyMinutes: 60 };
  const remark = (beats: Parameters<typeof managementRemarks>[0], more = {}) =>
    managementRemarks(beats, { ...context, ...more }).map(({ words }) => plainText(words));

  test('is not watched in real time until a heartbeat has come from it', () => {
    const words = remark([{ account: shop, region: ireland, at: morning }]);
    expect(words).toEqual([
      expect.stringMatching(
        /^The organization trail is not watched in real time: no heartbeat has come from the management account, management \(111111111111\)/,
      ),
    ]);
  });

  test('nor when its heartbeats have stopped everywhere', () => {
    const words = remark([{ account: management, region: ireland, at: hoursAgo(5) }]);
    expect(words).toEqual([expect.stringContaining('no heartbeat comes from the management account')]);
  });

  test('is not spoken of while one comes, or where there is none', () => {
    const beats = [
      { account: management, region: ireland, at: hoursAgo(50) },
      { account: management, region: virginia, at: hoursAgo(1) },
    ];
    expect(remark(beats)).toEqual([]);
    expect(remark([], { management: undefined })).toEqual([]);
  });

  test('comes first in every report, also in those of owners, and no such day is quiet', () => {
    const foremost = managementRemarks([], context);
    for (const only of [undefined, new Set([shop])]) {
      const { lead, mood } = dailyReport(day(2, { foremost }), only);
      expect(plainText(lead[0] ?? [])).toContain('not watched in real time');
      expect(mood).toBe('attention');
    }
  });
});

describe('an organization trail whose owner is not watched', () => {
  const covered = accountIds(2);
  const owner = account('999999999999');
  const trail = trailOf(owner, 'everything');
  const result = (accounts: ReturnType<typeof accountIds>) =>
    sweepResult(
      sweep(accounts),
      covered.map((of) => outcome(of, { coveredBy: [trail] })),
      morning,
    );

  test('is said once, with whom it covers', () => {
    const [remark, ...more] = unwatchedOwners(result(covered), new Map());
    expect(more).toEqual([]);
    expect(remark && plainText(remark.words)).toContain(
      'The organization trail everything covers 2 watched accounts and belongs to account 999999999999, which is not watched.',
    );
  });

  test('is not spoken of where the owner is watched, or nothing was swept', () => {
    expect(unwatchedOwners(result([...covered, owner]), new Map())).toEqual([]);
    expect(unwatchedOwners(undefined, new Map())).toEqual([]);
  });
});

describe('accounts whose parts are looked at no more', () => {
  test('are named, because a rule that was disabled since is not known of', () => {
    const [remark] = unlookedRemarks([{ account: shop, at: hoursAgo(4) }], names, morning);
    expect(remark?.accounts).toEqual([shop]);
    expect(plainText(remark?.words ?? [])).toContain('were last looked at more than three hours ago');
  });

  test('are not named while the hourly look comes, nor when they are not watched', () => {
    const strange = account('999999999999');
    const checks = [
      { account: shop, at: hoursAgo(2) },
      { account: strange, at: hoursAgo(9) },
    ];
    expect(unlookedRemarks(checks, names, morning)).toEqual([]);
  });
});
