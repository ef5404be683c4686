import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contradictsState } from '#domain/facts/claim.ts';
import { readClaims } from '#domain/facts/read-claims.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { at, finding, region } from '#test/given/incidents.ts';
import { after, call, home, logging, noon, observation, prod, stopped, trailArn } from '#test/given/looks.ts';
import { mergeRequests, requestKey } from '#usecases/evaluate/merge-requests.ts';
import type { RegionOutcome } from '#usecases/evaluate/evaluate-region.ts';
import { causeSearches, otherLooks } from '#usecases/evaluate/other-looks.ts';

const stop = call('StopLogging', noon, 'main');
const ofBucket = call('PutBucketPolicy', noon, undefined, {
  dependsOn: { kind: 'bucket', id: 'the-bucket' },
});

function ask(triggers: readonly Trigger[], lookedAgain?: number): EvaluationRequest {
  return { account: prod, regions: [home], why: 'event', triggers, lookedAgain };
}

function outcome(
  sights: readonly TrailSight[],
  triggers: readonly Trigger[],
  findings: readonly TrackedFinding[] = [],
): RegionOutcome {
  const seen = observation(sights, after(1));
  return {
    region: home,
    observation: seen,
    memory: undefined,
    destinations: new Map(),
    findings: new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
    contradicted: readClaims(triggers, seen, undefined).filter((claim) => contradictsState(claim, sights)),
  };
}

const proofOf = (id: TrackedFinding['rule']) => ruleOf(id).proof;
const looks = (request: EvaluationRequest, one: RegionOutcome) => otherLooks(request, [one], proofOf);

/** The moments of all looks that follow one another, in seconds after the first. */
function schedule(triggers: readonly Trigger[], sights: readonly TrailSight[]): number[] {
  const moments: number[] = [];
  let request: EvaluationRequest | undefined = ask(triggers);
  let now = 0;
  while (request !== undefined) {
    const { later } = looks(request, outcome(sights, triggers));
    const next: (typeof later)[number] | undefined = later[0];
    if (next) moments.push((now += next.seconds));
    request = next?.request;
  }
  return moments;
}

