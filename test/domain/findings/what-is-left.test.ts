import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recordsEverything, recordsNothing } from '#domain/facts/event-selectors.ts';
import type { BucketSettings, BucketSight } from '#domain/facts/log-destination.ts';
import type { RememberedTrail, TrailSight } from '#domain/facts/observation.ts';
import { assess } from '#domain/findings/assess/assess.ts';
import type { Finding } from '#domain/findings/finding.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Instant } from '#domain/values/instant.ts';
import { arn, region } from '#test/given/incidents.ts';
import { archive, bucketWith, foundBucket, refused } from '#test/given/log-destinations.ts';
import type { Seen } from '#test/given/looks.ts';
import {
  after,
  call,
  denied,
  independent,
  logging,
  look,
  memory,
  prod,
  recording,
  remembered,
  stopped,
} from '#test/given/looks.ts';

const days = (count: number) => after(-count * 24 * 3600);
const kms = 'kms.amazonaws.com';
const all = { managementEvents: true, readWrite: 'All', excludedSources: [] } as const;
const writeOnly = { kind: 'basic', selectors: [{ ...all, readWrite: 'WriteOnly' }] } as const;
const withoutKms = { kind: 'basic', selectors: [{ ...all, excludedSources: [kms] }] } as const;
const readOnly = { kind: 'basic', selectors: [{ ...all, readWrite: 'ReadOnly' }] } as const;
const dataOnly = { kind: 'basic', selectors: [{ ...all, managementEvents: false }] } as const;

/** The real trail, for months; its bucket lies in the archive. */
const main = logging('main', { startedAt: days(300) }, { bucket: 'logs', kmsKey: undefined });
const there = bucketWith({}, { id: 'logs' });
const settingsOf = ({ found }: BucketSight): BucketSettings => {
  if (found.is !== 'there') throw new Error('the bucket is there');
  return found.settings;
};
const inArchive = (id: string) => bucketWith({}, { id });
const ofOwn = (id: string) => foundBucket({ is: 'there', owner: prod, settings: settingsOf(there) }, { id });
const strangers = foundBucket({ is: 'hidden', why: refused }, { id: 'of-a-stranger' });

/** Another trail of the account that delivers to `bucket` and logs since so many days. */
const second = (bucket: string, age: number, name = 'second'): TrailSight =>
  logging(name, { startedAt: days(age) }, { bucket, kmsKey: undefined });

/** The ways in which the real trail ceases to record, as a look finds them. */
const ways: readonly (readonly [string, readonly TrailSight[], readonly Trigger[]])[] = [
  [
    'stopped',
    [{ ...main, status: stopped('main', after(-2)).status }],
    [call('StopLogging', after(-2), 'main')],
  ],
  ['deleted', [], [call('DeleteTrail', after(-2), 'main')]],
  [
    'deselected',
    [recording(main, dataOnly)],
    [call('PutEventSelectors', after(-2), 'main', { effect: 'change' })],
  ],
  [
    'narrowed to reads',
    [recording(main, readOnly)],
    [call('PutEventSelectors', after(-2), 'main', { effect: 'change' })],
  ],
  [
    'redirected',
    [{ ...main, trail: { ...main.trail, bucket: 'of-a-stranger' } }],
    [call('UpdateTrail', after(-2), 'main', { effect: 'change' })],
  ],
  [
    'narrowed and stopped at once',
    [recording({ ...main, status: stopped('main', after(-1)).status }, dataOnly)],
    [
      call('PutEventSelectors', after(-3), 'main', { effect: 'change' }),
      call('StopLogging', after(-1), 'main'),
    ],
  ],
];

/** The findings about the real trail, worst first. */
function judged(seen: Seen): Finding {
  const found = [...assess(look(seen)).findings.values()].filter(
    ({ subject, harm }) => subject === main.trail.arn && (harm === 'not-recording' || harm === 'redirected'),
  );
  const [worst] = found.sort((a, b) => Number(a.weakening) - Number(b.weakening));
  if (worst === undefined) throw new Error('nothing was found');
  return worst;
}

