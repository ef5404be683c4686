import { describe, expect, it } from 'vitest';
import { checkedBlocks } from '#simulators/slack/blocks.ts';
import { renderDetails, renderReport } from '#adapters/slack/render-report.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { csvColumns, csvOf } from '#domain/reports/csv.ts';
import { dailyReport } from '#domain/reports/daily-report.ts';
import { onboardingReport } from '#domain/reports/onboarding.ts';
import type { Report } from '#domain/reports/report.ts';
import { managementRemarks } from '#domain/reports/management-account.ts';
import { silentPlaces } from '#domain/reports/silent-places.ts';
import { region } from '#test/given/incidents.ts';
import {
  accountIds,
  badDay,
  day,
  everywhere,
  hoursAgo,
  issue,
  largeDay,
  morning,
  outcome,
  quietDay,
  trailOf,
} from '#test/given/days.ts';
import { finding, incidentId } from '#test/given/incidents.ts';

const linesOf = ({ title, lead, sections, closing }: Report): string[] => [
  title,
  ...lead.map(plainText),
  ...sections.flatMap((section) => [section.title, ...section.lines.map(plainText)]),
  ...closing.map(plainText),
];
const textOf = (report: Report): string => linesOf(report).join('\n');
const [team = accountIds(1)[0]!, other = team] = accountIds(2);

describe('the daily report', () => {
  it('is short on a quiet day', () => {
    const report = dailyReport(day(12));
    expect(linesOf(report)).toEqual([
      'CloudTrail, 21 November 2026: No open issues in 12 accounts',
      'Looked at',
      '12 accounts were read in full by the sweep of 2026-11-21 05:00:00 UTC: 204 Regions read, 12 trails seen.',
      '12 buckets that trails use were inspected.',
      'Details are in the thread.',
    ]);
    expect(report.todo).toEqual([]);
    expect(report.mood).toBe('quiet');
  });

  it('tells of an incident once: what no event had told of is new, and found by the sweep', () => {
    const found = everywhere(team, 'i-missed', { missed: true, openedAt: hoursAgo(2), since: hoursAgo(3) });
    const lines = linesOf(dailyReport({ ...day(2), issues: found }));
    const naming = lines.filter((line) => line.includes('CloudTrail logging is stopped'));
    expect(naming).toHaveLength(1);
    expect(naming[0]).toMatch(/, found by the sweep: no event had told of it\.$/);
  });

  it('names the whitelisted also on a quiet day', () => {
    expect(textOf(dailyReport(quietDay()))).toContain('A sandbox without data');
  });

  it('says first that detection is off', () => {
    const [title, lead] = linesOf(dailyReport({ ...badDay(), enabled: false }));
    expect([title, lead].join(' ')).toMatch(
      /detection is switched off Detection is switched off \(cloudtrails\.enabled/,
    );
  });

  it('tells everything that is to be told of a bad day', () => {
    const text = textOf(dailyReport(badDay()));
    const told = [
      '1 critical and 1 high open; 3 of 40 accounts could not be read; Trailwarden itself needs attention',
      '1 new, 1 over and 1 out of scope. Details and a file are in the thread.',
      '37 of 40 accounts were read in full',
      'sts:AssumeRole was refused with AccessDenied in 1 account',
      'explicit deny in a service control policy',
      'Rate exceeded',
      'AWSSEC-31',
      'open for 12 days',
      'Still open: 1 up to a month',
      'no event had told of it',
      'Weakened: no event is lost by it',
      'other trails record the same events',
      'Closing down in December',
      'ends 2026-11-24 07:00:00 UTC',
      'closed by hand',
      'is told now',
      'is_archived',
      'start-message-move-task',
      'No heartbeat',
      'the account left the organization or was closed',
    ];
    expect(told.filter((one) => !text.includes(one))).toEqual([]);
  });

  it('tells of what was over since the last report, and not of what was over before', () => {
    const over = (hours: number) =>
      everywhere(team, 'i-1', {
        state: 'resolved',
        openedAt: hoursAgo(50),
        since: hoursAgo(50),
        until: hoursAgo(hours),
        resolvedAt: hoursAgo(hours),
      });
    const told = (hours: number) => textOf(dailyReport({ ...day(2), issues: over(hours) }));
    expect(told(24)).toContain('Over since the last report');
    expect(told(25)).not.toMatch(/over|RESOLVED/i);
  });

  it('counts in words that are right for one and for many', () => {
    const one = textOf(dailyReport(day(1)));
    expect(one).toContain('1 account was read in full');
    expect(one).toContain('17 Regions read, 1 trail seen');
  });

  it('says that no sweep has run, or none for more than a day', () => {
    expect(textOf(dailyReport({ ...day(2), sweep: undefined }))).toContain('No sweep has run yet');
    const late = { ...day(2), now: hoursAgo(-30) };
    expect(textOf(dailyReport(late))).toMatch(
      /last sweep 1 day 8 h ago[\s\S]*No sweep has run since, for 1 day 8 h/,
    );
  });

  it('says whom a sweep never heard of, once it is over', () => {
    const [first = team] = accountIds(3);
    const text = textOf(dailyReport(day(3, { outcomes: [outcome(first)] })));
    expect(text).toContain(
      'No answer came from 2 accounts: team-2 (200000000011) and team-3 (200000000022).',
    );
  });

  it('tells an owner of their own accounts only', () => {
    const text = textOf(dailyReport(badDay(), new Set([team])));
    expect(text).toContain('team-1 ');
    expect(text).not.toMatch(/team-[2-9] |dead-letter/);
  });

  it('fits into a Slack message, however large the organization is', () => {
    const report = dailyReport(largeDay());
    expect(checkedBlocks(renderReport(report).blocks).length).toBeLessThan(10);
    const { blocks } = renderDetails(report);
    checkedBlocks(blocks);
    expect(blocks.length).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks).length).toBeLessThan(13_200);
    expect(JSON.stringify(blocks)).toMatch(/and \d+ more/);
  });

  it('names enabled Regions that the configuration leaves out, and does not call such accounts read in full', () => {
    const outcomes = accountIds(2).map((one) => outcome(one, { leftOut: [region('ap-east-1')] }));
    const text = textOf(dailyReport(day(2, { outcomes })));
    expect(text).toContain('2 accounts were read by the sweep');
    expect(text).toContain(
      'Not watched, because aws.regions leaves them out: 1 enabled Region of 2 accounts (ap-east-1).',
    );
  });

  it('leaves out what stood before, but counts it', () => {
    const held = everywhere(team, 'i-1', { openedAt: hoursAgo(3) });
    const text = textOf(dailyReport({ ...day(2), issues: held, preexisting: new Set([incidentId('i-1')]) }));
    expect(text).toContain('1 incident from before Trailwarden came still stands, without tickets.');
    expect(text).toContain('1 open from before Trailwarden');
    expect(text).not.toContain('CRITICAL');
  });
});

