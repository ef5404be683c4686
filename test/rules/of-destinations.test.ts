import { describe, expect, test } from 'vitest';
import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import {
  bucketWith,
  expiring,
  foundBucket,
  foundKey,
  keyWith,
  refused,
} from '#test/given/log-destinations.ts';
import { after, call, failed, logging, trailArn, verdict } from '#test/given/looks.ts';
import { known } from './changes.ts';

const main = trailArn('main');
const sights = [logging('main')];
const harmless = [bucketWith({}), keyWith({})];
const expected = { buckets: [], keys: [], accounts: [], keptDays: 90, known: [] };

/** A destination as it has to be found for a rule to fire, and the call that makes it so. */
const harmful: readonly (readonly [RuleId, LogDestinationSight, string])[] = [
  ['logs-expire-early', expiring({ days: 1 }), 'PutBucketLifecycle'],
  ['bucket-gone', foundBucket({ is: 'gone' }), 'DeleteBucket'],
  ['bucket-foreign', foundBucket({ is: 'foreign' }), 'DeleteBucket'],
  [
    'versioning-suspended',
    bucketWith({ versioning: { kind: 'seen', value: 'suspended' } }),
    'PutBucketVersioning',
  ],
  ['key-disabled', keyWith({ state: 'Disabled' }), 'DisableKey'],
  ['key-pending-deletion', keyWith({ state: 'PendingDeletion' }), 'ScheduleKeyDeletion'],
  ['key-foreign', foundKey({ is: 'foreign' }), 'UpdateTrail'],
];

describe.each(harmful)('%s', (id, sight, eventName) => {
  const rule = ruleOf(id);
  const dependsOn = dependencyName(sight);
  const made = call(eventName, after(-5), undefined, { dependsOn, effect: 'change' });
  const see = (destinations: readonly LogDestinationSight[], more = {}) =>
    verdict(rule, { sights, destinations, expected, ...more }, main);

  test('stands since the call that made it so', () => {
    expect(see([sight], { calls: [made] })).toMatchObject({
      verdict: 'stands',
      since: after(-5),
      evidence: { resource: sight.id },
    });
  });

  test('stands since the first look that found it so, when no call tells', () => {
    expect(see([sight])).toMatchObject({ verdict: 'stands', since: sight.changedAt });
    const elsewhere = { ...made, dependsOn: { ...dependsOn, id: 'another' } };
    expect(see([sight], { calls: [elsewhere] })).toMatchObject({ since: sight.changedAt });
  });

  test('keeps its beginning while it stands', () => {
    const since = known(id, {}).values().next().value?.since;
    expect(see([sight], { calls: [made], known: known(id, {}) })).toMatchObject({ since });
  });

  test('a failed call never opens it', () => {
    expect(see(harmless, { calls: [failed(made)] })).toMatchObject({ verdict: 'healthy' });
  });

  test('a call alone never opens it: what was read decides', () => {
    expect(see(harmless, { calls: [made] })).toMatchObject({ verdict: 'healthy' });
  });

  test('what cannot be read, or was not yet, neither opens nor ends it', () => {
    const hidden = [foundBucket({ is: 'hidden', why: refused }), foundKey({ is: 'hidden', why: refused })];
    for (const destinations of [[], hidden])
      expect(see(destinations, { calls: [made], known: known(id, {}) })).toEqual({
        verdict: 'cannot-tell',
        subject: main,
      });
  });

  test('is judged at the home of the trail only', () => {
    const abroad = logging('main', {}, { homeRegion: 'us-east-1' as never });
    expect(verdict(rule, { sights: [abroad], destinations: [sight], expected }, main)).toBeUndefined();
  });
});

describe('delivery-will-fail', () => {
  const rule = ruleOf('delivery-will-fail');
  const policyOf = (...Statement: readonly object[]) => ({
    kind: 'seen' as const,
    value: JSON.stringify({ Statement }),
  });
  const broken = bucketWith({
    policy: policyOf({ Sid: 'Never', Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
  });
  const open = bucketWith({
    policy: policyOf({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }),
  });
  const key = keyWith({ policy: { kind: 'unreadable', why: refused } });
  const put = call('PutBucketPolicy', after(-12), undefined, {
    dependsOn: dependencyName(broken),
    effect: 'change',
  });
  const was = known('delivery-will-fail', { resource: broken.id });
  const see = (more: object) =>
    verdict(rule, { sights, destinations: [broken, key], expected, ...more }, main);

  test('stands since the call, and names the statement that breaks it', () => {
    expect(see({ calls: [put] })).toMatchObject({
      verdict: 'stands',
      since: after(-12),
      cause: `undeliverable|${broken.id}`,
      evidence: {
        resource: broken.id,
        change: expect.stringContaining('statement "Never": denies s3:') as string,
      },
    });
  });

  test('names a statement without a Sid by its place', () => {
    const nameless = bucketWith({
      policy: policyOf({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' }),
    });
    expect(see({ calls: [put], destinations: [nameless] })).toMatchObject({
      evidence: { change: expect.stringMatching(/^statement 1: denies s3:/) as string },
    });
  });

  test('is healthy at the first look at a trail without a key, whose bucket lets CloudTrail deliver', () => {
    const keyless = [logging('main', {}, { kmsKey: undefined })];
    expect(see({ sights: keyless, destinations: [open] })).toMatchObject({ verdict: 'healthy' });
  });

  test('stays while it stands, without the call', () => {
    expect(see({ known: was })).toMatchObject({ verdict: 'stands' });
  });

  test('a failed call never opens it', () => {
    expect(see({ calls: [failed(put)] })).toMatchObject({ verdict: 'cannot-tell' });
  });

  test('a look from before the call says nothing of it', () => {
    const late = { ...put, at: after(-1) };
    expect(see({ calls: [late] })).toMatchObject({ verdict: 'cannot-tell' });
  });

  test('is over once the policy lets CloudTrail deliver again, whatever cannot be read of the key', () => {
    expect(see({ destinations: [open, key], known: was })).toMatchObject({ verdict: 'healthy' });
  });

  test('is taken back by what arrives in spite of it', () => {
    const arrived = logging('main', { deliveredAt: after(300), digestDeliveredAt: after(200) });
    const seen = { sights: [arrived], when: after(310), calls: [put], known: undefined };
    expect(
      verdict(rule, { destinations: [broken], expected, ...seen, sights: [arrived] }, main),
    ).toMatchObject({
      verdict: 'cannot-tell',
    });
    const mended = { ...seen, destinations: [broken, keyWith({ policy: policyOf() })], known: was };
    expect(verdict(rule, { expected, ...mended }, main)).toMatchObject({ verdict: 'healthy' });
  });
});

test.each([
  ['logs-111122223333-eu-west-1-an', 'no other account can take its name'],
  ['org-logs-444455556666-us-gov-west-1-an', 'no other account can take its name'],
  ['logs-111122223333-eu-west-1', 'before another account takes the name'],
  ['plan-an', 'before another account takes the name'],
  [undefined, 'before another account takes the name'],
])('whether another account can take the name of bucket %s is said', (resource, words) => {
  const finding = { rule: 'bucket-gone', subject: trailArn('main'), evidence: { resource } };
  expect(ruleOf('bucket-gone').remedy(finding as never).words).toContain(words);
});
