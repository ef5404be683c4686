import { describe, expect, test } from 'vitest';
import { csvEvents } from '#cli/input/csv-events.ts';
import { formatNames, formats } from '#cli/formats/all-formats.ts';
import { tableText } from '#cli/formats/table.ts';
import { withChangesSince } from '#usecases/scan/changes-since.ts';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import { faultsOfAsff, faultsOfOcsf, findingOf, hostile, reportOf } from './scan-given.ts';

const plain = { width: 100, paint: (_: unknown, text: string) => text };

const before = reportOf({
  startedAt: '2026-11-20T12:00:00.000Z',
  findings: [findingOf(3), findingOf(8, { region: 'eu-north-1', id: 'gone' })],
});
const reports: readonly (readonly [string, ScanReport])[] = [
  ['of every rule, with hostile names', reportOf()],
  [
    'with nothing in it',
    reportOf({ findings: [], accepted: [], trails: [], unread: [], places: [], complete: true }),
  ],
  ['with what changed', withChangesSince(reportOf(), { ...before, findings: before.findings })],
  ['that ended early', reportOf({ endedEarly: 'It was interrupted.' })],
];

describe.each(reports)('a report %s', (_, report) => {
  test('is AWS Security Finding Format, by AWS’s own description, within its limits', () => {
    const list = JSON.parse(formats.asff(report)) as { Title: string; Description: string; Id: string }[];
    expect(faultsOfAsff(list)).toEqual([]);
    for (const { Title, Description, Id } of list) {
      expect([Title.length <= 256, Description.length <= 1024, Id.length <= 512]).toEqual([true, true, true]);
    }
    expect(new Set(list.map(({ Id }) => Id)).size).toBe(
      new Set([...report.findings, ...report.accepted, ...(report.changes?.over ?? [])].map(({ id }) => id))
        .size,
    );
  });

  test('is OCSF Compliance Findings, by the published schema', () => {
    for (const event of JSON.parse(formats.ocsf(report)) as unknown[])
      expect(faultsOfOcsf(event)).toEqual([]);
  });

  test('is JSON that a later scan reads', () => {
    expect(JSON.parse(formats.json(report))).toEqual(report);
  });

  test('is CSV of one row for each, with nothing that a spreadsheet would run', () => {
    const text = formats.csv(report);
    const rows = csvEvents(text.replace('kind,', 'eventName,')) ?? [];
    expect(rows).toHaveLength(report.findings.length + report.accepted.length + report.unread.length);
    const cells = rows.flatMap((row) => Object.values(row as Record<string, unknown>));
    expect(cells.filter((cell) => /^[=+@-]/.test(String(cell)))).toEqual([]);
  });

  test('is a page without scripts, in which no caller’s name is markup', () => {
    const page = formats.html(report);
    expect(page).not.toMatch(/<script|\son\w+=|javascript:|<[^>]*alert/i);
    expect(page).not.toMatch(/(?:src|href)=/);
    const opened = [...page.matchAll(/<([a-z][a-z0-9]*)[\s>]/g)].map(([, name]) => name ?? '');
    const closed = [...page.matchAll(/<\/([a-z][a-z0-9]*)>/g)].map(([, name]) => name ?? '');
    const empty = ['meta'];
    expect(opened.filter((name) => !empty.includes(name)).sort()).toEqual(closed.sort());
  });

  test('is Markdown in which no caller’s name is markup', () => {
    expect(formats.markdown(report)).not.toMatch(/<script|<[a-z]/i);
  });

  test.each([60, 80, 100, 140])('fits a terminal of %i columns, without control codes', (width) => {
    const text = tableText(report, { ...plain, width });
    // Sentences are wrapped by the terminal itself.
    const sentence = /^(?:Since |The repair|  over:)|\(account and Region\)/;
    const wide = text.split('\n').filter((line) => line.length > width && !sentence.test(line));
    expect(wide).toEqual([]);
    expect(text).not.toMatch(/\u001b|\u202e/);
  });
});

test('every format has a writer', () => {
  expect(Object.keys(formats)).toEqual([...formatNames]);
});

describe('what changed since an earlier scan', () => {
  const one = findingOf(2);
  const place = { account: one.account, region: one.region, state: 'recorded', records: 'all' } as const;
  const earlier = reportOf({ findings: [one] });

  test('is over when the place was read and the finding is not there', () => {
    const { changes } = withChangesSince(reportOf({ findings: [], places: [place] }), earlier);
    expect(changes).toMatchObject({ fresh: [], over: [one], unknown: [] });
  });

  test('is not over when the place was not read', () => {
    const places = [{ ...place, state: 'unread' } as const];
    const { changes } = withChangesSince(reportOf({ findings: [], places }), earlier);
    expect(changes).toMatchObject({ over: [], unknown: [one] });
    expect(withChangesSince(reportOf({ findings: [], places: [] }), earlier).changes).toMatchObject({
      over: [],
    });
  });

  test('is new when the earlier scan did not have it', () => {
    const two = findingOf(9);
    const { changes } = withChangesSince(reportOf({ findings: [one, two] }), earlier);
    expect(changes).toMatchObject({ fresh: [two.id], over: [] });
  });

  test('is not over when it was accepted', () => {
    const accepted = [{ ...one, accepted: 'known' }];
    const { changes } = withChangesSince(reportOf({ findings: [], accepted, places: [place] }), earlier);
    expect(changes).toMatchObject({ fresh: [], over: [] });
  });
});

test('a terminal’s colours are for severities alone', () => {
  const text = tableText(reportOf(), { width: 120, paint: (_, words) => `<${words}>` });
  expect(text).toContain('<CRITICAL>');
  expect(text).not.toContain(hostile);
});
