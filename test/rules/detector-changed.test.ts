import { describe, expect, test } from 'vitest';
import { assess } from '#domain/findings/assess/assess.ts';
import { detectorChanged } from '#domain/findings/rules/detector-changed.ts';
import { isMonitored, monitoredGroups } from '#domain/facts/monitored.ts';
import { after, call, failed, judgements, logging, look, prod } from '#test/given/looks.ts';

const disabled = call('DisableRule', after(-5), undefined, {
  dependsOn: { kind: 'rule', id: 'trailwarden-iam' },
});
const own = { sights: 'unreadable', ownParts: true } as const;

describe('fires', () => {
  test('from the call alone, in an account that nobody reads, and is over at once', () => {
    const { findings } = assess(look({ ...own, calls: [disabled] }));
    expect([...findings.values()]).toEqual([
      {
        rule: 'detector-changed',
        harm: 'unwatched',
        subject: '-',
        severity: 'high',
        weakening: false,
        cause: `unwatched|${prod}|eu-west-1|detector`,
        since: after(-5),
        until: after(-5),
        evidence: { resource: 'trailwarden-iam', change: 'DisableRule trailwarden-iam' },
      },
    ]);
  });

  test('for every call on the detector that is listened to', () => {
    const services = [
      ...['events', 'scheduler', 'lambda', 'sqs', 'dynamodb', 'cloudformation', 'iam'],
      ...['monitoring', 'sns', 'ssm', 'secretsmanager'],
    ];
    for (const name of detectorChanged.causedBy)
      expect(services.some((service) => isMonitored(`${service}.amazonaws.com`, name))).toBe(true);
    const guarded = monitoredGroups.filter(({ where }) => where.startsWith('own-'));
    const names = guarded.flatMap(({ events }) => Object.values(events).flat());
    expect(detectorChanged.causedBy).toEqual(expect.arrayContaining(names));
  });
});

describe('does not fire', () => {
  test('for a failed call', () => {
    expect(assess(look({ ...own, calls: [failed(disabled)] })).findings.size).toBe(0);
  });

  test('for calls on what is not ours', () => {
    expect(judgements(detectorChanged, { sights: [logging('main')], calls: [disabled] })).toEqual([]);
  });
});

describe('cannot see', () => {
  test('anything from a look without a call', () => {
    expect(assess(look(own)).findings.size).toBe(0);
  });
});
