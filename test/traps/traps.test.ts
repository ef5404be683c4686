import type { GetEventSelectorsCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { Context, SQSRecord } from 'aws-lambda';
import { describe, expect, test } from 'vitest';
import { selectorsFrom } from '#adapters/aws/cloud-trail-answers.ts';
import { logger } from '#adapters/lambda/observability.ts';
import { onQueue } from '#adapters/lambda/on-queue.ts';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { explain } from '#cli/commands/explain-file.ts';
import { eventsOf, isMonitored, monitoredGroups } from '#domain/facts/monitored.ts';
import {
  centralPatterns,
  memberPatterns,
  organizationPatterns,
  ownPatterns,
} from '#domain/facts/patterns.ts';
import { iso } from '#domain/values/instant.ts';
import { account, home, later, noon, shop, shopTrail } from '#test/given/shop.ts';
import { made } from '#test/given/made-event.ts';
import { envelopeOf, matchesAny } from '#test/given/pattern-matcher.ts';
import { readFixture } from '#test/given/recorded-events.ts';
import { evaluationWorld, everywhere, stopOf } from '#test/given/evaluation-world.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';

// Each of these made another detector blind, noisy or wrong. One test each, in that detector's own terms.

const stopTrail = (more: Record<string, unknown> = {}) =>
  made('cloudtrail', 'StopLogging', { requestParameters: { name: 'main' }, ...more });

const trailOf = (name: string, parameter: string) =>
  explain(made('cloudtrail', name, { requestParameters: { [parameter]: 'main' } })).trail;

/** What an event of the bucket `logs` asks for while `dependents` trails deliver there. */
async function plansFor(raw: Record<string, unknown>, dependents: number) {
  const one = { trail: shopTrail, account: shop, homeRegion: home };
  const plan = planEvaluation({
    attempts: { keepAttempt: async () => undefined },
    inspections: memoryInspections(),
    issues: { listMemories: async () => [] },
    dependencies: {
      hasDependents: async () => true,
      claimWave: async () => true,
      listDependents: async () => Array.from({ length: dependents }, () => one),
    },
    directory: memoryDirectory([
      [shop, 'shop'],
      [account('123837392027'), 'recorded'],
    ]),
    rolesWithPolicy: async () => ({ kind: 'seen', value: [] }),
    fanOut: async () => undefined,
    clock: { now: () => noon },
    enabled: true,
  });
  return (await plan(readEvent(raw))).requests;
}

describe('events', () => {
  test('an empty errorCode is no error', () => {
    expect(explain(stopTrail({ errorCode: '' })).decision).toBe('evaluate');
  });

  test('AccessDenied with null parameters is an attempt, and breaks nothing', () => {
    const refused = { errorCode: 'AccessDenied', errorMessage: 'no', requestParameters: null };
    expect(explain(stopTrail(refused)).decision).toBe('attempt');
  });

  test('the trail is `name` in one call and `trailName` in another', () => {
    for (const name of ['StopLogging', 'StartLogging', 'UpdateTrail', 'DeleteTrail'])
      expect(trailOf(name, 'name')).toBe('main');
    for (const name of ['PutEventSelectors', 'PutInsightSelectors'])
      expect(trailOf(name, 'trailName')).toBe('main');
  });

  test('what IAM calls an action is not always what CloudTrail calls the event', () => {
    const listens = (service: string, name: string) =>
      isMonitored(`${service}.amazonaws.com`, name) ||
      explain(made(service, name, { requestParameters: { bucketName: 'logs' } })).decision !== 'ignore';
    expect(listens('s3', 'PutLifecycleConfiguration')).toBe(false);
    expect(listens('s3', 'PutBucketLifecycle')).toBe(true);
    expect(listens('s3', 'PutBucketLifecycleConfiguration')).toBe(true);
    expect(listens('s3', 'PutEncryptionConfiguration')).toBe(false);
    expect(listens('s3', 'PutBucketEncryption')).toBe(true);
  });

  test('the event is DeleteBucketPublicAccessBlock, there is no DeletePublicAccessBlock', () => {
    const of = (name: string) =>
      explain(made('s3', name, { requestParameters: { bucketName: 'logs' } })).decision;
    expect(of('DeleteBucketPublicAccessBlock')).toBe('evaluate');
    expect(of('DeletePublicAccessBlock')).toBe('ignore');
  });

  test('the DeleteRule of a web firewall is not that of EventBridge', () => {
    const rule = readFixture('cases/neg-deleterule-wafregional-same-name.json');
    expect(explain(rule).decision).toBe('ignore');
    expect(matchesAny([...memberPatterns(), ...ownPatterns()], envelopeOf(rule))).toBe(false);
  });

  test('every pattern names its source: anybody can put an event of that shape on a bus', () => {
    const all = [...memberPatterns(), ...organizationPatterns(), ...ownPatterns(), ...centralPatterns()];
    for (const { pattern } of all) expect(pattern.source.length).toBeGreaterThan(0);
    const forged = { ...envelopeOf(stopTrail()), source: 'custom.cloudtrail' };
    expect(matchesAny(all, forged)).toBe(false);
  });

  test('one change can be written as an object or as a list of one: both ask for a look at the bucket', () => {
    const rule = { ID: 'all', Status: 'Enabled', Expiration: { Days: 1 } };
    const put = (Rule: unknown) =>
      explain(
        made('s3', 'PutBucketLifecycle', {
          requestParameters: { bucketName: 'logs', LifecycleConfiguration: { Rule } },
        }),
      );
    expect(put(rule)).toEqual(put([rule]));
    expect(put(rule)).toMatchObject({ decision: 'evaluate', dependsOn: { kind: 'bucket', id: 'logs' } });
  });

  test('a time without a zone is UTC, wherever the machine stands', () => {
    const decision = readEvent(stopTrail({ eventTime: '2026-11-21T12:00:08' }));
    const at = decision.decision === 'evaluate' ? decision.trigger.at : undefined;
    expect(at && iso(at)).toBe('2026-11-21T12:00:08.000Z');
  });

  test('what names no pair that exists in AWS is no event', () => {
    expect(monitoredGroups.flatMap((group) => eventsOf(group)).length).toBeGreaterThan(80);
    expect(explain(made('cloudtrail', 'EnableRegion')).decision).toBe('ignore');
  });
});

describe('batches', () => {
  test('a file of digests among the events ends no batch, and a failure is never answered with success', async () => {
    logger.setLogLevel('SILENT');
    const digest = { digestS3Bucket: 'logs', digestS3Object: 'x', logFiles: [], digestEndTime: 'now' };
    expect(explain(digest)).toMatchObject({ decision: 'ignore' });
    const handled: string[] = [];
    const handler = onQueue<string>({
      read: async (body) => {
        const event = explain(body);
        return event.decision === 'ignore' ? [] : [event.eventName ?? ''];
      },
      key: (name) => name,
      handle: async ([name]) => {
        handled.push(name);
        if (name === 'DeleteTrail') throw new Error('AWS is down');
      },
      atOnce: 1,
    });
    const bodies = [
      JSON.stringify(digest),
      JSON.stringify(made('cloudtrail', 'DeleteTrail', { requestParameters: { name: 'a' } })),
      'no event at all',
      JSON.stringify(stopTrail()),
    ];
    const attributes = { ApproximateReceiveCount: '1' } as SQSRecord['attributes'];
    const Records = bodies.map((body, index) => ({ messageId: `m-${index}`, body, attributes }) as SQSRecord);
    const { batchItemFailures } = await handler({ Records }, { awsRequestId: 'r' } as Context);
    expect(handled).toEqual(['DeleteTrail', 'StopLogging']);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['m-1', 'm-2']);
  });
});