describe('the onboarding', () => {
  it('gathers what stands, and says how to have it told one by one', () => {
    const held = [
      ...everywhere(team, 'i-1'),
      ...everywhere(other, 'i-2', { rule: 's3-delivery-failing', harm: 'undeliverable', severity: 'high' }),
    ];
    const facts = { ...day(2), issues: held, preexisting: new Set([incidentId('i-1'), incidentId('i-2')]) };
    const text = textOf(onboardingReport(facts));
    expect(text).toContain('2 incidents stood before it came');
    expect(text).toContain('trailwarden sweep --accept-baseline');
    expect(text).toMatch(/CRITICAL: .*team-1[\s\S]*HIGH: .*team-2/);
    expect(textOf(onboardingReport(facts, new Set([other])))).not.toContain('team-1');
  });

  it('counts in its title what it lists: each incident once, by the worst of it, and no weakening', () => {
    const [third = team] = accountIds(3).slice(2);
    const both = { incident: incidentId('i-1'), subject: trailOf(team) } as const;
    const held = [
      issue(team, region('eu-west-1'), finding(both)),
      issue(team, region('us-east-1'), finding({ ...both, rule: 'no-trail', subject: '-' })),
      ...everywhere(other, 'i-2', { severity: 'low', peak: 'low', weakening: true, harmful: false }),
      ...everywhere(third, 'i-3'),
    ];
    const standing = new Set(['i-1', 'i-2', 'i-3'].map(incidentId));
    const report = onboardingReport({ ...day(3), issues: held, preexisting: standing });
    const [inShort, listed, weakened] = report.sections;
    expect(report.title).toContain('2 incidents stood before it came');
    expect(inShort?.lines.map(plainText)).toEqual([expect.stringMatching(/: 2 incidents\.$/)]);
    expect([listed?.title, listed?.lines.length]).toEqual(['What stood before, worst first', 2]);
    expect(weakened?.lines).toHaveLength(1);
  });

  it('tells apart what opened since, and does not call it recorded', () => {
    const report = onboardingReport({ ...day(2), issues: everywhere(team, 'i-1') });
    expect(report.title).toBe('Trailwarden now watches CloudTrail: 1 incident opened since');
    expect(textOf(report)).toContain('Opened since, told on its own');
  });

  it('says that detection is off, and that the accounts were read before', () => {
    const text = textOf(onboardingReport({ ...day(2), enabled: false }));
    expect(text).toContain('detection is switched off');
    expect(text).toContain('Before that, 2 accounts were read in full');
  });
});