const rows = (...trails: RememberedTrail[]) => memory(remembered(main), ...trails);
const expected = { buckets: [], keys: [], accounts: [archive, prod], known: [], keptDays: 0 };

describe.each(ways)('a trail that was %s', (way, sights, calls) => {
  const seen = (more: readonly TrailSight[], rest: Partial<Seen> = {}): Seen => ({
    sights: [...sights, ...more],
    before: rows(...more.map((one) => remembered(one))),
    calls,
    expected,
    destinations: [there, strangers, inArchive('archive'), ofOwn('mine')],
    ...rest,
  });

  test('with nothing beside it is told as the loss that it is', () => {
    const { severity, weakening } = judged(seen([]));
    expect(weakening).toBe(false);
    expect(severity).toBe(way === 'redirected' ? 'high' : 'critical');
  });

  test.each([
    ['made before, into the bucket of a stranger', second('of-a-stranger', 0.01)],
    ['made a month before, into the bucket of a stranger', second('of-a-stranger', 30)],
    ['made before, into a bucket of the account', second('mine', 0.01)],
    [
      'made before, into a bucket of the archive under a name like the real one',
      second('archive', 0.01, 'main-2'),
    ],
    ['whose bucket was never looked at', second('nobody-looked', 30)],
  ])('with a trail of the account %s is told, high', (_, decoy) => {
    expect(judged(seen([decoy]))).toMatchObject({ severity: 'high', weakening: false });
  });

  test('with a decoy that is made between two looks, or that records less, is told, high', () => {
    const decoy = second('archive', 0.0001);
    expect(judged(seen([decoy], { before: rows() }))).toMatchObject({ severity: 'high', weakening: false });
  });

  test.each<[string, TrailSight, (typeof prod)[]?]>([
    ['a bucket of the archive', second('archive', 8)],
    ['its own bucket', second('mine', 30)],
    ['its own bucket, where the organization does not list it', second('mine', 30), [archive]],
  ])(
    'with an older trail to %s is told, medium, with who records and since when',
    (_, other, accounts = expected.accounts) => {
      const known = { expected: { ...expected, accounts } };
      const { severity, weakening, evidence } = judged(seen([other], known));
      expect({ severity, weakening }).toEqual({ severity: 'medium', weakening: false });
      expect(evidence.left).toBe('own');
      if (way !== 'redirected') {
        expect(evidence.coveredBy).toEqual([other.trail.arn]);
        expect(evidence.coveredSince).toBe(other.status.kind === 'seen' ? other.status.value.startedAt : 0);
      }
    },
  );

  test('with an old trail that was widened, or turned to another bucket, just before is told, high', () => {
    const other = second('archive', 60);
    const widened = rows({
      ...remembered(other),
      recorded: { writes: 'none', reads: 'none', excludedSources: [] },
    });
    expect(judged(seen([other], { before: widened }))).toMatchObject({ severity: 'high', weakening: false });
    const elsewhere = { ...remembered(other), trail: { ...other.trail, bucket: 'mine' } };
    expect(judged(seen([other], { before: rows(elsewhere) }))).toMatchObject({ severity: 'high' });
  });

  test('with an organization trail that the account does not own is a weakening, however young', () => {
    const shared = independent('organization', { startedAt: after(-60) });
    expect(judged(seen([shared]))).toMatchObject({ severity: 'low', weakening: true });
    const ofOwner = { ...shared, secondHand: true };
    expect(judged(seen([ofOwner]))).toMatchObject({ weakening: true });
    const failing = independent('organization', { deliveryError: 'AccessDenied' });
    expect(judged(seen([failing])).weakening).toBe(false);
  });

  test('that the organization trail records in part only is a loss of the rest', () => {
    const wanted = ['stopped', 'deleted', 'redirected', 'narrowed and stopped at once'].includes(way);
    const reads = judged(seen([recording(independent('organization'), writeOnly)]));
    const missing = way === 'narrowed to reads' ? 'weakening' : 'told';
    expect(reads.weakening ? 'weakening' : 'told').toBe(missing);
    if (wanted) expect(reads).toMatchObject({ severity: 'medium', evidence: { left: 'less' } });
    if (wanted && way !== 'redirected') expect(reads.evidence.missing).toEqual(['management read events']);
    const events = judged(seen([recording(independent('organization'), withoutKms)]));
    if (wanted) expect(events).toMatchObject({ severity: 'medium', weakening: false });
  });

  test('with a caller in the management account needs an organization trail of a week', () => {
    const owner = independent('organization').trail.owner;
    const called = calls.map((one) => ({ ...one, actor: { ...one.actor, accountId: owner } }));
    const young = independent('organization', { startedAt: after(-600) });
    expect(judged(seen([young], { calls: called })).weakening).toBe(false);
    const old = independent('organization', { startedAt: days(8) });
    expect(judged(seen([old], { calls: called })).weakening).toBe(true);
  });

  test.each([
    ["from a delegated administrator's account", archive],
    ["in a delegated administrator's own account, whoever called", prod],
  ])('%s needs an organization trail of a week, too', (_, delegate) => {
    const called = calls.map((one) => ({ ...one, actor: { ...one.actor, accountId: archive } }));
    const organization = {
      id: 'o-exampleorg',
      management: undefined,
      delegates: [delegate],
      accounts: [prod],
    };
    const beside = (startedAt: Instant, rest: Partial<Seen> = {}) =>
      judged(seen([independent('organization', { startedAt })], { calls: called, organization, ...rest }));
    expect(beside(after(-600)).weakening).toBe(false);
    expect(beside(days(8)).weakening).toBe(true);
    expect(beside(after(-600), { organization: { ...organization, delegates: [] } }).weakening).toBe(true);
  });
});

