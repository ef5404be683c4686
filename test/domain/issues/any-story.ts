import * as fc from 'fast-check';
import type { Memory, TrailSight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import { region } from '#test/given/incidents.ts';
import {
  after,
  call,
  created,
  denied,
  failed,
  hidden,
  home,
  logging,
  observation,
  prod,
  recording,
  trailArn,
} from '#test/given/looks.ts';
import type { Chapter, Remembered } from '#test/given/story.ts';
import { blank, tell } from '#test/given/story.ts';

type Moment = Memory['at'];
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** A moment of the last two minutes before `now` (a moment by seconds after noon). */
const before = (now: number) => fc.integer({ min: 0, max: 120 }).map((ago): Moment => after(now - ago));

const readsOnly = {
  kind: 'basic',
  selectors: [{ managementEvents: true, readWrite: 'ReadOnly', excludedSources: [] }],
} as const;

/** A trail whose state was read. */
export function readSight(name: string, now: number): fc.Arbitrary<TrailSight> {
  const status = fc.record({
    logging: fc.boolean(),
    startedAt: maybe(before(now)),
    stoppedAt: maybe(before(now)),
    deliveryError: maybe(fc.constantFrom('NoSuchBucket', 'KMS.DisabledException')),
    deliveredAt: maybe(before(now)),
    logsError: maybe(fc.constant('Access denied.')),
    logsDeliveredAt: maybe(before(now)),
  });
  // A trail that logs was started after its last stop.
  const inOrder = status.filter((one) => !one.logging || (one.stoppedAt ?? 0) <= (one.startedAt ?? 0));
  return inOrder.map((value) => logging(name, value));
}

/** A trail, whether its state could be read or not. */
function anySight(name: string, now: number): fc.Arbitrary<TrailSight> {
  const read = readSight(name, now);
  return fc.oneof(
    { weight: 4, arbitrary: read },
    { weight: 2, arbitrary: fc.constant(hidden(name)) },
    { weight: 1, arbitrary: fc.constant(created(name)) },
    { weight: 1, arbitrary: read.map((sight) => recording(sight, readsOnly)) },
    { weight: 1, arbitrary: read.map((sight) => ({ ...sight, selectors: denied })) },
  );
}

/** Any of two trails, as far as they are there. */
export function anySights(now: number, one = anySight): fc.Arbitrary<TrailSight[]> {
  return fc
    .tuple(maybe(one('main', now)), maybe(one('spare', now)))
    .map((sights) => sights.filter((sight) => sight !== undefined));
}

/** Any call on one of the trails, on no trail that is named, or on the bucket; one in five fails. */
export function anyCall(now: number): fc.Arbitrary<Trigger> {
  const names = [
    'StopLogging',
    'StartLogging',
    'DeleteTrail',
    'CreateTrail',
    'UpdateTrail',
    'PutBucketPolicy',
  ];
  return fc
    .tuple(
      fc.constantFrom(...names),
      before(now),
      fc.constantFrom('main', 'spare', undefined),
      fc.constantFrom(true, true, true, true, false),
    )
    .map(([eventName, when, name, succeeds]) => {
      const onBucket = eventName === 'PutBucketPolicy';
      const dependsOn = onBucket ? ({ kind: 'bucket', id: 'the-bucket' } as const) : undefined;
      const made = call(eventName, when, onBucket ? undefined : name, { dependsOn });
      return succeeds ? made : failed(made);
    });
}

export const anyExemption: fc.Arbitrary<Exemption> = fc.record({
  accountId: fc.constantFrom(prod, '210987654321' as typeof prod),
  region: maybe(fc.constantFrom(home, region('us-east-1'))),
  trail: maybe(fc.constantFrom('main', 'spare').map(trailArn)),
  rules: maybe(fc.subarray([...ruleIds])),
  reason: fc.constant('known'),
  expires: maybe(fc.integer({ min: 0, max: 1200 }).map(after)),
});

/** A look at `now` seconds after noon, with what prompted it; exemptions only where they are wanted. */
export function anyChapter(now: number, exempt = true): fc.Arbitrary<Chapter> {
  const sights = fc.oneof(
    { weight: 5, arbitrary: anySights(now) },
    { weight: 1, arbitrary: fc.constant('unreadable' as const) },
  );
  return fc.record({
    seen: sights.map((seen) => observation(seen, after(now))),
    calls: fc.array(anyCall(now), { maxLength: 2 }),
    exemptions: exempt ? fc.array(anyExemption, { maxLength: 2 }) : fc.constant([]),
  });
}

/** Looks in the order of time, one second to five minutes apart. */
export function anyChapters(exempt = true, one = anyChapter): fc.Arbitrary<Chapter[]> {
  return fc.array(fc.constantFrom(1, 30, 60, 61, 300), { minLength: 1, maxLength: 6 }).chain((gaps) => {
    const moments = gaps.map((_, index) => gaps.slice(0, index + 1).reduce((sum, gap) => sum + gap, 0));
    return fc.tuple(...moments.map((now) => one(now, exempt)));
  });
}

/** What is remembered after `chapters`. */
export function afterAll(chapters: readonly Chapter[]): Remembered {
  return chapters.reduce((kept, chapter) => tell(kept, chapter).remembered, blank);
}

/** Any past, and the look that follows it. */
export function pastAndNow(exempt = true): fc.Arbitrary<{ past: Remembered; now: Chapter }> {
  return anyChapters(exempt).map((chapters) => ({
    past: afterAll(chapters.slice(0, -1)),
    now: chapters.at(-1)!,
  }));
}
