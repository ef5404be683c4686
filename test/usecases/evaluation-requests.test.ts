import { describe, expect, it } from 'vitest';
import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { Trail } from '#domain/facts/trail.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { inspectionsFor } from '#usecases/evaluate/ask-inspections.ts';
import type { RegionOutcome } from '#usecases/evaluate/evaluate-region.ts';
import { mergeRequests, requestKey } from '#usecases/evaluate/merge-requests.ts';
import { reachesFurther } from '#usecases/evaluate/reach.ts';
import { evidence, finding, region, trigger } from '#test/given/incidents.ts';
import {
  after,
  home,
  logging,
  memory,
  noon,
  observation,
  prod,
  remembered,
  trailArn,
} from '#test/given/looks.ts';

const frankfurt = region('eu-central-1');
const request = (changes: Partial<EvaluationRequest> = {}): EvaluationRequest => ({
  account: prod,
  regions: [home],
  why: 'event',
  triggers: [],
  ...changes,
});

describe('requests for one account', () => {
  const merged = (...all: Partial<EvaluationRequest>[]) =>
    mergeRequests(all.map(request) as [EvaluationRequest, ...EvaluationRequest[]]);

  it('ask together for every Region once, or for all', () => {
    expect(merged({}, { regions: [frankfurt, home] }).regions).toEqual([home, frankfurt]);
    expect(merged({}, { regions: 'all' }).regions).toBe('all');
  });

  it('keep every trigger once, and the sweep that any of them is part of', () => {
    const [one, two] = [trigger(), trigger({ eventId: 'e-2', sameAs: 'e-2' })];
    const again = trigger({ eventId: 'e-3' });
    const all = merged({ triggers: [one] }, { triggers: [two, again], sweep: 'sweep-1' });
    expect(all.triggers).toEqual([again, two]);
    expect(all.sweep).toBe('sweep-1');
    expect(merged({}).sweep).toBeUndefined();
  });

  it('are unhurried, or gather the baseline, only if all of them do', () => {
    for (const what of ['unhurried', 'baseline'] as const) {
      expect(merged({ [what]: true }, { [what]: true })[what]).toBe(true);
      expect(merged({ [what]: true }, {})[what]).toBeUndefined();
      expect(merged({ [what]: true }, { [what]: false })[what]).toBeUndefined();
    }
  });

  it('have equal keys unless they are repeated looks of another count, or confirm a refusal', () => {
    const key = (changes: Partial<EvaluationRequest>) => requestKey(request(changes));
    expect(key({})).toBe(key({ why: 'sweep' }));
    expect(key({ why: 'look-again' })).not.toBe(key({}));
    for (const why of ['look-again', 'find-cause', 'own-change'] as const) {
      expect(key({ why, lookedAgain: 1 })).not.toBe(key({ why, lookedAgain: 2 }));
      expect(key({ why })).toBe(key({ why, lookedAgain: 0 }));
    }
    expect(key({ why: 'parts' })).not.toBe(key({ why: 'parts', refusedSince: noon }));
    expect(key({ inspected: 1 as never })).not.toBe(key({}));
  });
});

const outcome = (
  sights: readonly ReturnType<typeof logging>[],
  findings: readonly TrackedFinding[] = [],
): RegionOutcome => ({
  region: home,
  observation: observation(sights),
  memory: memory(...sights.map((one) => remembered(one))),
  destinations: new Map(),
  findings: new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
  contradicted: [],
});

