import { describe, expect, it } from 'vitest';
import { whyAttempt, whyDoubtful, whyEvaluate } from '#domain/facts/decision.ts';
import type { LookScope, Trigger } from '#domain/facts/trigger.ts';
import { prod, trailArn, trigger } from '#test/given/incidents.ts';

const scope = { accountId: prod, region: 'eu-west-1' } as unknown as LookScope;
const everywhere = { ...scope, everyAccount: true } as LookScope;
const why = (changes: Partial<Trigger>, where = scope, canBreak = 'the trail itself') =>
  whyEvaluate(trigger(changes), where, canBreak);

describe('why an event is evaluated', () => {
  it.each<[string, string, string]>([
    [
      'its parameters are missing',
      why({ parametersMissing: true, trail: { kind: 'arn', arn: trailArn } }),
      'StopLogging succeeded but its record does not say on what, so every trail of that account and Region is looked at.',
    ],
    [
      'it names a trail by its ARN',
      why({ trail: { kind: 'arn', arn: trailArn } }),
      `StopLogging succeeded and harms the trail ${JSON.stringify(trailArn)}, so its state is read now.`,
    ],
    [
      'it names a trail by its name',
      why({ trail: { kind: 'name', name: 'main' }, effect: 'repair' }),
      'StopLogging succeeded and may repair the trail "main", so its state is read now.',
    ],
    [
      'it changes a bucket',
      why({ eventName: 'PutBucketPolicy', dependsOn: { kind: 'bucket', id: 'logs' } }),
      'PutBucketPolicy succeeded on the bucket "logs": it matters only if a trail or the detector depends on it.',
    ],
    [
      'it changes a part of the detector',
      why({ eventName: 'DeleteRule', dependsOn: { kind: 'role', id: 'r' } }, scope, 'the detector itself'),
      'DeleteRule succeeded on the role "r": it matters only if it belongs to the detector.',
    ],
    [
      'it can change an account',
      why({ eventName: 'EnableRegion' }, scope, 'coverage'),
      `EnableRegion succeeded and can change coverage, so account ${prod} is looked at.`,
    ],
    [
      'it can change all accounts',
      why({ eventName: 'UpdatePolicy' }, everywhere, 'coverage'),
      'UpdatePolicy succeeded and can change coverage, so every account of the organization is looked at.',
    ],
  ])('because %s', (_, words, expected) => {
    expect(words).toBe(expected);
  });

  it('is said of calls that failed, with the code', () => {
    const failed = trigger({ outcome: { kind: 'failed', code: 'AccessDenied', message: 'no' } });
    expect(whyAttempt(failed)).toBe(
      'StopLogging failed (AccessDenied), so nothing changed: it is kept as an attempt and neither opens nor closes an issue.',
    );
    expect(whyDoubtful(failed)).toBe(
      'StopLogging ended in a fault of AWS (AccessDenied) and may have taken effect all the same, so the state is read now.',
    );
    expect(whyAttempt(trigger())).toContain('failed ()');
    expect(whyDoubtful(trigger())).toContain('AWS ()');
  });
});
