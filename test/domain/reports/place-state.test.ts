import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainText } from '#domain/announcements/wording.ts';
import { recordsEverything } from '#domain/facts/event-selectors.ts';
import type { Memory, RememberedTrail } from '#domain/facts/observation.ts';
import { findingKey } from '#domain/findings/finding.ts';
import { acceptanceWords } from '#domain/reports/acceptance-words.ts';
import { placeStateOf, placeStates, placeStateWords } from '#domain/reports/place-state.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { placesInWords, placeWords } from '#domain/reports/place-words.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { anyFinding } from '#test/given/any-issue.ts';
import { issue, outcome } from '#test/given/days.ts';
import { at, finding, healed, names, now, prod, region, trailArn } from '#test/given/incidents.ts';

const here = region('eu-west-1');
const swept = outcome(prod);
const stateWith = (...findings: TrackedFinding[]) =>
  placeStateOf({ region: here, issue: issue(prod, here, ...findings), outcome: swept });

describe('the state of a place', () => {
  test.each([
    ['a stopped trail, and no other', finding(), 'not-recorded'],
    [
      'management events that are not recorded',
      finding({ harm: 'recording-less', severity: 'high' }),
      'not-recorded',
    ],
    ['a delivery that fails', finding({ harm: 'undeliverable', severity: 'high' }), 'at-risk'],
    ['log files that go elsewhere', finding({ harm: 'redirected', severity: 'high' }), 'at-risk'],
    [
      'a call whose effect could not be read',
      finding({ harm: 'unreadable', severity: 'high' }),
      'unreadable',
    ],
    ['a stopped trail beside one that records', finding({ weakening: true, severity: 'low' }), 'weaker'],
    ['what was accepted', finding({ state: 'whitelisted', severity: 'high' }), 'accepted'],
    ['what is over', finding({ ...healed, severity: 'high' }), 'recorded'],
  ] as const)('of %s', (_, one, expected) => {
    expect(stateWith(one)).toBe(expected);
  });

  test('is that of the worst finding', () => {
    const weaker = finding({ rule: 'validation-off', weakening: true, severity: 'low', harm: 'unprotected' });
    const risk = finding({ rule: 'redirected', harm: 'redirected', severity: 'high' });
    expect(stateWith(weaker, risk)).toBe('at-risk');
  });

  test('is never better for one more open finding', () => {
    fc.assert(
      fc.property(anyFinding, anyFinding, (one, other) => {
        // Of one rule and subject there is one finding: the second would take the first one's place.
        fc.pre(findingKey(one.rule, one.subject) !== findingKey(other.rule, other.subject));
        const open = { ...one, state: 'open', closed: undefined } as const;
        const alone = placeStates.indexOf(stateWith(open));
        expect(
          placeStates.indexOf(stateWith(open, { ...other, state: 'open', closed: undefined })),
        ).toBeLessThanOrEqual(alone);
      }),
    );
  });

  test.each([
    ['is open and disabled', { status: 'open', disabled: true }, 'not-recorded'],
    ['is open', { status: 'open', disabled: false }, 'at-risk'],
    ['is accepted', { status: 'whitelisted', disabled: true }, 'accepted'],
    ['is over', { status: 'resolved', disabled: false }, 'recorded'],
  ] as const)('of an issue without findings, as Hammer left it, that %s', (_, changes, expected) => {
    const left = { ...issue(prod, here), ...changes };
    expect(placeStateOf({ region: here, issue: left, outcome: swept })).toBe(expected);
  });

  test('is not recorded while no trail logs, whatever its findings say', () => {
    const weaker = finding({ rule: 'validation-off', weakening: true, severity: 'low', harm: 'unprotected' });
    const disabled = { ...issue(prod, here, weaker), disabled: true };
    expect(placeStateOf({ region: here, issue: disabled, outcome: swept })).toBe('not-recorded');
  });

  const refusal = { operation: 'DescribeTrails', code: 'AccessDenied', message: '' };
  test.each([
    ['nothing is known of its account', undefined, 'not-looked-at'],
    ['the sweep read it', swept, 'recorded'],
    ['the look failed', outcome(prod, { kind: 'failed', why: 'x' }), 'unreadable'],
    ['it was refused', outcome(prod, { refusals: [{ ...refusal, regions: [here] }] }), 'unreadable'],
    ['its account was refused', outcome(prod, { refusals: [{ ...refusal, regions: [] }] }), 'unreadable'],
    [
      'another Region was refused',
      outcome(prod, { refusals: [{ ...refusal, regions: [region('us-east-1')] }] }),
      'recorded',
    ],
    [
      'the account says that it is not enabled',
      outcome(prod, { regions: [region('us-east-1')] }),
      'not-watched',
    ],
    [
      'only the configuration named its Regions',
      outcome(prod, { regions: [region('us-east-1')], regionsNamed: false }),
      'not-looked-at',
    ],
  ] as const)('without an issue, when %s', (_, last, expected) => {
    expect(placeStateOf({ region: here, issue: undefined, outcome: last })).toBe(expected);
  });

  test('not seeing is never called recorded, and every state has words of its own', () => {
    expect(new Set(placeStates.map((state) => placeStateWords[state].title)).size).toBe(placeStates.length);
    expect(new Set(placeStates.map((state) => placeStateWords[state].meaning)).size).toBe(placeStates.length);
  });
});