describe('other looks', () => {
  test('while a stop does not show, the trail is looked at after 2, 10, 60, 300 and 900 seconds', () => {
    expect(schedule([stop], [logging('main')])).toEqual([2, 10, 60, 300, 900]);
  });

  test('a change of a bucket is looked into after 300 and 900 seconds', () => {
    expect(schedule([ofBucket], [logging('main')])).toEqual([300, 900]);
  });

  test.each(['InternalFailure', 'ServiceUnavailable'])(
    'a call that ended in %s, a fault of AWS, is looked into once more after 60 seconds',
    (code) => {
      const faulted = { ...stop, outcome: { kind: 'failed', code, message: '' } } as const;
      expect(schedule([faulted], [logging('main')])).toEqual([60]);
    },
  );

  test('a call whose record lacks what was requested is looked into once more after 60 seconds: it may not show yet', () => {
    const large = call('PutEventSelectors', noon, undefined, { effect: 'change', parametersMissing: true });
    expect(schedule([large], [logging('main')])).toEqual([60]);
  });

  test('as soon as the state agrees, nothing more is asked for', () => {
    expect(schedule([stop], [stopped('main', after(-1))])).toEqual([]);
  });

  test.each([
    ['StopLogging', [logging('main')], true],
    ['StopLogging', [logging('main', { stoppedAt: after(0), startedAt: after(1) })], false],
    ['StopLogging', [stopped('main')], false],
    ['StartLogging', [stopped('main', after(-60))], true],
    ['StartLogging', [stopped('main', after(30))], false],
    ['StartLogging', [logging('main')], false],
    ['DeleteTrail', [logging('main')], true],
    ['DeleteTrail', [logging('spare')], false],
    ['CreateTrail', [], true],
    ['CreateTrail', [logging('main')], false],
    ['PutEventSelectors', [logging('main')], false],
  ] as const)('%s is in doubt or not by what is seen', (eventName, sights, doubtful) => {
    const triggers = [call(eventName, noon, 'main')];
    expect(looks(ask(triggers), outcome(sights, triggers)).later.length).toBe(doubtful ? 1 : 0);
  });

  test.each([
    ['PutEventSelectors', { managementWrites: 'none', managementReads: 'all' }, true],
    ['UpdateTrail', { isMultiRegionTrail: false }, true],
    ['UpdateTrail', { isOrganizationTrail: true }, false],
    ['UpdateTrail', { s3KeyPrefix: 'x' }, false],
  ] as const)(
    'a change whose effect never showed is kept as unconfirmed if its text is harmful: %s %j',
    (name, requested, isKept) => {
      const changed = call(name, noon, 'main', { effect: 'change', requested });
      const missed = outcome([logging('main')], [changed]);
      expect(looks(ask([changed], 4), missed).unconfirmed).toEqual([]);
      expect(looks(ask([changed], 5), missed).unconfirmed).toEqual(isKept ? [changed] : []);
    },
  );

  test('a harmful call whose effect never showed is kept as unconfirmed after the last look only', () => {
    const missed = outcome([logging('main')], [stop]);
    const start = call('StartLogging', noon, 'main');
    expect([0, 4].map((taken) => looks(ask([stop], taken), missed).unconfirmed)).toEqual([[], []]);
    expect(looks(ask([stop], 5), missed)).toEqual({ later: [], unconfirmed: [stop] });
    expect(looks(ask([start], 5), outcome([stopped('main')], [start])).unconfirmed).toEqual([]);
  });

  test('thousands of calls that do not show are asked for in messages of bounded size, each call in one', () => {
    const stops = Array.from({ length: 1234 }, (_, index) => {
      const eventId = `stop-${index}`;
      return call('StopLogging', noon, 'main', {
        eventId,
        sameAs: eventId,
        requested: { note: 'x'.repeat(900) },
      });
    });
    const { later } = looks(ask(stops), outcome([logging('main')], stops));
    const sizes = later.map(({ request }) => JSON.stringify(request).length);
    expect(Math.max(...sizes)).toBeLessThan(256 * 1024);
    const asked = later.flatMap(({ request }) => request.triggers.map(({ eventId }) => eventId));
    expect(asked.toSorted()).toEqual(stops.map(({ eventId }) => eventId).toSorted());
  });

  test('what looks healthy for the first time is looked at again after a minute', () => {
    const waiting = finding({ healthyAt: after(1) });
    expect(looks(ask([]), outcome([logging('main')], [], [waiting])).later).toEqual([
      {
        seconds: 60,
        request: { account: prod, regions: [home], why: 'look-again', triggers: [] },
      },
    ]);
  });

  test.each([
    ['an event', { why: 'event' }, undefined],
    ['a member of an organization trail', { why: 'member' }, true],
    ['a sweep', { why: 'sweep' }, true],
    ['a look that follows one of those', { why: 'look-again', unhurried: true }, true],
    ['a look that follows an event', { why: 'look-again' }, undefined],
  ] as const)('what follows %s is as hurried as that', (_, asked, unhurried) => {
    const request = { ...ask([stop]), ...asked };
    const doubtful = outcome([logging('main')], [stop], [finding({ healthyAt: at('12:05:00') })]);
    const { later } = looks(request, doubtful);
    expect(later.map((one) => one.request.unhurried)).toEqual([unhurried, unhurried]);
    const unexplained = finding({ causedBy: undefined, openedAt: doubtful.observation.at });
    const searches = causeSearches(request, [outcome([stopped('main')], [], [unexplained])]);
    expect(searches.map((one) => one.unhurried)).toEqual([unhurried]);
  });

  test.each([
    ['still stands', finding()],
    ['is resolved', finding({ state: 'resolved', healthyAt: at('12:05:00') })],
  ])('what %s is not looked at again to be proven', (_, one) => {
    expect(looks(ask([]), outcome([], [], [one])).later).toEqual([]);
  });
});