describe('a trail that ends beside others', () => {
  const lost: TrailSight = { ...main, status: stopped('main', after(-2)).status };
  const ended: Seen = {
    sights: [lost],
    before: rows(),
    calls: [call('StopLogging', after(-2), 'main')],
    expected,
    destinations: [there, inArchive('archive')],
  };
  const beside = (other: TrailSight, rest: Partial<Seen> = {}) =>
    judged({ ...ended, sights: [lost, other], before: rows(remembered(other)), ...rest });

  test.each([
    ['that logs may record everything', {}, 'high', 'unknown'],
    ['that cannot deliver has nothing to show', { deliveryError: 'AccessDenied' }, 'critical', 'nothing'],
  ] as const)('one of unreadable selectors %s', (_, status, severity, left) => {
    const other = logging('second', { startedAt: days(30), ...status }, { bucket: 'archive' });
    const found = beside({ ...other, selectors: denied });
    expect(found).toMatchObject({ severity, weakening: false, evidence: { left } });
  });

  test('is told, though no look saw it record: the call that ended it is the news', () => {
    const older = second('archive', 30);
    const unseen = { before: memory(remembered(older)) };
    expect(beside(older, unseen)).toMatchObject({ severity: 'medium', weakening: false });
    const others = { ...unseen, calls: [call('StopLogging', after(-2), 'second')] };
    expect(beside(older, others)).toMatchObject({ severity: 'low', weakening: true });
    const repair = { ...unseen, calls: [call('StartLogging', after(-2), 'main')] };
    expect(beside(older, repair)).toMatchObject({ severity: 'low', weakening: true });
  });

  test('was the only one, of data events alone: nothing is left, as nothing was before', () => {
    const ofData = recording({ ...main, status: stopped('main', after(-2)).status }, dataOnly);
    const before = memory({ ...remembered(main), recorded: recordsNothing });
    expect(judged({ ...ended, sights: [ofData], before })).toMatchObject({
      severity: 'critical',
      evidence: { left: 'nothing' },
    });
  });

  test('is missed for global services where AWS records them, and nowhere else', () => {
    const shared = independent('organization');
    const other = { ...shared, trail: { ...shared.trail, globalServiceEvents: false } };
    const sights = [lost, other];
    const inRegion = (name: string) =>
      [...assess({ ...look({ ...ended, sights }), region: region(name) }).findings.values()].find(
        ({ subject }) => subject === main.trail.arn,
      );
    expect(inRegion('eu-west-1')).toMatchObject({ severity: 'low', weakening: true });
    expect(inRegion('us-east-1')).toMatchObject({
      severity: 'high',
      evidence: { left: 'less', missing: ['events of global services'] },
    });
    const without = { ...lost, trail: { ...lost.trail, globalServiceEvents: false } };
    const never = { ...look({ ...ended, sights: [without, other] }), region: region('us-east-1') };
    expect([...assess(never).findings.values()].map(({ weakening }) => weakening)).toEqual([true]);
  });
});

