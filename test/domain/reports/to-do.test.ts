import { describe, expect, test } from 'vitest';
import { plainText } from '#domain/announcements/wording.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import type { DayFacts } from '#domain/reports/day-facts.ts';
import { accountIds, badDay, day, everywhere, hoursAgo, outcome } from '#test/given/days.ts';
import { incidentId } from '#test/given/incidents.ts';

const [one, two, three, four] = accountIds(500);
if (!one || !two || !three || !four) throw new Error('too few accounts');

const accounts = accountIds(500);
const denied = {
  operation: 'sts:AssumeRole',
  code: 'AccessDenied',
  message: 'User is not authorized to perform: sts:AssumeRole',
  regions: [],
};
const unread = accounts.map((account, index) =>
  index >= 480 ? outcome(account, { refusals: [denied], regions: [] }) : outcome(account),
);

/** A day on which three trails are stopped, one bucket refuses log files, and 20 accounts shut the read role out. */
const stoppedDay: DayFacts = {
  ...day(500, { outcomes: unread }),
  issues: [
    ...everywhere(one, 'i-1', { openedAt: hoursAgo(3), since: hoursAgo(3) }),
    ...everywhere(two, 'i-2', { openedAt: hoursAgo(200), since: hoursAgo(200) }),
    ...everywhere(three, 'i-3', {
      rule: 's3-delivery-failing',
      harm: 'undeliverable',
      severity: 'high',
      peak: 'high',
      evidence: { error: 'AccessDenied', resource: 'logs', trailName: 'main' },
    }),
  ],
  owners: new Map([[one, '#payments']]),
  tickets: new Map([[incidentId('i-1'), { key: 'SEC-1', url: 'https://j.example/SEC-1' }]]),
};

/** A day on which nothing is open, and 20 of 500 accounts cannot be read. */
const blindDay: DayFacts = day(500, { outcomes: unread });

/** A day on which a message was not delivered, letters lie in a queue, and a ticket was closed too early. */
const untoldDay: DayFacts = {
  ...day(500),
  mismatches: badDay().mismatches.slice(0, 1),
  untold: badDay().untold.slice(0, 1),
  deadLetters: badDay().deadLetters.slice(0, 1),
};

const todoOf = (facts: DayFacts) =>
  dailyReport(facts).todo.map(({ words, command }) => [plainText(words), command ?? ''].join(' | '));

describe('the three things to do first', () => {
  test('are the lost recordings, new ones first, then the failing deliveries; each with its command, owner and ticket', () => {
    const { title, todoLeftOut } = dailyReport(stoppedDay);
    expect(title).toBe(
      'CloudTrail, 21 November 2026: 2 critical and 1 high open; 20 of 500 accounts could not be read',
    );
    expect(todoOf(stoppedDay)).toEqual([
      expect.stringMatching(
        /^CRITICAL: .*stopped in team-1, 17 Regions, owner #payments, SEC-1\. \| aws .*start-logging .*:200000000000:trail\/main$/,
      ),
      expect.stringMatching(/^CRITICAL: .*stopped in team-2, 17 Regions\. \| aws cloudtrail start-logging /),
      expect.stringMatching(
        /^HIGH: .*team-3 \(200000000022\), 17 Regions: trail main\. Let .*\| aws s3api get-bucket-policy --bucket logs/,
      ),
    ]);
    expect(todoLeftOut).toBe(1);
  });

  test('leave out of a line what its command names, and nothing of a name that looks like that', () => {
    const names = new Map([[one, 'ops: trail main, old']]);
    const [line] = todoOf({
      ...stoppedDay,
      names,
      issues: everywhere(one, 'i-1', { openedAt: hoursAgo(3) }),
    });
    expect(line).toMatch(/ in ops: trail main, old, 17 Regions, owner/);
  });

  test('are the accounts that cannot be read, where nothing is open', () => {
    expect(dailyReport(blindDay).title).toBe(
      'CloudTrail, 21 November 2026: No open issues in 480 accounts; 20 could not be read',
    );
    expect(todoOf(blindDay)).toEqual([
      expect.stringMatching(
        /^sts:AssumeRole was refused with AccessDenied in 20 accounts: .* Deploy the read role there .*trailwarden-roles.*\| trailwarden sweep$/,
      ),
    ]);
  });

  test('are what was not delivered and what needs a decision, where all was read', () => {
    expect(todoOf(untoldDay)).toEqual([
      expect.stringMatching(/is_archived|archived/),
      expect.stringMatching(/processed again.*\| aws sqs start-message-move-task/),
      expect.stringMatching(/closed by hand/),
    ]);
  });
});