describe('the look that proves an end', () => {
  test('is not asked for where a delivery proves it: that takes minutes, and the watch sees it', () => {
    const waiting = finding({ rule: 's3-delivery-failing', healthyAt: after(1) });
    expect(looks(ask([]), outcome([logging('main')], [], [waiting])).later).toEqual([]);
  });

  test('waits for the last of several findings, and for the whole second', () => {
    const waiting = [1, 0.5].map((seconds, index) =>
      finding({ subject: trailArn(`t-${index}`), healthyAt: after(seconds) }),
    );
    const { later } = looks(ask([]), outcome([logging('main')], [], waiting));
    expect(later.map(({ seconds }) => seconds)).toEqual([60]);
    const half = looks(ask([]), outcome([logging('main')], [], waiting.slice(1)));
    expect(half.later.map(({ seconds }) => seconds)).toEqual([60]);
  });

  test('is not asked for a minute after the first healthy look: that look was it', () => {
    const waiting = finding({ healthyAt: after(-59) });
    expect(looks(ask([]), outcome([logging('main')], [], [waiting])).later).toEqual([]);
  });
});

describe('looks that follow one at several Regions', () => {
  const virginia = region('us-east-1');
  const at_ = (where: typeof home, one: RegionOutcome): RegionOutcome => ({ ...one, region: where });
  const later = (request: EvaluationRequest, ...all: RegionOutcome[]) =>
    otherLooks(request, all, proofOf).later;
  const shown = at_(home, outcome([stopped('main')], [stop]));
  const doubted = at_(virginia, outcome([logging('main')], [stop]));

  test('are at those only where the state contradicts the call, with that call only', () => {
    const other = call('StopLogging', after(-1), 'spare');
    expect(later(ask([stop, other]), shown, doubted)).toEqual([
      {
        request: { account: prod, regions: [virginia], why: 'look-again', triggers: [stop], lookedAgain: 1 },
        seconds: 2,
      },
    ]);
  });

  test('are at all of them after a change of a dependency, though nothing contradicts it', () => {
    expect(later(ask([ofBucket, stop], 1), shown, at_(virginia, shown))).toEqual([
      {
        request: {
          account: prod,
          regions: [home, virginia],
          why: 'look-again',
          triggers: [ofBucket],
          lookedAgain: 2,
        },
        seconds: 600,
      },
    ]);
  });

  test('are none after a look at our own parts, whose calls concern no delivery', () => {
    expect(later({ ...ask([ofBucket]), why: 'parts' }, shown)).toEqual([]);
  });

  test('are none at what waits for a fault of AWS in a call on a dependency: that has its own', () => {
    const faulted = {
      ...ofBucket,
      outcome: { kind: 'failed', code: 'InternalFailure', message: '' },
    } as const;
    expect(later(ask([faulted]), shown).map(({ seconds }) => seconds)).toEqual([300]);
  });

  test('are one proof for all, when the last of them can be proven', () => {
    const healthy = (seconds: number) => [finding({ healthyAt: after(seconds) })];
    const [early, late] = [outcome([], [], healthy(-20)), outcome([], [], healthy(0))];
    expect(later(ask([]), at_(home, early), at_(virginia, late), at_(region('eu-west-3'), shown))).toEqual([
      {
        request: { account: prod, regions: [home, virginia], why: 'look-again', triggers: [] },
        seconds: 59,
      },
    ]);
  });

  test('prove nothing of what could not be read, and nothing that is over', () => {
    const unread = outcome([], [], [finding({ healthyAt: after(0) })]);
    const blind: RegionOutcome = { ...unread, observation: observation('unreadable', after(1)) };
    const over = outcome([], [], [finding({ state: 'resolved', healthyAt: after(0) })]);
    expect(later(ask([]), blind, over)).toEqual([]);
  });

  test.each<[Partial<EvaluationRequest>, boolean]>([
    [{}, false],
    [{ why: 'look-again' }, false],
    [{ why: 'sweep' }, true],
    [{ why: 'member' }, true],
    [{ why: 'look-again', unhurried: true }, true],
  ])('wait for events to go first when the look itself did: %o', (changes, unhurried) => {
    const waiting = at_(home, outcome([], [], [finding({ healthyAt: after(1) })]));
    const searched = finding({ causedBy: undefined, subject: trailArn('main'), openedAt: after(1) });
    const unexplained = at_(home, outcome([stopped('main')], [], [searched]));
    const request = { ...ask([stop]), ...changes };
    const all = [
      ...later(request, doubted, waiting).map((one) => one.request),
      ...causeSearches(request, [unexplained]),
    ];
    expect(all).toHaveLength(3);
    for (const one of all) expect(one.unhurried).toBe(unhurried ? true : undefined);
  });

  test('keep as unconfirmed what was to harm, and no repair', () => {
    const start = call('StartLogging', noon, 'main');
    const both = outcome([stopped('main', after(-60))], [start]);
    expect(otherLooks(ask([start], 5), [both], proofOf).unconfirmed).toEqual([]);
    expect(otherLooks(ask([stop], 6), [doubted], proofOf)).toEqual({ later: [], unconfirmed: [stop] });
  });

  test('search for causes where one is missing, and nowhere else', () => {
    const missing = finding({ causedBy: undefined, subject: trailArn('main') });
    const known = at_(virginia, outcome([stopped('main')], [], [finding({ subject: trailArn('main') })]));
    const one = at_(home, outcome([stopped('main')], [], [finding({ subject: '-' }), missing]));
    expect(causeSearches(ask([]), [known, one])).toEqual([
      { account: prod, regions: [home], why: 'find-cause', triggers: [] },
    ]);
    expect(causeSearches(ask([]), [known])).toEqual([]);
  });
});

