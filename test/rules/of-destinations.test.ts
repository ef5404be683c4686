import { describe, expect, test } from 'vitest';
import type { DestinationSight } from '#domain/facts/destination.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import { ruleOf } from '#domain/findings/all-rules.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { bucketWith, expiring, foundBucket, keyWith, refused } from '#test/domain/findings/destinations.ts';
import { after, call, failed, logging, trailArn, verdict } from '#test/domain/findings/looks.ts';
import { known } from './changes.ts';

const main = trailArn('main');
const sights = [logging('main')];
const harmless = [bucketWith({}), keyWith({})];
const expected = { buckets: [], keys: [], accounts: [], keptDays: 90 };

/** A destination as it has to be found for a rule to fire, and the call that makes it so. */
const harmful: readonly (readonly [RuleId, DestinationSight, string])[] = [
  ['logs-expire-early', expiring({ days: 1 }), 'PutBucketLifecycle'],
];

describe.each(harmful)('%s', (id, sight, eventName) => {
  const rule = ruleOf(id);
  const dependsOn = dependencyName(sight);
  const made = call(eventName, after(-5), undefined, { dependsOn, effect: 'change' });
  const see = (destinations: readonly DestinationSight[], more = {}) =>
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
    const closed = foundBucket({ is: 'hidden', why: refused });
    for (const destinations of [[], [closed]])
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
