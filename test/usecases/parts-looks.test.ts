import { expect, test } from 'vitest';
import type { Observation } from '#domain/facts/observation.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { finding } from '#test/given/incidents.ts';
import {
  after,
  call,
  denied,
  home,
  logging,
  memory,
  observation,
  prod,
  remembered,
} from '#test/given/looks.ts';
import type { RegionOutcome } from '#usecases/evaluate/evaluate-region.ts';
import { partsLooks } from '#usecases/evaluate/parts-looks.ts';

const known = memory(remembered(logging('main')));
const refusedWith = (code: string): Observation => ({
  ...observation('unreadable', after(1)),
  trails: { ...denied, why: { ...denied.why, code } },
});
const outcome = (changes: Partial<RegionOutcome> = {}, ...findings: TrackedFinding[]): RegionOutcome => ({
  region: home,
  observation: refusedWith('AccessDenied'),
  memory: known,
  destinations: new Map(),
  findings: new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
  contradicted: [],
  ...changes,
});
const lost = (changes: Partial<TrackedFinding> = {}) =>
  finding({ rule: 'access-lost', subject: '-', ...changes });
const request = { account: prod, regions: [home], why: 'sweep', triggers: [] } as const;
const confirmed = (one: RegionOutcome, more: object = {}) =>
  partsLooks({ ...request, ...more }, [one], false).length === 1;

test.each<[string, RegionOutcome, boolean]>([
  ['that was read before', outcome(), true],
  ['whose loss is over', outcome({}, lost({ state: 'resolved' }), finding()), true],
  ['whose loss is known already, beside something else', outcome({}, lost(), finding()), false],
  ['that was never read', outcome({ memory: undefined }), false],
  ['that is off in the account', outcome({ observation: refusedWith('UnrecognizedClientException') }), false],
  ['that can be read', outcome({ observation: observation([logging('main')], after(1)) }), false],
])('a refusal is looked at again after a minute in a place %s: %#', (_, one, is) => {
  expect(confirmed(one)).toBe(is);
  expect(confirmed(one, { refusedSince: after(0) })).toBe(false);
});

test('what is looked at again are the places that refuse, with the time of the first refusal', () => {
  const seen = outcome({ region: 'us-east-1' as typeof home, observation: observation([], after(1)) });
  expect(partsLooks(request, [seen, outcome()], false)).toEqual([
    {
      request: { account: prod, why: 'parts', triggers: [], regions: [home], refusedSince: after(1) },
      seconds: 60,
    },
  ]);
});

test('an account that was moved is looked at after one minute and after five, and one whose gap is closed at once', () => {
  const move = call('MoveAccount', after(-5), undefined, { eventSource: 'organizations.amazonaws.com' });
  const all = { account: prod, why: 'parts', regions: 'all' } as const;
  const moved = { ...request, why: 'event', triggers: [move] } as const;
  expect(partsLooks(moved, [], false)).toEqual([
    { request: { ...all, triggers: [move] }, seconds: 60 },
    { request: { ...all, triggers: [move] }, seconds: 300 },
  ]);
  const inChina = { ...move, eventSource: 'organizations.amazonaws.com.cn' };
  expect(partsLooks({ ...moved, triggers: [inChina] }, [], false)).toHaveLength(2);
  const forged = { ...move, eventSource: 'organizations.amazonaws.com.example.org' };
  expect(partsLooks({ ...moved, triggers: [forged] }, [], false)).toEqual([]);
  expect(partsLooks({ ...moved, why: 'look-again' }, [], false)).toEqual([]);
  expect(partsLooks({ ...moved, triggers: [call('StopLogging')] }, [], false)).toEqual([]);
  expect(partsLooks(request, [], true)).toEqual([
    { request: { ...all, triggers: [], unhurried: true }, seconds: 0 },
  ]);
});
