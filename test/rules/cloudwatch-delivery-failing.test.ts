import { describe, expect, test } from 'vitest';
import { cloudwatchDeliveryFailing } from '#domain/findings/rules/cloudwatch-delivery-failing.ts';
import { at } from '#test/given/incidents.ts';
import { after, call, failed, hidden, logging, stopped, trailArn, verdict } from '#test/given/looks.ts';

const main = trailArn('main');
const group = 'arn:aws:logs:eu-west-1:111122223333:log-group:the-group:*';
const failing = logging('main', { logsError: 'Access denied.', logsDeliveredAt: at('11:30:00') });

describe('fires', () => {
  test('an error is passed on in the words of AWS, with the log group', () => {
    expect(verdict(cloudwatchDeliveryFailing, { sights: [failing] }, main)).toMatchObject({
      verdict: 'stands',
      severity: 'medium',
      weakening: false,
      since: after(0),
      cause: `undeliverable|${group}`,
      evidence: { error: 'Access denied.', resource: group, deliveredAt: at('11:30:00') },
    });
  });

  test('an error without a known log group is about the trail alone', () => {
    const sights = [logging('main', { logsError: 'Access denied.' }, { logGroup: undefined })];
    expect(verdict(cloudwatchDeliveryFailing, { sights }, main)).toMatchObject({
      cause: `undeliverable|${main}|logs`,
    });
  });

  test('another trail that delivers does not make it weigh less: alarms hang on the log group', () => {
    expect(verdict(cloudwatchDeliveryFailing, { sights: [failing, logging('spare')] }, main)).toMatchObject({
      severity: 'medium',
      weakening: false,
    });
  });
});

describe('does not fire', () => {
  test('a trail without an error is healthy, and its last delivery to the group is the proof', () => {
    const sights = [logging('main', { logsDeliveredAt: at('11:59:00') })];
    expect(verdict(cloudwatchDeliveryFailing, { sights }, main)).toEqual({
      verdict: 'healthy',
      subject: main,
      deliveredAt: at('11:59:00'),
    });
  });

  test('an error of the bucket is the business of another rule', () => {
    const sights = [logging('main', { deliveryError: 'NoSuchBucket' })];
    expect(verdict(cloudwatchDeliveryFailing, { sights }, main)?.verdict).toBe('healthy');
  });

  test('a failed DeleteLogGroup never opens an issue', () => {
    const dependsOn = { kind: 'log-group', id: 'the-group' } as const;
    const calls = [failed(call('DeleteLogGroup', after(-5), undefined, { dependsOn }))];
    const seen = { sights: [logging('main')], calls };
    expect(verdict(cloudwatchDeliveryFailing, seen, main)?.verdict).toBe('healthy');
  });
});

describe('cannot see', () => {
  test.each([
    ['a trail whose status is refused', hidden('main')],
    ['a stopped trail, which delivers nothing', stopped('main')],
  ])('%s proves nothing either way', (_, sight) => {
    expect(verdict(cloudwatchDeliveryFailing, { sights: [sight] }, main)).toEqual({
      verdict: 'cannot-tell',
      subject: main,
    });
  });
});
