import { describe, expect, test } from 'vitest';
import { s3DeliveryFailing } from '#domain/findings/rules/s3-delivery-failing.ts';
import { at } from '#test/given/incidents.ts';
import {
  after,
  call,
  failed,
  hidden,
  independent,
  logging,
  memory,
  remembered,
  stopped,
  trailArn,
  verdict,
} from '#test/given/looks.ts';

const main = trailArn('main');
const failing = (error: string) => logging('main', { deliveryError: error });

describe('fires', () => {
  test.each(['NoSuchBucket', 'AccessDenied', 'AllAccessDisabled', 'AnErrorNobodyHasSeenYet'])(
    'the error %s is passed on in the words of AWS, with the bucket',
    (error) => {
      expect(verdict(s3DeliveryFailing, { sights: [failing(error)] }, main)).toMatchObject({
        verdict: 'stands',
        severity: 'high',
        weakening: false,
        since: after(0),
        cause: 'undeliverable|the-bucket',
        evidence: { error, resource: 'the-bucket', deliveredAt: at('11:55:00') },
      });
    },
  );

  test('an error of the key is about the key', () => {
    expect(verdict(s3DeliveryFailing, { sights: [failing('KMS.DisabledException')] }, main)).toMatchObject({
      cause: 'undeliverable|arn:aws:kms:eu-west-1:111122223333:key/k-1',
      evidence: { resource: 'arn:aws:kms:eu-west-1:111122223333:key/k-1' },
    });
  });

  test('trails that share a bucket share the cause', () => {
    const sights = [failing('NoSuchBucket'), logging('spare', { deliveryError: 'NoSuchBucket' })];
    const causes = ['main', 'spare'].map((name) => {
      const found = verdict(s3DeliveryFailing, { sights }, trailArn(name));
      return found?.verdict === 'stands' ? found.cause : undefined;
    });
    expect(causes).toEqual(['undeliverable|the-bucket', 'undeliverable|the-bucket']);
  });

  test('while another trail delivers it weighs less, and people are told all the same', () => {
    const sights = [failing('NoSuchBucket'), independent('spare')];
    expect(verdict(s3DeliveryFailing, { sights }, main)).toMatchObject({
      severity: 'medium',
      weakening: false,
    });
  });
});

describe('since when', () => {
  const delivered = at('11:55:00');
  test.each([
    ['the attempt that failed, when AWS shows its time', { attemptedAt: after(-90) }, after(-90)],
    ['the look, when AWS shows none', {}, after(0)],
    ['the look, when the attempt is the one that delivered', { attemptedAt: delivered }, after(0)],
    ['the look, when the attempt is older than the last delivery', { attemptedAt: after(-600) }, after(0)],
    [
      'the attempt, when nothing was ever delivered',
      { attemptedAt: after(-1), deliveredAt: undefined },
      after(-1),
    ],
    ['the attempt, for an hour', { attemptedAt: after(-3600), deliveredAt: after(-7200) }, after(-3600)],
    ['the look, after that hour', { attemptedAt: after(-3601), deliveredAt: after(-7200) }, after(0)],
    ['the look, when the clock of AWS is ahead', { attemptedAt: after(1) }, after(0)],
  ])('%s', (_, changes, since) => {
    const sights = [logging('main', { deliveryError: 'NoSuchBucket', ...changes })];
    expect(verdict(s3DeliveryFailing, { sights }, main)).toMatchObject({ verdict: 'stands', since });
  });
});

describe('a trail that delivers elsewhere since the attempt', () => {
  const moved = (of: object, changes: object = {}) =>
    logging('main', { deliveryError: 'NoSuchBucket', attemptedAt: after(-90), ...changes }, of);
  const known = (of: object, unchangedSince?: number) =>
    memory({
      ...remembered(logging('main', {}, of)),
      unchangedSince: unchangedSince === undefined ? undefined : after(unchangedSince),
    });
  const update = (seconds: number, name = 'main') =>
    call('UpdateTrail', after(seconds), name, { effect: 'change' });
  const [former, other] = [{ bucket: 'former' }, { kmsKey: undefined }];

  test.each([
    ['by a call after it', moved({}), { before: known(former), calls: [update(-60)] }, 'cannot-tell'],
    ['with another key', moved(other), { before: known({}), calls: [update(-60)] }, 'cannot-tell'],
    ['as an earlier look saw', moved({}), { before: known({}, -60), calls: [] }, 'cannot-tell'],
    ['no: the call came before it', moved({}), { before: known(former), calls: [update(-100)] }, 'stands'],
    ['no: an earlier look saw it before', moved({}), { before: known({}, -100), calls: [] }, 'stands'],
    [
      'no: the call was on another trail',
      moved({}),
      { before: known(former), calls: [update(-60, 'spare')] },
      'stands',
    ],
    ['no: the call changed nothing', moved({}), { before: known({}, -9000), calls: [update(-60)] }, 'stands'],
    ['perhaps: no call is known', moved({}), { before: known(former), calls: [] }, 'stands'],
    ['perhaps: nothing is known of it', moved({}), { before: undefined, calls: [update(-60)] }, 'stands'],
    [
      'but no time of the attempt is shown',
      moved({}, { attemptedAt: undefined }),
      { before: known({}, -60), calls: [] },
      'stands',
    ],
  ] as const)('%s', (_, sight, seen, is) => {
    expect(verdict(s3DeliveryFailing, { sights: [sight], ...seen }, main)?.verdict).toBe(is);
  });
});

describe('does not fire', () => {
  test('a trail without an error is healthy, and its last delivery is the proof', () => {
    expect(verdict(s3DeliveryFailing, { sights: [logging('main')] }, main)).toEqual({
      verdict: 'healthy',
      subject: main,
      deliveredAt: at('11:55:00'),
    });
  });

  test('an error of the log group is the business of another rule', () => {
    const sights = [logging('main', { logsError: 'AccessDenied' })];
    expect(verdict(s3DeliveryFailing, { sights }, main)?.verdict).toBe('healthy');
  });

  test('a failed DeleteBucket never opens an issue', () => {
    const dependsOn = { kind: 'bucket', id: 'the-bucket' } as const;
    const calls = [failed(call('DeleteBucket', after(-5), undefined, { dependsOn }))];
    expect(verdict(s3DeliveryFailing, { sights: [logging('main')], calls }, main)?.verdict).toBe('healthy');
  });
});

describe('cannot see', () => {
  test.each([
    ['a trail whose status is refused', hidden('main')],
    ['a stopped trail, which delivers nothing', stopped('main')],
  ])('%s proves nothing either way', (_, sight) => {
    expect(verdict(s3DeliveryFailing, { sights: [sight] }, main)).toEqual({
      verdict: 'cannot-tell',
      subject: main,
    });
  });
});
