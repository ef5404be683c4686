import { describe, expect, inject, it } from 'vitest';
import { deployedFrom } from '#local/package/deployed.ts';
import { startLocalCloud } from '#simulators/aws-cloud/cloud.ts';
import { readSchedule } from '#simulators/aws-cloud/schedule-expression.ts';
import { member, memberEvent, packagedProject, withCloud } from './fixture.ts';

const hour = 3_600_000;
const at = (text: string): number => Date.parse(text);

describe('time', () => {
  it('jumps for function processes, while their timers and performance clock stay real', async () => {
    await withCloud({}, async (cloud) => {
      const ask = async () => {
        const result = await cloud.invoke('tell', { ask: 'date' });
        return (result as { payload: { now: number; seen: string; performance: number } }).payload;
      };
      const before = await ask();
      await cloud.advance(24 * hour);
      const after = await ask();
      expect(after.now - before.now).toBeGreaterThanOrEqual(24 * hour);
      expect(after.performance - before.performance).toBeLessThan(hour);
      expect(Math.abs(Date.parse(after.seen) - cloud.clock.now())).toBeLessThan(hour);
    });
  });

  it('fires the schedules whose moments pass, at their own moments', async () => {
    await withCloud({ schedules: true }, async (cloud) => {
      await cloud.advance(48 * hour);
      const bodies = (await cloud.queue('Told')).visible.map(({ body }) => body);
      expect(bodies).toEqual(['schedule 2027-01-16T06:00:00Z', 'schedule 2027-01-17T06:00:00Z']);
    });
  });

  it('fires a schedule on demand', async () => {
    await withCloud({}, async (cloud) => {
      cloud.runSchedule('tell');
      await cloud.settle();
      expect((await cloud.queue('Told')).visible).toHaveLength(1);
    });
  });

  it('runs the organization’s own deeds at their moments, and stops as soon as the predicate holds', async () => {
    const done: number[] = [];
    const due = [at('2027-01-15T12:05:00Z'), at('2027-01-15T12:10:00Z')];
    const organization = {
      services: new Set<string>(),
      answer: async (): Promise<never> => Promise.reject(new Error('never asked')),
      nextDue: () => due[0],
      runDue: (now: number) => {
        while (due[0] !== undefined && due[0] <= now) done.push(due.shift() ?? 0);
      },
    };
    await withCloud({ organization }, async (cloud) => {
      await cloud.advanceUntil(() => done.length === 1, hour);
      expect(cloud.clock.now()).toBeLessThan(at('2027-01-15T12:10:00Z'));
      await cloud.advance(hour);
      expect(done).toHaveLength(2);
      await expect(cloud.advanceUntil(() => false, hour)).rejects.toThrow(/did not come about within 3600 s/);
    });
  });

  it('runs for two clouds in one process, each on its own clock', async () => {
    const { root, remove } = packagedProject();
    const clouds = await Promise.all(
      ['2027-01-15T12:00:00Z', '2028-01-15T12:00:00Z'].map((start) =>
        startLocalCloud({
          deployed: deployedFrom(root),
          forwardingRole: 'trailwarden-forwarding',
          dynamoDb: inject('dynamoDb'),
          startAt: at(start),
          schedules: false,
        }),
      ),
    );
    try {
      const [one, other] = clouds;
      one!.deliver(memberEvent({ id: 'one' }), member);
      await Promise.all(clouds.map((cloud) => cloud.settle()));
      expect((await one!.queue('Told')).visible).toHaveLength(1);
      expect((await other!.queue('Told')).visible).toHaveLength(0);
      expect(other!.clock.now() - one!.clock.now()).toBeGreaterThan(364 * 24 * hour);
    } finally {
      await Promise.all(clouds.map((cloud) => cloud.stop()));
      remove();
    }
  });
});

describe('a schedule expression', () => {
  it.each([
    ['rate(5 minutes)', '2027-01-01T00:02:00Z', '2027-01-01T00:05:00.000Z'],
    ['rate(1 day)', '2027-01-01T00:02:00Z', '2027-01-02T00:00:00.000Z'],
    ['cron(0 6 * * ? *)', '2027-01-01T06:00:00Z', '2027-01-02T06:00:00.000Z'],
    ['cron(0/15 8-17 ? * MON-FRI *)', '2027-01-01T17:50:00Z', '2027-01-04T08:00:00.000Z'],
    ['cron(30 0 1 JAN,JUL ? 2028)', '2027-01-01T00:00:00Z', '2028-01-01T00:30:00.000Z'],
  ])('%s after %s is due at %s', (expression, after, due) => {
    expect(new Date(readSchedule(expression)(at(after), at('2027-01-01T00:00:00Z'))).toISOString()).toBe(due);
  });

  it.each(['cron(0 6 L * ? *)', 'rate(1 fortnight)', 'at(2027-01-01T00:00:00)'])(
    '%s is refused',
    (expression) => {
      expect(() => readSchedule(expression)(0, 0)).toThrow(/does not know/);
    },
  );
});
