import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { expect, test } from 'vitest';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import { simulatedAws } from '#test/given/simulated-aws.ts';
import { slowness } from '#test/given/slowness.ts';
import { formats } from '#cli/formats/all-formats.ts';
import { faultsOfAsff, faultsOfOcsf } from './scan-given.ts';
import type { Ran } from './scan-world.ts';
import { home, management, organizationOf, roleName, scan } from './scan-world.ts';

const now = { now: () => Date.now() };
const all = ['--organization', '--role-name', roleName];
const reportIn = ({ stdout }: Ran): ScanReport => JSON.parse(stdout) as ScanReport;

/** The most calls of CloudTrail in any second, in one account and Region. */
function busiestSecond(
  calls: readonly { at: number; service: string; accountId: string; region: string }[],
): number {
  const places = Map.groupBy(
    calls.filter(({ service }) => service === 'cloudtrail'),
    ({ accountId, region }) => `${accountId} ${region}`,
  );
  const most = [...places.values()].map((own) => {
    const times = own.map(({ at }) => at).toSorted((one, other) => one - other);
    return Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 1000).length));
  });
  return Math.max(...most);
}

test('fifty accounts in seventeen Regions take less than a minute, and no more calls than a sweep', async () => {
  const aws = await simulatedAws(organizationOf(50), { clock: now });
  await aws.as(management, home).cloudTrail.send(new StopLoggingCommand({ Name: 'everything' }));
  const before = slowness();
  const ran = await scan(aws, [...all, '--format', 'json']);
  expect(ran.stderr).toBe('');
  expect(ran.seconds).toBeLessThan(60 * Math.max(before, slowness()));

  const report = reportIn(ran);
  const { places, findings, complete, trails } = report;
  expect(faultsOfAsff(JSON.parse(formats.asff(report)))).toEqual([]);
  for (const event of JSON.parse(formats.ocsf(report)) as unknown[]) expect(faultsOfOcsf(event)).toEqual([]);
  for (const text of [
    formats.csv(report),
    formats.markdown(report),
    formats.html(report),
    formats.table(report),
  ])
    expect(text).not.toMatch(/\u001b/);
  expect(places).toHaveLength(50 * 17);
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['logging-stopped']));
  // Ten accounts have a trail of their own, which records on.
  expect(findings.filter(({ severity }) => severity === 'critical')).toHaveLength(40 * 17);
  expect(trails.find(({ name }) => name === 'everything')).toMatchObject({
    logging: false,
    records: 'nothing',
  });
  expect([complete, ran.status]).toEqual([true, 1]);

  const { calls, unknownOperations } = aws.organization;
  expect(unknownOperations).toEqual([]);
  const counts = Map.groupBy(calls, ({ accountId, operation }) => `${accountId} ${operation}`);
  const most = (operation: string): number =>
    Math.max(...[...counts].map(([key, own]) => (key.endsWith(` ${operation}`) ? own.length : 0)));
  expect([most('DescribeTrails'), most('ListRegions'), most('ListEventDataStores')]).toEqual([17, 1, 17]);
  expect(most('AssumeRole')).toBe(49);
  expect(busiestSecond(calls)).toBeLessThanOrEqual(8);
  const asked = calls.filter(({ operation }) => operation !== 'StopLogging');
  expect(asked.filter(({ operation }) => !/^(Describe|Get|List|AssumeRole$)/.test(operation))).toEqual([]);
});

test('a scan that is interrupted prints what it has', async () => {
  const aws = await simulatedAws(organizationOf(50), { clock: now });
  const ran = await scan(aws, [...all, '--format', 'json'], {
    onStart: (interrupt) => {
      const look = setInterval(() => {
        if (aws.organization.calls.filter(({ operation }) => operation === 'DescribeTrails').length < 200)
          return;
        clearInterval(look);
        interrupt();
      }, 20);
    },
  });
  const { endedEarly, places } = reportIn(ran);
  expect(endedEarly).toBe('It was interrupted.');
  expect(places.length).toBeGreaterThan(100);
  expect(places.length).toBeLessThan(850);
  expect(ran.status).toBe(3);
});