describe('a trail under another name', () => {
  const renamed = logging('renamed', { startedAt: after(-60) }, { bucket: 'logs', kmsKey: undefined });
  const seen = (destinations: Seen['destinations'], other = renamed): Seen => ({
    sights: [other],
    before: rows(),
    calls: [call('DeleteTrail', after(-2), 'main')],
    expected,
    destinations,
  });

  test('that delivers to the same place in another account is a weakening at once', () => {
    expect(judged(seen([there]))).toMatchObject({ severity: 'low', weakening: true });
  });

  test('is none with another prefix or key, in a bucket of the account, or in one that is not known', () => {
    const prefixed = { ...renamed, trail: { ...renamed.trail, prefix: 'x' } };
    expect(judged(seen([there], prefixed)).severity).toBe('high');
    const keyed = { ...renamed, trail: { ...renamed.trail, kmsKey: `arn:aws:kms:eu-west-1:${prod}:key/k` } };
    expect(judged(seen([there], keyed)).severity).toBe('high');
    expect(judged(seen([ofOwn('logs')])).severity).toBe('high');
    expect(judged(seen([])).severity).toBe('high');
  });
});

describe('an organization trail', () => {
  const lost = independent('organization', { startedAt: days(300) });
  const calls = [call('StopLogging', after(-2), undefined, { trail: { kind: 'arn', arn: lost.trail.arn } })];
  const dead = {
    ...lost,
    status: { kind: 'seen', value: { logging: false, stoppedAt: after(-2) } },
  } as const;
  const next = (age: number) => ({
    ...independent('next', { startedAt: days(age) }),
  });
  const of = (other: TrailSight): Finding | undefined => {
    const before = memory(remembered(lost), remembered(other));
    const seen = { sights: [dead, other], before, calls };
    return [...assess(look(seen)).findings.values()].find(({ subject }) => subject === lost.trail.arn);
  };

  test('is not covered by another one that whoever ended it could have made', () => {
    expect(of(next(1))).toMatchObject({ severity: 'high', weakening: false });
    expect(of(next(8))).toMatchObject({ severity: 'low', weakening: true });
    expect(of(logging('own', { startedAt: days(1) }))).toMatchObject({ weakening: false });
  });

  test('covers the account that owns it only from a bucket of another account, and after a week', () => {
    const home_ = arn(`arn:aws:cloudtrail:eu-west-1:${prod}:trail/organization`);
    const own = (age: number, bucket: string) =>
      logging(
        'organization',
        { startedAt: days(age) },
        { arn: home_, organization: true, bucket, kmsKey: undefined },
      );
    const weigh = (other: TrailSight) =>
      judged({
        sights: [{ ...main, status: stopped('main').status }, other],
        before: rows(remembered(other)),
        expected,
        calls: [call('StopLogging', after(-2), 'main')],
        destinations: [there, inArchive('archive'), ofOwn('mine')],
      });
    expect(weigh(own(8, 'archive')).weakening).toBe(true);
    expect(weigh(own(1, 'archive'))).toMatchObject({ severity: 'high' });
    expect(weigh(own(30, 'mine')).weakening).toBe(false);
  });

  test('covers nothing while CloudTrail has no trusted access', () => {
    const seen = {
      sights: [{ ...main, status: stopped('main').status }, independent('organization')],
      before: rows(),
      trustedAccess: { on: false, at: after(-60) },
    };
    expect(judged(seen).weakening).toBe(false);
  });
});