describe('a place in words', () => {
  const trail: RememberedTrail = {
    trail: {
      arn: trailArn,
      name: 'org-main',
      owner: prod,
      homeRegion: here,
      multiRegion: true,
      organization: false,
      globalServiceEvents: true,
      logFileValidation: true,
      customSelectors: false,
      bucket: 'logs',
    },
    status: { logging: true, startedAt: at('08:00:00') },
    loggingSince: at('08:00:00'),
    seenAt: now,
  };
  const memory = (...trails: RememberedTrail[]): Memory => ({ account: prod, region: here, at: now, trails });
  const wordsOf = (seen: Memory | undefined, ...findings: TrackedFinding[]) => {
    const words = placeWords({
      account: prod,
      region: here,
      names,
      memory: seen,
      outcome: swept,
      issue: findings.length === 0 ? undefined : issue(prod, here, ...findings),
    });
    return { ...words, trails: words.trails.map(plainText), findings: words.findings.map(plainText) };
  };

  test('names trail, kind, what it records, since when and into which bucket', () => {
    expect(wordsOf(memory(trail)).trails).toEqual([
      'Trail org-main (multi-Region trail, home Region eu-west-1) records all management events since 2026-11-21 08:00:00 UTC, into the bucket logs.',
      'Last read at 2026-11-21 12:10:00 UTC.',
    ]);
  });

  test.each([
    [
      { ...trail, status: { logging: false, stoppedAt: at('12:00:08') } },
      'does not log since 2026-11-21 12:00:08 UTC',
    ],
    [{ ...trail, goneAt: at('12:00:08') }, 'is gone, first seen 2026-11-21 12:00:08 UTC'],
    [{ ...trail, status: undefined }, 'its state could not be read'],
    [
      { ...trail, status: { logging: true, deliveryError: 'AccessDenied' } },
      'last delivery failed with AccessDenied',
    ],
    [
      { ...trail, recorded: { ...recordsEverything, reads: 'none' as const } },
      'of the management events all writes',
    ],
    [
      { ...trail, recorded: { ...recordsEverything, excludedSources: ['kms.amazonaws.com'] } },
      'without those of kms.amazonaws.com',
    ],
  ])('says what is wrong with a trail', (seen, words) => {
    expect(wordsOf(memory(seen)).trails[0]).toContain(words);
  });

  test.each<[Partial<RememberedTrail>, string]>([
    [{}, 'records all management events since 2026-11-21 08:00:00 UTC, into the bucket logs.'],
    [{ loggingSince: undefined }, 'records all management events, into the bucket logs.'],
    [
      { recorded: { writes: 'none', reads: 'none', excludedSources: ['a'] } },
      'records no management events since',
    ],
    [
      { recorded: { writes: 'some', reads: 'none', excludedSources: [] } },
      'records of the management events some writes since',
    ],
    [
      { recorded: { writes: 'some', reads: 'all', excludedSources: [] } },
      'records of the management events some writes and all reads since',
    ],
    [
      { recorded: { writes: 'none', reads: 'some', excludedSources: [] } },
      'records of the management events some reads since',
    ],
    [
      { recorded: { writes: 'all', reads: 'some', excludedSources: ['a', 'b', 'c', 'd'] } },
      'all writes and some reads, without those of a, b, c and 1 more since',
    ],
    [{ status: { logging: false } }, 'does not log.'],
    [{ status: undefined, goneAt: undefined }, 'home Region eu-west-1): its state could not be read.'],
    [{ trail: { ...trail.trail, bucket: undefined } }, 'since 2026-11-21 08:00:00 UTC.'],
    [
      { status: { logging: true, deliveryError: 'NoSuchBucket' } },
      'into the bucket logs. Its last delivery failed with NoSuchBucket.',
    ],
    [
      { trail: { ...trail.trail, organization: true } },
      'Trail org-main (organization trail, home Region eu-west-1) records',
    ],
    [
      { trail: { ...trail.trail, multiRegion: false } },
      'Trail org-main (single-Region trail, home Region eu-west-1) records',
    ],
  ])('says of a trail that is %o', (changes, words) => {
    expect(wordsOf(memory({ ...trail, ...changes })).trails[0]).toContain(words);
  });

  test('has the name and number of the account, its Region, and how it stands', () => {
    const { title, state } = wordsOf(memory(trail));
    expect([title, plainText(state)]).toEqual([
      'prod (111122223333), eu-west-1',
      'Recorded. The last look found nothing that harms the recording.',
    ]);
  });

  test('says of what was accepted why, where that is known, and of every finding what it means', () => {
    const [words] = wordsOf(undefined, finding({ state: 'whitelisted' })).findings;
    expect(words).toBe(
      `Logging is stopped: accepted, since 2026-11-21 12:00:08 UTC. ${ruleOf('logging-stopped').meaning}`,
    );
  });

  test('adds up places by their state, the worst first', () => {
    const counts = new Map([
      ['recorded', 1204],
      ['not-recorded', 1],
      ['weaker', 2],
    ]);
    expect(placesInWords(counts)).toBe('1 not recorded, 2 weaker and 1,204 recorded');
    expect(placesInWords(new Map())).toBe('');
  });

  test('says that no trail is there, or that none was ever read', () => {
    expect(wordsOf(memory()).trails[0]).toBe('No trail was seen there.');
    expect(wordsOf(undefined).trails).toEqual(['No trail was ever read there.']);
  });

  test('lists what is open or accepted, and nothing that is over', () => {
    expect(wordsOf(undefined, finding(), finding({ ...healed, rule: 'redirected' })).findings).toEqual([
      expect.stringContaining('Logging is stopped: critical, since 2026-11-21 12:00:08 UTC'),
    ]);
    const accepted = finding({ state: 'whitelisted', exemptBecause: 'being moved' });
    expect(wordsOf(undefined, accepted).findings[0]).toContain('accepted (being moved)');
  });
});

describe('an acceptance in words', () => {
  test.each([
    [{ accountId: prod }, 'Everything in prod (111122223333), all Regions. It has no end.'],
    [
      { accountId: prod, region: here, reason: 'being moved.', owner: 'dana', expires: at('13:00:00') },
      'Everything in prod (111122223333), eu-west-1, until 2026-11-21 13:00:00 UTC. Reason: being moved. dana answers for it.',
    ],
    [
      { accountId: prod, regions: [here, region('eu-west-3')], rules: ['logging-stopped'] },
      'logging-stopped in prod (111122223333), eu-west-1/3. It has no end.',
    ],
    [
      { accountId: prod, trail: trailArn, rules: ['logging-stopped'], expires: at('12:00:00') },
      'logging-stopped in prod (111122223333), all Regions, trail org-main. It ended 2026-11-21 12:00:00 UTC and covers nothing any more.',
    ],
  ])('says what, where, why and until when', (exemption, words) => {
    expect(plainText(acceptanceWords(exemption, names, now))).toBe(words);
  });
});
