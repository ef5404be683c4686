import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import type { ScanReport } from '#usecases/scan/scan-report.ts';
import { simulatedAws } from '#test/given/simulated-aws.ts';
import type { Ran } from './scan-world.ts';
import { archive, home, organizationOf, roleName, scan } from './scan-world.ts';

const now = { now: () => Date.now() };
const all = ['--organization', '--role-name', roleName];
const reportIn = ({ stdout }: Ran): ScanReport => JSON.parse(stdout) as ScanReport;

describe('a scan', () => {
  test('of a sound organization finds nothing, and ends with 0', async () => {
    const aws = await simulatedAws(organizationOf(3), { clock: now });
    const { status, stdout, stderr } = await scan(aws, all);
    expect(stdout).toBe('3 accounts, 51 places (account and Region): nothing found.\n');
    expect([status, stderr]).toEqual([0, '']);
  });

  test('of the caller’s own account takes no role', async () => {
    const aws = await simulatedAws(organizationOf(3), { clock: now });
    const ran = await scan(aws, ['--format', 'json'], { account: '500000000002' });
    expect(reportIn(ran).accounts).toEqual([{ id: '500000000002', name: '' }]);
    expect(aws.organization.calls.filter(({ operation }) => operation === 'AssumeRole')).toEqual([]);
  });

  test('of other accounts without a role says how to name one', async () => {
    const aws = await simulatedAws(organizationOf(3), { clock: now });
    const { status, stderr } = await scan(aws, ['--accounts', archive]);
    expect(stderr).toMatch(
      /^1 other accounts are read through a role.*--role-name.*scan-role prints one.*\n$/,
    );
    expect(status).toBe(2);
  });

  test('of accounts that refuse lists what is missing, and what was found elsewhere, and ends with 3', async () => {
    const aws = await simulatedAws(organizationOf(4), { clock: now });
    aws.organization.faults.unreadable(archive, 'no-role');
    aws.organization.faults.denyRegion('500000000002', 'us-west-2', 'scp');
    await aws.as('500000000002', home).cloudTrail.send(new StopLoggingCommand({ Name: 'own' }));
    const ran = await scan(aws, [...all, '--format', 'json']);
    const { unread, findings, complete } = reportIn(ran);
    expect([ran.status, complete]).toEqual([3, false]);
    expect(findings.map(({ rule, account }) => `${rule} ${account}`)).toContain(
      'logging-stopped 500000000002',
    );
    expect(unread).toContainEqual(
      expect.objectContaining({
        account: archive,
        permission: 'sts:AssumeRole',
        remedy: expect.stringContaining('scan-role'),
      }),
    );
    expect(unread).toContainEqual(
      expect.objectContaining({
        account: '500000000002',
        regions: ['us-west-2'],
        permission: 'cloudtrail:DescribeTrails',
        why: expect.stringContaining('service control policy'),
      }),
    );
    const text = await scan(aws, all);
    expect(text.stdout).toContain('NOT READ');
    expect(text.stdout).toMatch(/sts:AssumeRole/);
    expect(text.stdout).not.toMatch(/\u001b/);
    expect(text.stdout.split('\n').filter((line) => line.length > 100)).toEqual([]);
  });

  test('that is throttled waits, and sees everything all the same', async () => {
    const aws = await simulatedAws(organizationOf(3), { clock: now });
    const throttled = new Map<string, number>();
    // Once in each place: which call comes third among those of all places is left to chance.
    aws.organization.faults.throttle(({ operation, accountId, region }) => {
      const times = (throttled.get(`${accountId} ${region}`) ?? 0) + 1;
      if (operation === 'DescribeTrails') throttled.set(`${accountId} ${region}`, times);
      return operation === 'DescribeTrails' && times === 1;
    });
    const ran = await scan(aws, [...all, '--format', 'json']);
    expect([...throttled.values()]).toEqual(Array.from({ length: 51 }, () => 2));
    expect(reportIn(ran)).toMatchObject({ complete: true, unread: [] });
    expect(ran.status).toBe(0);
  });

  test('whose credentials expire in the middle prints what it has, and how to go on', async () => {
    let calls = 0;
    const clock = { now: () => Date.now() + (calls > 150 ? 13 * 3_600_000 : 0) };
    const aws = await simulatedAws(organizationOf(20), {
      clock,
      readRolePolicy: (action) => {
        calls += 1;
        return /^[a-z0-9-]+:(?:Describe|Get|List|Head|Lookup)/.test(action);
      },
    });
    const ran = await scan(aws, [...all, '--format', 'json']);
    const { endedEarly, accounts, places, unread } = reportIn(ran);
    expect(endedEarly).toMatch(/credentials have expired.*Sign in again/);
    const read = Map.groupBy(
      places.filter(({ state }) => state !== 'unread'),
      ({ account }) => account,
    );
    const cut = accounts.filter(({ id }) => (read.get(id)?.length ?? 0) < 17).map(({ id }) => id);
    expect(read.size).toBeGreaterThan(0);
    expect(cut.length).toBeGreaterThan(0);
    // How many were read when it ended is left to chance; that each of the others is named is not.
    expect([...new Set(unread.map(({ account }) => account))].sort()).toEqual(cut);
    expect(ran.status).toBe(3);
  });
});
