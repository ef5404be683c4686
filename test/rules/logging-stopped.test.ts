import { describe, expect, test } from 'vitest';
import { loggingStopped } from '#domain/findings/rules/logging-stopped.ts';
import { at } from '#test/given/incidents.ts';
import {
  after,
  call,
  created,
  failed,
  hidden,
  independent,
  judgements,
  logging,
  recording,
  stopped,
  trailArn,
  verdict,
} from '#test/given/looks.ts';

const main = trailArn('main');
const readsOnly = {
  kind: 'basic',
  selectors: [{ managementEvents: true, readWrite: 'ReadOnly', excludedSources: [] }],
} as const;

describe('fires', () => {
  test.each([
    ['the only trail is stopped', [stopped('main')], 'critical', false],
    ['the other trail is stopped too', [stopped('main'), stopped('spare')], 'critical', false],
    [
      'the other trail cannot deliver',
      [stopped('main'), logging('spare', { deliveryError: 'NoSuchBucket' })],
      'critical',
      false,
    ],
    [
      'the other trail records reads only',
      [stopped('main'), recording(logging('spare'), readsOnly)],
      'critical',
      false,
    ],
    ['the other trail cannot be read', [stopped('main'), hidden('spare')], 'high', false],
    ['a trail of the organization records all writes', [stopped('main'), independent('spare')], 'low', true],
  ] as const)('%s: a stopped trail is %s', (_, sights, severity, weakening) => {
    expect(verdict(loggingStopped, { sights }, main)).toMatchObject({
      verdict: 'stands',
      severity,
      weakening,
    });
  });

  test('the harm began when CloudTrail says that the trail was stopped', () => {
    const calls = [call('StopLogging', after(-60), 'main')];
    const seen = { sights: [stopped('main', at('11:58:00'))], calls };
    expect(verdict(loggingStopped, seen, main)).toMatchObject({ since: at('11:58:00') });
  });

  test('without a stop time it began with the latest call that stopped it, else when it was seen', () => {
    const sights = [logging('main', { logging: false })];
    const calls = [
      call('StopLogging', after(-60), 'main'),
      call('StopLogging', after(-30), 'spare'),
      call('UpdateTrail', after(-10), 'main'),
    ];
    expect(verdict(loggingStopped, { sights, calls }, main)).toMatchObject({ since: after(-60) });
    expect(verdict(loggingStopped, { sights }, main)).toMatchObject({ since: after(0) });
  });

  test('a shadow of a trail counts like the trail itself, and names its home Region', () => {
    const homeRegion = 'us-east-1' as never;
    const sights = [stopped('main', undefined, { homeRegion })];
    expect(verdict(loggingStopped, { sights }, main)).toMatchObject({ evidence: { homeRegion } });
  });

  test('the command that repairs it names the trail by ARN, in its home Region', () => {
    expect(loggingStopped.remedy({ subject: main } as never).command).toBe(
      `aws cloudtrail start-logging --region eu-west-1 --name ${main}`,
    );
  });

  test('a hostile trail name cannot break out of the command', () => {
    const subject = `${main}'; rm -rf / #`;
    const { command } = loggingStopped.remedy({ subject } as never);
    expect(command).toContain(`--name '${main}'\\''; rm -rf / #'`);
  });
});

describe('does not fire', () => {
  test('a trail that logs is healthy, and the start time says when it healed', () => {
    expect(verdict(loggingStopped, { sights: [logging('main')] }, main)).toEqual({
      verdict: 'healthy',
      subject: main,
      endedAt: at('08:00:00'),
    });
  });

  test('a trail that was never started is not a trail that somebody stopped', () => {
    expect(judgements(loggingStopped, { sights: [created('main')] })).toEqual([]);
  });

  test('a failed StopLogging never opens an issue', () => {
    const calls = [failed(call('StopLogging', after(-5), 'main'))];
    expect(verdict(loggingStopped, { sights: [logging('main')], calls }, main)?.verdict).toBe('healthy');
  });

  test('a successful StopLogging that the state does not show yet opens nothing by itself', () => {
    const calls = [call('StopLogging', after(-1), 'main')];
    expect(verdict(loggingStopped, { sights: [logging('main')], calls }, main)?.verdict).toBe('healthy');
  });

  test('an error of delivery is no stop', () => {
    const sights = [logging('main', { deliveryError: 'AccessDenied' })];
    expect(verdict(loggingStopped, { sights }, main)?.verdict).toBe('healthy');
  });
});

describe('cannot see', () => {
  test('AccessDenied while reading the status is neither stopped nor healthy', () => {
    const calls = [call('StopLogging', after(-5), 'main')];
    expect(verdict(loggingStopped, { sights: [hidden('main')], calls }, main)).toEqual({
      verdict: 'cannot-tell',
      subject: main,
    });
  });

  test('one trail that cannot be read does not hide another that is stopped', () => {
    const found = judgements(loggingStopped, { sights: [hidden('first'), stopped('main')] });
    expect(found.map(({ verdict: one }) => one)).toEqual(['cannot-tell', 'stands']);
  });
});