describe('what is honest stays silent', () => {
  test('a trail for a test of a few hours, deleted again, while the real one goes on', () => {
    const trial = second('mine', 0.2, 'trial');
    const found = assess(
      look({
        sights: [main],
        before: rows(remembered(trial)),
        calls: [call('DeleteTrail', after(-2), 'trial')],
        expected,
        destinations: [there, ofOwn('mine')],
      }),
    ).findings;
    expect([...found.values()].every(({ weakening }) => weakening)).toBe(true);
  });

  test('a trail that was stopped long before the first look, beside an older one that records', () => {
    const leftover = stopped('leftover', days(200), { bucket: 'logs', kmsKey: undefined });
    const found = assess(look({ sights: [main, leftover], expected, destinations: [there] })).findings;
    expect([...found.values()].map(({ weakening }) => weakening)).toEqual([true]);
  });

  test("a vendor's bucket that the configuration names is known", () => {
    const vendors = second('of-a-stranger', 30);
    const seen = {
      sights: [{ ...main, status: stopped('main').status }, vendors],
      before: rows(remembered(vendors)),
      destinations: [there, strangers],
      calls: [call('StopLogging', after(-2), 'main')],
    };
    expect(judged({ ...seen, expected })).toMatchObject({ severity: 'high' });
    expect(judged({ ...seen, expected: { ...expected, known: ['of-a-stranger'] } })).toMatchObject({
      severity: 'medium',
    });
    // The exclusive list of buckets leaves out all that it does not name.
    const excluding = { ...expected, buckets: ['logs'] };
    expect(judged({ ...seen, expected: excluding })).toMatchObject({ severity: 'high' });
  });
});

test('whatever one account arranges beside it, the end of its only real trail is told', () => {
  const someone = fc.record({
    age: fc.integer({ min: 0, max: 400 }),
    bucket: fc.constantFrom('of-a-stranger', 'mine', 'archive', 'nobody-looked', 'logs'),
    selectors: fc.constantFrom(undefined, writeOnly, withoutKms, readOnly, dataOnly),
    logs: fc.boolean(),
  });
  fc.assert(
    fc.property(
      fc.array(someone, { maxLength: 4 }),
      fc.constantFrom(...ways),
      (others, [way, sights, calls]) => {
        const made = others.map(({ age, bucket, selectors, logs }, index) => {
          const sight = second(bucket, age, `second-${index}`);
          const running = logs ? sight : { ...sight, status: stopped('x', days(age)).status };
          return selectors === undefined ? running : recording(running, selectors);
        });
        // A rename is the one arrangement that may be silent: the log files go on to the archive under the same name.
        fc.pre(!made.some(({ trail }) => trail.bucket === 'logs'));
        const { findings } = assess(
          look({
            sights: [...sights, ...made],
            before: rows(...made.map((one) => ({ ...remembered(one), recorded: recordsEverything }))),
            calls,
            expected,
            destinations: [there, strangers, inArchive('archive'), ofOwn('mine')],
          }),
        );
        // Of several trails that ceased to record, the loss belongs to the one that did so last.
        expect(
          [...findings.values()].some(({ weakening }) => !weakening),
          way,
        ).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
