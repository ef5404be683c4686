import { encodeFinding } from '#adapters/wire/finding-codec.ts';
import { describe, expect, test } from 'vitest';
import { recordedBy } from '#domain/facts/event-selectors.ts';
import { answeredSelectors } from '#domain/facts/answered-selectors.ts';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import { rememberTrails } from '#domain/facts/remember-trails.ts';
import type { Memory, Observation, TrailSight } from '#domain/facts/observation.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { region } from '#test/given/incidents.ts';
import { after, call, home, logging, prod, stopped, trail, trailArn } from '#test/given/looks.ts';
import { printTrailArn } from '#domain/values/trail-arn.ts';
import { blank, tell } from '#test/given/story.ts';

// CloudTrail's quotas: 500 values of 2,048 characters in advanced selectors, 5 trails a Region (34 Regions), names of 128.
const regions = Array.from({ length: 34 }, (_, index) => region(`ap-southeast-${index + 1}`));
const long = (text: string, length: number) => text.padEnd(length, 'x');

function largest(index: number, more: { arn?: TrailSight['trail']['arn'] } = {}): TrailSight['trail'] {
  const homeRegion = regions[index % 34]!;
  const name = long(`t${index}-`, 128);
  return trail(name, {
    arn: more.arn ?? printTrailArn({ partition: 'aws', owner: prod, homeRegion, name }),
    homeRegion,
    customSelectors: true,
    bucket: long(`b${index}`, 63),
    prefix: long(`p${index}`, 200),
    kmsKey: `arn:aws:kms:${homeRegion}:${prod}:alias/${long('k', 250)}`,
    logGroup: `arn:aws:logs:${homeRegion}:${prod}:log-group:${long('g', 512)}:*`,
    logsRole: `arn:aws:iam::${prod}:role/${long('r', 512)}/${long('r', 64)}`,
    topic: `arn:aws:sns:${homeRegion}:${prod}:${long('n', 256)}`,
  });
}

const values = Array.from({ length: 498 }, (_, index) => long(`s${index}.`, 2048));
/** Selectors as large as they are kept, and so that JSON makes the most of them: quotes in a text. */
const kept = answeredSelectors('advanced', [{ Name: '"'.repeat(2030) }]);
const selectors: EventSelectors = {
  kind: 'advanced',
  answered: kept,
  selectors: [
    [
      { field: 'eventCategory', equals: ['Management'], narrowsOtherwise: false },
      { field: 'eventSource', notEquals: values, narrowsOtherwise: false },
    ],
  ],
};

/** So many trails in one Region, with everything in them as large as AWS takes it. */
const crowd = (count: number, logs = true): TrailSight[] =>
  Array.from({ length: count }, (_, index) => {
    const sight = logs ? logging('x', { startedAt: after(-86_400 * 90) }) : stopped('x', after(index));
    return { ...sight, trail: largest(index), selectors: { kind: 'seen', value: selectors } };
  });

const observed = (sights: readonly TrailSight[], at = after(0)): Observation => ({
  account: prod,
  region: home,
  channels: undefined,
  at,
  trails: { kind: 'seen', value: sights },
});
const itemBytes = (findings: Iterable<TrackedFinding>): number =>
  Buffer.byteLength(
    JSON.stringify([...findings].map((one) => [`${one.rule}#${one.subject}`, encodeFinding(one)])),
  );
const rowBytes = (memory: Memory | undefined): number => Buffer.byteLength(JSON.stringify(memory));

/** Five trails, as many as AWS allows at one home, with everything in them as large as it gets. */
const ownFive = (logs: boolean): TrailSight[] =>
  [0, 34, 68, 102, 136].map((index) => {
    const sight = logs ? logging('x', { startedAt: after(-86_400 * 90) }) : stopped('x', after(-5));
    const of = { ...largest(index), homeRegion: home };
    const { name } = of;
    const own = printTrailArn({ partition: 'aws', owner: prod, homeRegion: home, name });
    return { ...sight, trail: { ...of, arn: own }, selectors: { kind: 'seen', value: selectors } };
  });