describe('whether a look reaches further than its Region', () => {
  const trail = (name: string, of: Partial<Trail> = {}) => logging(name, {}, of);
  const local = { multiRegion: false };
  const named = (name: string) => [trigger({ trail: { kind: 'arn', arn: trailArn(name) } })];

  it.each<[string, Partial<EvaluationRequest>, ReturnType<typeof logging>[], boolean]>([
    ['is yes for a trail of several Regions', {}, [trail('main')], true],
    ['is yes when one of several is', {}, [trail('a', local), trail('b')], true],
    ['is no for trails of one Region', {}, [trail('a', local), trail('b', local)], false],
    ['is no for another look', { why: 'look-again' }, [trail('main')], false],
    ['is yes for a trail that is not known', { triggers: named('gone') }, [trail('a', local)], true],
    ['is yes where nothing is known', {}, [], true],
    ['is asked of the named trail only', { triggers: named('a') }, [trail('a', local), trail('b')], false],
  ])('%s', (_, changes, sights, further) => {
    expect(reachesFurther(request(changes), [outcome(sights)])).toBe(further);
  });

  it('is yes for a trail that was reduced to one Region', () => {
    const reduced = (changes: Partial<TrackedFinding>) =>
      reachesFurther(request(), [
        outcome([trail('a', local)], [finding({ rule: 'single-region-only', ...changes })]),
      ]);
    expect(reduced({})).toBe(true);
    expect(reduced({ state: 'resolved' })).toBe(false);
    expect(reduced({ rule: 'redirected' })).toBe(false);
  });
});

describe('the inspections that a look asks for', () => {
  const seenAt = (at: number): LogDestinationSight =>
    ({
      kind: 'bucket',
      id: 'the-bucket',
      at,
      changedAt: at,
      found: { is: 'gone' },
    }) as unknown as LogDestinationSight;
  const asked = (
    changes: Partial<EvaluationRequest>,
    sight?: LogDestinationSight,
    findings: readonly TrackedFinding[] = [],
  ) => {
    const own = outcome([logging('main', {}, { kmsKey: undefined })], findings);
    const destinations = new Map(sight === undefined ? [] : [[logDestinationKey(sight), sight] as const]);
    return inspectionsFor(request(changes), [{ ...own, destinations }, own].slice(0, 1)).map(
      ({ destination }) => destination.id,
    );
  };
  const s3 = (seconds: number | undefined, more: object = {}) =>
    trigger({
      eventSource: 's3.amazonaws.com',
      at: seconds === undefined ? undefined : after(seconds),
      ...more,
    });

  it('are of what was never inspected', () => {
    expect(asked({})).toEqual(['the-bucket']);
    expect(asked({}, seenAt(after(-60)))).toEqual([]);
  });

  it('are on a sweep of what was not inspected for a while', () => {
    expect(asked({ why: 'sweep' }, seenAt(after(-60)))).toEqual([]);
    expect(asked({ why: 'sweep' }, seenAt(after(-86_400)))).toEqual(['the-bucket']);
  });

  it('are at every look of what is blamed, when it was not inspected for a while: it may be mended unheard', () => {
    const blaming = (resource: string, changes: Partial<TrackedFinding> = {}) =>
      finding({ rule: 'bucket-gone', evidence: { ...evidence, resource }, ...changes });
    const again = { why: 'look-again' } as const;
    const [fresh, old] = [seenAt(after(-899)), seenAt(after(-900))];
    expect(asked(again, old, [blaming('the-bucket')])).toEqual(['the-bucket']);
    expect(asked(again, fresh, [blaming('the-bucket')])).toEqual([]);
    expect(asked(again, old, [blaming('the-bucket', { state: 'resolved' })])).toEqual([]);
    expect(asked(again, old, [blaming('another-bucket')])).toEqual([]);
    expect(asked(again, old)).toEqual([]);
  });

  it('are of what a call may concern that names nothing, among whatever other calls', () => {
    const sight = seenAt(after(-60));
    expect(asked({ triggers: [s3(-30)] }, sight)).toEqual(['the-bucket']);
    expect(asked({ triggers: [s3(-90)] }, sight)).toEqual([]);
    expect(asked({ triggers: [s3(undefined)] }, sight)).toEqual(['the-bucket']);
    expect(asked({ triggers: [trigger({ at: after(-30) })] }, sight)).toEqual([]);
    expect(asked({ triggers: [trigger({ at: after(-30) }), s3(-30)] }, sight)).toEqual(['the-bucket']);
    expect(asked({ triggers: [s3(-30, { dependsOn: { kind: 'bucket', id: 'x' } })] }, sight)).toEqual([]);
  });
});