describe('the onboarding counts', () => {
  const standing = (changes: Parameters<typeof everywhere>[2] = {}) => everywhere(team, 'i-1', changes);
  const report = (changes: Partial<ReturnType<typeof day>>, only?: Parameters<typeof onboardingReport>[1]) =>
    onboardingReport({ ...day(2), ...changes }, only);
  const before = new Set([incidentId('i-1')]);

  it.each([
    ['nothing', {}, 'Trailwarden now watches CloudTrail: No open issues in 2 accounts', 'quiet'],
    [
      'what stood before',
      { issues: standing(), preexisting: before },
      'Trailwarden now watches CloudTrail: 1 incident stood before it came',
      'attention',
    ],
    [
      'what opened since',
      { issues: standing() },
      'Trailwarden now watches CloudTrail: 1 incident opened since',
      'attention',
    ],
    [
      'no weakening that opened since',
      { issues: standing({ harmful: false, weakening: true }) },
      'Trailwarden now watches CloudTrail: No open issues in 2 accounts',
      'quiet',
    ],
    [
      'nothing that is over',
      { issues: standing({ state: 'resolved', resolvedAt: hoursAgo(1) }), preexisting: before },
      'Trailwarden now watches CloudTrail: No open issues in 2 accounts',
      'quiet',
    ],
    [
      'nothing while detection is off',
      { enabled: false },
      'Trailwarden is deployed, but detection is switched off',
      'off',
    ],
  ] as const)('%s', (_, changes, title, mood) => {
    expect(report(changes)).toMatchObject({ title, mood });
  });

  it('by rule, under that of the worst of each incident', () => {
    const worst = { incident: incidentId('i-1'), subject: trailOf(team) } as const;
    const held = [
      issue(
        team,
        region('eu-west-1'),
        finding({ ...worst, rule: 'redirected', harm: 'redirected', severity: 'high' }),
        finding({ ...worst, rule: 'no-trail', subject: '-' }),
      ),
      ...everywhere(other, 'i-2', { rule: 's3-delivery-failing', harm: 'undeliverable', severity: 'high' }),
    ];
    const { sections } = report({ issues: held, preexisting: new Set(['i-1', 'i-2'].map(incidentId)) });
    expect(sections[0]?.lines.map(plainText)).toEqual([
      'There is no trail: 1 incident.',
      'Log files cannot be delivered to the S3 bucket: 1 incident.',
    ]);
  });

  it('and says how to accept it where anything stood before, a weakening too', () => {
    const lead = (changes: Parameters<typeof report>[0]) => report(changes).lead.map(plainText);
    const accept =
      'What stood before is not told one by one and has no tickets, until a person who has read this runs trailwarden sweep --accept-baseline. Whatever happens from now on is told at once.';
    expect(lead({ issues: standing(), preexisting: before })).toEqual([accept]);
    expect(lead({ issues: standing({ harmful: false }), preexisting: before })).toEqual([accept]);
    expect(lead({ issues: standing() })).toEqual([]);
  });

  it('and asks for what is to be done about what stands and what opened since', () => {
    const both = [...standing(), ...everywhere(other, 'i-2')];
    expect(report({ issues: both, preexisting: before }).todo).toHaveLength(2);
    expect(report({ issues: both, preexisting: before }).closing.map(plainText)).toEqual([
      'Details and a file of all issues are in the thread.',
    ]);
    expect(report({}).closing.map(plainText)).toEqual(['Details are in the thread.']);
  });
});

describe('the file', () => {
  it('has a line for each finding, and never a formula', () => {
    const evil = finding({
      exemptBecause: '=HYPERLINK("http://x","y"),\r\n@SUM(1)',
      state: 'whitelisted',
      subject: trailOf(team),
    });
    const [header, row, ...rest] = csvOf({
      ...day(1),
      issues: [issue(team, region('eu-west-1'), evil)],
    }).split('\r\n');
    expect(header).toBe(csvColumns.join(','));
    expect(row).toContain(`"'=HYPERLINK(""http://x"",""y""), @SUM(1)"`);
    expect(rest).toEqual(['']);
  });
});

describe('silence', () => {
  const sweep = day(2).sweep;
  const context = { sweep, names: day(2).names, now: morning, everyMinutes: 60 };

  it('is no matter while no heartbeat was ever deployed', () => {
    expect(silentPlaces([], context)).toEqual([]);
  });

  it('is told of accounts whose heartbeats stopped or never came', () => {
    const beats = (sweep?.outcomes ?? []).flatMap(({ account, regions }) =>
      regions.map((one) => ({ account, region: one, at: account === team ? morning : hoursAgo(4) })),
    );
    const texts = silentPlaces(beats, context).map(({ words }) => plainText(words));
    expect(texts).toEqual([
      expect.stringMatching(
        /^No heartbeat comes from team-2 .* in 17 Regions .* The last one came at 2026-11-21 03:00:00 UTC\.$/,
      ),
    ]);
    expect(silentPlaces(beats.slice(0, 5), context)).toHaveLength(2);
  });

  it('is not broken by a heartbeat that is dated in the future', () => {
    const beats = (sweep?.outcomes ?? []).flatMap(({ account, regions }) =>
      regions.map((one) => ({ account, region: one, at: hoursAgo(-24 * 365) })),
    );
    const texts = silentPlaces(beats, context).map(({ words }) => plainText(words));
    expect(texts).toHaveLength(2);
    expect(texts.join()).not.toMatch(/2027/);
    const management = managementRemarks(beats, { ...context, management: team });
    expect(management.map(({ words }) => plainText(words)).join()).toMatch(/no heartbeat has come from/);
  });
});