describe('the largest answers that AWS gives', () => {
  test('the selectors of five deleted trails are kept at their home, beside all others', () => {
    expect(kept.json?.length).toBeGreaterThan(4000);
    const others = crowd(200).slice(5);
    const before = tell(blank, { seen: observed([...ownFive(true), ...others]) }).remembered;
    expect(rowBytes(before.memory)).toBeLessThan(300_000);
    const calls = ownFive(true).map(({ trail: { name } }) => call('DeleteTrail', after(59), name));
    const { remembered } = tell(before, { seen: observed([], after(60)), calls });
    expect(itemBytes(remembered.findings.values())).toBeLessThan(100_000);
    expect(rowBytes(remembered.memory)).toBeLessThan(300_000);
    const withSelectors = [...remembered.findings.values()].filter(
      ({ evidence: { was } }) => was?.answeredSelectors?.json !== undefined,
    );
    expect(withSelectors.length).toBeGreaterThanOrEqual(3);
    const without = [...remembered.findings.values()].filter(({ rule }) => rule === 'trail-gone');
    expect(without.length).toBeGreaterThan(withSelectors.length);
  });

  test('leave what is judged of selectors, not the selectors: many excluded sources are some events', () => {
    const recorded = recordedBy(selectors);
    expect(recorded).toEqual({ writes: 'some', reads: 'some', excludedSources: [] });
    expect(JSON.stringify(recorded).length).toBeLessThan(1000);
  });

  test('are remembered in less than 300 KB: those that others set up, and the oldest', () => {
    const old = {
      ...logging('main', { startedAt: after(-86_400 * 900) }),
      trail: largest(0, { arn: trailArn('main') }),
    };
    const memory = rememberTrails(undefined, observed([...crowd(200), old]), () => false);
    expect(rowBytes(memory)).toBeLessThan(300_000);
    expect(memory?.trails.map(({ trail: { arn } }) => arn)).toContain(old.trail.arn);
    expect(memory?.trails.length).toBeGreaterThan(100);
  });

  test('are as few as fit where there are more than AWS has by default, and those that are gone go first', () => {
    const before = rememberTrails(undefined, observed(crowd(300).slice(150)), () => false);
    const now = observed(crowd(150), after(60));
    const memory = rememberTrails(before, now, () => false);
    expect(rowBytes(memory)).toBeLessThan(300_000);
    const of = (isGone: boolean) => memory?.trails.filter(({ goneAt }) => (goneAt !== undefined) === isGone);
    expect(of(false)).toHaveLength(150);
    expect(of(true)?.length).toBeGreaterThan(0);
    expect(of(true)?.length).toBeLessThan(150);
  });

  test('leave an issue of less than 100 KB, with the worst in it', () => {
    const { remembered } = tell(blank, { seen: observed(crowd(200, false)) });
    expect(itemBytes(remembered.findings.values())).toBeLessThan(100_000);
    const severities = [...remembered.findings.values()].map(({ severity }) => severity);
    expect(severities).toContain('critical');
  });
});

test.each([true, false])(
  'trails that come and go all day fill nothing; then the real one ends (deleted: %s)',
  (deleted) => {
    const rounds = 25;
    const main = logging('main', { startedAt: after(-86_400 * 300) });
    let kept = tell(blank, { seen: observed([main]) }).remembered;
    for (let round = 1; round <= rounds; round += 1) {
      const brief = [0, 1, 2, 3].map((index) => ({
        ...logging('x', { startedAt: after(round * 600) }),
        trail: largest(round * 4 + index),
      }));
      kept = tell(kept, { seen: observed([main, ...brief], after(round * 600 + 1)) }).remembered;
      kept = tell(kept, { seen: observed([main], after(round * 600 + 300)) }).remembered;
    }
    expect(kept.findings.size).toBeGreaterThan(20);
    const at = after(rounds * 600 + 600);
    const last = deleted ? [] : [{ ...main, status: stopped('main', at).status }];
    const calls = [call(deleted ? 'DeleteTrail' : 'StopLogging', at, 'main')];
    const end = tell(kept, { seen: observed(last, at), calls }).remembered;
    expect(itemBytes(end.findings.values())).toBeLessThan(100_000);
    expect(rowBytes(end.memory)).toBeLessThan(300_000);
    const found = [...end.findings.values()].filter(({ state, harmful }) => state === 'open' && harmful);
    expect(found).toContainEqual(expect.objectContaining({ subject: main.trail.arn, severity: 'critical' }));
  },
);
