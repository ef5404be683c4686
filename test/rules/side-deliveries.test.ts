import { describe, expect, test } from 'vitest';
import { deliveryOverdue } from '#domain/findings/rules/delivery-overdue.ts';
import { digestDeliveryFailing } from '#domain/findings/rules/digest-delivery-failing.ts';
import { notificationDeliveryFailing } from '#domain/findings/rules/notification-delivery-failing.ts';
import { at } from '#test/given/incidents.ts';
import {
  after,
  hidden,
  logging,
  memory,
  noon,
  remembered,
  stopped,
  trailArn,
  verdict,
} from '#test/given/looks.ts';
import { known } from './changes.ts';

const main = trailArn('main');
const topic = 'arn:aws:sns:eu-west-1:111122223333:notices';

describe('digest files', () => {
  const rule = digestDeliveryFailing;
  test('an error is told with the bucket, in the words of AWS', () => {
    const sight = logging('main', { digestError: 'AccessDenied', digestDeliveredAt: at('09:00:00') });
    expect(verdict(rule, { sights: [sight] }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'medium',
      weakening: false,
      cause: 'undeliverable|the-bucket',
      evidence: { error: 'AccessDenied', resource: 'the-bucket', deliveredAt: at('09:00:00') },
    });
  });

  test('without an error they are healthy, and the last digest is the proof', () => {
    const sight = logging('main', { digestDeliveredAt: at('11:30:00') });
    expect(verdict(rule, { sights: [sight] }, main)).toEqual({
      verdict: 'healthy',
      subject: main,
      deliveredAt: at('11:30:00'),
    });
  });

  test('an error from before validation was turned off does not count', () => {
    const sight = logging('main', { digestError: 'AccessDenied' }, { logFileValidation: false });
    expect(verdict(rule, { sights: [sight] }, main)).toMatchObject({ verdict: 'healthy', deliveredAt: noon });
  });

  test('a stopped or unreadable trail cannot be told', () => {
    for (const sight of [stopped('main'), hidden('main')])
      expect(verdict(rule, { sights: [sight] }, main)).toEqual({ verdict: 'cannot-tell', subject: main });
  });
});

describe('notices through SNS', () => {
  const rule = notificationDeliveryFailing;
  test('an error is told with the topic', () => {
    const sight = logging('main', { notificationError: 'NotFound' }, { topic });
    expect(verdict(rule, { sights: [sight] }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'medium',
      cause: `undeliverable|${topic}`,
      evidence: { error: 'NotFound', resource: topic },
    });
  });

  test('without an error they are healthy, and the last notice is the proof', () => {
    const sight = logging('main', { notifiedAt: at('11:58:00') }, { topic });
    expect(verdict(rule, { sights: [sight] }, main)).toMatchObject({ deliveredAt: at('11:58:00') });
  });

  test('an error from before the topic was taken away does not count', () => {
    const sight = logging('main', { notificationError: 'NotFound' });
    expect(verdict(rule, { sights: [sight] }, main)).toMatchObject({ verdict: 'healthy', deliveredAt: noon });
  });

  test('a stopped or unreadable trail cannot be told', () => {
    for (const sight of [stopped('main'), hidden('main')])
      expect(verdict(rule, { sights: [sight] }, main)).toEqual({ verdict: 'cannot-tell', subject: main });
  });
});

describe('deliveries that are overdue', () => {
  const rule = deliveryOverdue;
  const silent = logging('main', { digestDeliveredAt: at('08:30:00') });
  const before = memory(remembered(silent));

  test('are told when two looks found no digest for more than three hours', () => {
    expect(verdict(rule, { sights: [silent], before }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'high',
      weakening: false,
      cause: 'undeliverable|the-bucket',
      evidence: { deliveredAt: at('08:30:00'), resource: 'the-bucket' },
    });
  });

  test('stand until the next digest', () => {
    const seen = { sights: [silent], known: known(rule.id, {}) };
    expect(verdict(rule, seen, main)).toMatchObject({ verdict: 'stands' });
    const again = logging('main', { digestDeliveredAt: at('11:59:00') });
    expect(verdict(rule, { ...seen, sights: [again] }, main)).toEqual({
      verdict: 'healthy',
      subject: main,
      deliveredAt: at('11:59:00'),
    });
  });

  test.each([
    ['it was late at one look only', silent, undefined],
    [
      'the last look found it in time',
      silent,
      memory(remembered(logging('main', { digestDeliveredAt: at('08:30:00') }), at('11:00:00'))),
    ],
    [
      'an error tells more',
      logging('main', { digestDeliveredAt: at('08:30:00'), deliveryError: 'AccessDenied' }),
      before,
    ],
  ])('are not told when %s', (_what, sight, last) => {
    expect(verdict(rule, { sights: [sight], before: last }, main)).toBeUndefined();
  });

  test.each([
    [
      'there is no validation',
      logging('main', { digestDeliveredAt: at('01:00:00') }, { logFileValidation: false }),
    ],
    ['there never was a digest', logging('main')],
    [
      'logging was started less than three hours ago',
      logging('main', { digestDeliveredAt: at('01:00:00'), startedAt: at('11:00:00') }),
    ],
    [
      'log files are old, but the digest is not',
      logging('main', { deliveredAt: at('01:00:00'), digestDeliveredAt: at('11:10:00') }),
    ],
  ])('are healthy when %s', (_what, sight) => {
    expect(verdict(rule, { sights: [sight], before }, main)).toMatchObject({ verdict: 'healthy' });
  });

  test('cannot be told of a stopped or unreadable trail', () => {
    for (const sight of [stopped('main', after(-3600)), hidden('main')])
      expect(verdict(rule, { sights: [sight], before }, main)).toMatchObject({ verdict: 'cannot-tell' });
  });
});