describe('the search for a cause', () => {
  const seen = outcome([stopped('main')], [], []);
  const unexplained = finding({
    causedBy: undefined,
    subject: trailArn('main'),
    openedAt: seen.observation.at,
  });
  const searched = (why: EvaluationRequest['why'], one = unexplained) =>
    causeSearches({ ...ask([]), why }, [outcome([stopped('main')], [], [one])]).length;

  test.each([
    ['event', 1],
    ['sweep', 1],
    ['member', 1],
    ['look-again', 1],
    ['parts', 1],
    ['find-cause', 0],
  ] as const)('follows a look (%s) that opened the finding: %i', (why, count) => {
    expect(searched(why)).toBe(count);
  });

  test.each([
    ['event', 1],
    ['sweep', 1],
    ['look-again', 0],
    ['parts', 0],
  ] as const)('follows a look (%s) at one that stood before: %i', (why, count) => {
    expect(searched(why, { ...unexplained, openedAt: after(-60) })).toBe(count);
  });
});

const anyRequest: fc.Arbitrary<EvaluationRequest> = fc.record({
  account: fc.constant(prod),
  regions: fc.oneof(
    fc.constant('all' as const),
    fc.subarray([home, region('us-east-1'), region('eu-central-1')], { minLength: 1 }),
  ),
  why: fc.constant('event' as const),
  triggers: fc
    .array(fc.constantFrom('e-1', 'e-2', 'e-3', 'e-4'))
    .map((ids) => ids.map((id) => call('StopLogging', noon, 'main', { eventId: id, sameAs: id }))),
});
const someRequests = fc.tuple(anyRequest, anyRequest, anyRequest);

describe('merged requests', () => {
  test('every trigger is kept, and once only', () => {
    fc.assert(
      fc.property(someRequests, (requests) => {
        const kept = mergeRequests(requests).triggers.map(({ sameAs }) => sameAs);
        const given = requests.flatMap(({ triggers }) => triggers.map(({ sameAs }) => sameAs));
        expect(kept.toSorted()).toEqual([...new Set(given)].toSorted());
      }),
    );
  });

  test('every Region that anybody asked for is looked at', () => {
    fc.assert(
      fc.property(someRequests, (requests) => {
        const { regions } = mergeRequests(requests);
        if (requests.some((one) => one.regions === 'all')) expect(regions).toBe('all');
        else
          expect(new Set(regions)).toEqual(
            new Set(requests.flatMap(({ regions: own }) => (own === 'all' ? [] : own))),
          );
      }),
    );
  });

  test('the calls recorded in two accounts are one', () => {
    const twice = { ...stop, eventId: 'another', sameAs: stop.sameAs };
    expect(mergeRequests([ask([stop]), ask([twice])]).triggers).toHaveLength(1);
  });

  test('later looks of different counts are not answered by one another', () => {
    const keys = [undefined, 1, 2].map((lookedAgain) =>
      requestKey({ ...ask([stop], lookedAgain), why: 'look-again' }),
    );
    expect(new Set([requestKey(ask([stop])), ...keys]).size).toBe(4);
  });
});
