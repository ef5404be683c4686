import { describe, expect, it } from 'vitest';
import type { Claim } from '#domain/facts/claim.ts';
import { causeOf, harmfulTo, isRepaired, lastHarm } from '#domain/issues/calls-on-finding.ts';
import { at, evidence, finding } from '#test/given/incidents.ts';
import { after, noon, trail, trailArn } from '#test/given/looks.ts';

const main = trailArn('main');
function claim(eventName: string, seconds: number, changes: Partial<Claim> = {}): Claim {
  const when = after(seconds);
  return { eventId: `${eventName}-${seconds}`, eventName, at: when, effect: 'harm', trail: main, ...changes };
}
const stopped = finding({ subject: main, since: noon });
const failing = finding({
  rule: 's3-delivery-failing',
  harm: 'undeliverable',
  subject: main,
  since: noon,
  evidence: { ...evidence, resource: 'the-bucket' },
});
const ofBucket = { trail: undefined, about: 'the-bucket' };

describe('the cause of a finding', () => {
  it('is the latest call that can have caused it and was not made after it began', () => {
    const calls = [claim('StopLogging', -30), claim('StopLogging', -3), claim('StopLogging', -20)];
    expect(causeOf(stopped, calls)?.eventId).toBe('StopLogging--3');
  });

  it('may be some seconds younger than the finding, as clocks differ, and no more', () => {
    expect(causeOf(stopped, [claim('StopLogging', 5)])?.eventId).toBe('StopLogging-5');
    expect(causeOf(stopped, [claim('StopLogging', 6)])).toBeUndefined();
  });

  it('is the later one of two that AWS recorded in one second', () => {
    const [one, two] = [
      claim('StopLogging', -3, { eventId: 'a' }),
      claim('StopLogging', -3, { eventId: 'b' }),
    ];
    expect(causeOf(stopped, [one, two])?.eventId).toBe('b');
  });

  it.each([
    ['another call', claim('PutEventSelectors', -3)],
    ['a call on another trail', claim('StopLogging', -3, { trail: trailArn('spare') })],
    ['a call on a bucket that is not its own', claim('StopLogging', -3, { about: 'other-bucket' })],
  ])('is not %s', (_, other) => {
    expect(causeOf(stopped, [other])).toBeUndefined();
  });

  it.each([
    ['the bucket that it names', 'PutBucketPolicy', ofBucket, true],
    ['another bucket', 'PutBucketPolicy', { trail: undefined, about: 'other' }, false],
    ['no resource at all', 'PutBucketPolicy', { trail: undefined }, true],
  ] as const)('of a failing delivery is a call on %s', (_, eventName, changes, is) => {
    expect(causeOf(failing, [claim(eventName, -60, changes)]) !== undefined).toBe(is);
  });

  it('of a failing delivery to CloudWatch Logs is a call on the role of the trail too', () => {
    const logs = finding({ rule: 'cloudwatch-delivery-failing', subject: main, since: noon });
    const role = claim('DeleteRolePolicy', -60, { trail: undefined, about: 'deliver' });
    const logsRole = 'arn:aws:iam::111122223333:role/deliver';
    expect(causeOf(logs, [role], trail('main', { logsRole }))?.eventId).toBe(role.eventId);
    expect(causeOf(logs, [role], trail('main'))).toBeUndefined();
  });

  it('of lost trusted access is a call on that of CloudTrail only', () => {
    const off = finding({ rule: 'trusted-access-off', subject: '-', since: noon });
    const call = (servicePrincipal: string) =>
      claim('DisableAWSServiceAccess', -3, { trail: undefined, requested: { servicePrincipal } });
    expect(causeOf(off, [call('config.amazonaws.com')])).toBeUndefined();
    expect(causeOf(off, [call('cloudtrail.amazonaws.com')])).toBeDefined();
  });
});

describe('harmful calls', () => {
  it('are those that can cause the finding, on its trail or on none, and repair nothing', () => {
    const calls = [
      claim('StopLogging', 1),
      claim('StopLogging', 2, { trail: undefined }),
      claim('StopLogging', 3, { trail: trailArn('spare') }),
      claim('PutEventSelectors', 4),
      claim('StopLogging', 5, { effect: 'repair' }),
    ];
    expect(harmfulTo(stopped, calls).map(({ at: when }) => when)).toEqual([after(1), after(2)]);
    expect(lastHarm(stopped, undefined, calls)).toBe(after(2));
  });

  it('of earlier looks are remembered, whichever is the latest', () => {
    const before = finding({ subject: main, harmedAt: after(10) });
    expect(lastHarm(stopped, before, [])).toBe(after(10));
    expect(lastHarm(stopped, before, [claim('StopLogging', 20)])).toBe(after(20));
    expect(lastHarm(stopped, before, [claim('StopLogging', 5)])).toBe(after(10));
    expect(lastHarm(stopped, undefined, [])).toBeUndefined();
  });
});

describe('a repair', () => {
  const start = (seconds: number, changes: Partial<Claim> = {}) =>
    claim('StartLogging', seconds, { effect: 'repair', ...changes });

  it('is a call that repairs such a finding, on its trail or on none', () => {
    expect(isRepaired(stopped, [start(10)])).toBe(true);
    expect(isRepaired(stopped, [start(10, { trail: undefined })])).toBe(true);
    expect(isRepaired(stopped, [start(10, { trail: trailArn('spare') })])).toBe(false);
    expect(isRepaired(stopped, [claim('PutInsightSelectors', 10)])).toBe(false);
  });

  it('is not older than the finding, but for the part of a second that CloudTrail cuts off', () => {
    const since = at('12:00:00.999');
    const began = finding({ subject: main, since });
    expect(isRepaired(began, [start(0)])).toBe(true);
    expect(isRepaired(began, [start(-1)])).toBe(false);
  });

  it('is not older than the last harm', () => {
    const harmed = finding({ subject: main, since: noon, harmedAt: after(20) });
    expect(isRepaired(harmed, [start(19)])).toBe(false);
    expect(isRepaired(harmed, [start(20)])).toBe(true);
  });

  it('is no change of which the record lacks what was requested: it may have been for the worse', () => {
    const narrowed = finding({ rule: 'management-events-narrowed', subject: main, since: noon });
    const put = (changes: Partial<Claim>) => claim('PutEventSelectors', 10, { effect: 'change', ...changes });
    expect(isRepaired(narrowed, [put({})])).toBe(true);
    expect(isRepaired(narrowed, [put({ trail: undefined, parametersMissing: true })])).toBe(false);
    expect(isRepaired(stopped, [start(10, { trail: undefined, parametersMissing: true })])).toBe(true);
  });

  it('of trusted access is a call on that of CloudTrail: another principal repairs nothing', () => {
    const off = finding({ rule: 'trusted-access-off', subject: '-', since: noon });
    const call = (servicePrincipal: string) =>
      claim('EnableAWSServiceAccess', 10, {
        effect: 'repair',
        trail: undefined,
        requested: { servicePrincipal },
      });
    expect(isRepaired(off, [call('config.amazonaws.com')])).toBe(false);
    expect(isRepaired(off, [call('cloudtrail.amazonaws.com')])).toBe(true);
  });
});