describe('buckets', () => {
  test('a policy that is put before its trail is made makes no sound', async () => {
    const before = readFixture('cases/neg-putbucketpolicy-before-createtrail.json');
    expect(await plansFor(before, 0)).toEqual([]);
    expect(await plansFor(before, 1)).toHaveLength(1);
  });

  test('a bucket that is deleted after its trail makes no sound: nothing depends on it any more', async () => {
    const world = await evaluationWorld();
    world.put({ bucket: 'logs' });
    await world.evaluate();
    const bucket = { kind: 'bucket', id: 'logs' } as const;
    const { dependencies } = world.stores;
    expect(await dependencies.listDependents(bucket)).toHaveLength(1);
    world.clock.pass(60);
    world.trails.clear();
    await world.evaluate({ triggers: [stopOf(shopTrail, { eventName: 'DeleteTrail' })] });
    expect(await dependencies.listDependents(bucket)).toEqual([]);
    const deletion = readFixture('cases/deletebucket-invictus-trail-bucket-after-trail.json');
    expect(await plansFor(deletion, 0)).toEqual([]);
  });
});

describe('looks', () => {
  test('selectors can be advanced ones alone, without the key EventSelectors', () => {
    const answer: GetEventSelectorsCommandOutput = {
      $metadata: {},
      AdvancedEventSelectors: [
        { Name: 'all', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      ],
    };
    expect(selectorsFrom(answer)).toMatchObject({ kind: 'advanced' });
  });

  test('a status that may not be read is not known: nothing is opened as disabled, nothing resolved', async () => {
    const world = await evaluationWorld();
    world.put({});
    await world.evaluate();
    world.clock.pass(60);
    world.put({}, { logging: false, stoppedAt: later(noon, 30) });
    await world.evaluate({ triggers: [stopOf(shopTrail)] });
    const before = await world.open();
    expect(before.map(({ rule }) => rule)).toEqual(['logging-stopped']);
    world.clock.pass(60);
    world.put({}, 'denied');
    await world.evaluate();
    expect((await world.open()).map(({ rule }) => rule)).toContain('logging-stopped');

    const healthy = await evaluationWorld();
    healthy.put({});
    await healthy.evaluate();
    healthy.clock.pass(60);
    healthy.put({}, 'denied');
    await healthy.evaluate();
    const items = await healthy.stores.issues.listUnclosed(shop);
    expect(items.find(({ region }) => region === home)?.disabled ?? false).toBe(false);
    expect((await healthy.open()).map(({ rule }) => rule)).not.toContain('logging-stopped');
  });

  test('one trail that cannot be read ends the look at no other', async () => {
    const world = await evaluationWorld();
    const [bad, good] = ['bad', 'good'].map((name) => `arn:aws:cloudtrail:${home}:${shop}:trail/${name}`);
    const own = (name: string | undefined) => ({ arn: name as typeof shopTrail });
    world.put(own(bad), 'denied');
    world.put(own(good));
    await world.evaluate();
    world.clock.pass(60);
    world.put(own(good), { logging: false, stoppedAt: later(noon, 30) });
    await world.evaluate({ triggers: [stopOf(good ?? '')] });
    expect((await world.open()).map(({ subject }) => subject)).toContain(good);
  });

  test('one deed is found by one rule in each Region, and told as one incident', async () => {
    const world = await evaluationWorld();
    world.put({ multiRegion: true });
    await world.evaluate();
    world.clock.pass(60);
    // Stopped, with no selectors left and its deliveries refused: three rules could speak.
    const status = { logging: false, stoppedAt: later(noon, 30), deliveryError: 'AccessDenied' };
    world.put({ multiRegion: true, customSelectors: true }, status);
    await world.evaluate({ triggers: [stopOf(shopTrail)] });
    const found = await world.open();
    expect(found.map(({ region }) => region).sort()).toEqual([...everywhere].sort());
    expect(new Set(found.map(({ rule, incident }) => `${rule} ${incident}`)).size).toBe(1);
  });

  test('a repair is no attack', async () => {
    const world = await evaluationWorld();
    world.put({});
    await world.evaluate();
    world.clock.pass(60);
    await world.evaluate({
      triggers: [stopOf(shopTrail, { eventName: 'StartLogging', effect: 'repair' })],
    });
    expect(await world.open()).toEqual([]);
  });

  test('what was recorded before the stop is delivered minutes after it: that is no sign of life', async () => {
    const world = await evaluationWorld();
    world.put({});
    await world.evaluate();
    world.clock.pass(60);
    const stoppedAt = later(noon, 30);
    world.put({}, { logging: false, stoppedAt });
    await world.evaluate({ triggers: [stopOf(shopTrail)] });
    world.clock.pass(400);
    world.put({}, { logging: false, stoppedAt, deliveredAt: later(stoppedAt, 360) });
    await world.evaluate();
    expect((await world.open()).map(({ rule }) => rule)).toEqual(['logging-stopped']);
  });
});
