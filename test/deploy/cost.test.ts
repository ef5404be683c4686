import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MainDocument } from '#config/main-document.ts';
import { compiled } from './templates.ts';

/** The most that a thousand accounts may cost in a month, in dollars. */
const limit = 40;
const regions = 17;
const daysOfMonth = 30.4;
const hoursOfMonth = 24 * daysOfMonth;

/** AWS's list prices, in dollars for one of each, as docs/deploying.md states them. */
const price = {
  gigabyteSecond: 0.0000133,
  run: 0.2e-6,
  customEvent: 1e-6,
  schedulerRun: 1e-6,
  queueCall: 0.4e-6,
  write: 0.7e-6,
  read: 0.14e-6,
  alarm: 0.1,
  key: 1,
} as const;
/** A message is sent, received and deleted; receiving and deleting go in batches. */
const message = 1.5 * price.queueCall;

const text = readFileSync('docs/deploying.md', 'utf8');
const table = text.slice(text.indexOf('## What it costs a month'));
const rows = new Map(
  [...table.matchAll(/^\| \**([a-z][^|*]*?)\** \|(.+)\|$/gm)].map(([, name = '', cells = '']) => [
    name.trim(),
    cells.split('|').map((cell) => Number(cell.replaceAll('*', '').trim())),
  ]),
);
const sizes = [10, 100, 1000] as const;
const cell = (name: string, index: number): number => rows.get(name)?.[index] ?? Number.NaN;

const { schedules } = MainDocument.parse({
  aws: { main_account_id: '123456789012', region: 'eu-west-1', role_name_identification: 'r', accounts: {} },
});
const { Resources } = compiled();
const countOf = (type: string) => Object.values(Resources).filter(({ Type }) => Type === type).length;

/** What one account costs in a month, from counts taken in the local cloud. */
const perAccount: Readonly<Record<string, number>> = {
  heartbeats:
    regions *
    ((hoursOfMonth * 60) / schedules.heartbeat_minutes) *
    (price.schedulerRun + 2 * price.customEvent + message + price.write + price.run / 100),
  // Nearly all of a hundred changes a day concern no trail: one event, one message, one read, a tenth of a second.
  events:
    100 *
    daysOfMonth *
    (price.customEvent + message + price.read + price.run / 10 + 0.03 * price.gigabyteSecond),
  'hourly look at the parts':
    hoursOfMonth *
    (4 * price.read + price.write + message + 0.1 * (0.5 * 8 * price.gigabyteSecond + price.run)),
  'daily sweep':
    daysOfMonth *
    (5 * price.gigabyteSecond + 7 * price.read + 19 * price.write + 3 * message + 2 * price.run),
};

describe('what docs/deploying.md says it costs a month', () => {
  test.each(sizes.map((size, index) => [size, index] as const))('adds up, with %i accounts', (_, index) => {
    const names = [...rows.keys()].filter((name) => !name.startsWith('together'));
    const sum = names.reduce((total, name) => total + cell(name, index), 0);
    expect(names.length).toBeGreaterThan(8);
    expect(Math.abs(sum - cell('together, about', index))).toBeLessThanOrEqual(0.6);
  });

  test('is at most forty dollars for a thousand accounts', () => {
    expect(cell('together, about', 2)).toBeLessThanOrEqual(limit);
  });

  test.each(Object.entries(perAccount))('follows from counts: %s', (name, dollars) => {
    const [, , thousand] = sizes;
    expect(dollars * thousand).toBeLessThanOrEqual(cell(name, 2) * 1.1);
    expect(dollars * thousand).toBeGreaterThan(cell(name, 2) * 0.6);
  });

  test('names every alarm, and the key of their topic', () => {
    const dollars = countOf('AWS::CloudWatch::Alarm') * price.alarm + price.key;
    for (const index of sizes.keys()) expect(cell('alarms and their key', index)).toBeCloseTo(dollars, 1);
  });
});
