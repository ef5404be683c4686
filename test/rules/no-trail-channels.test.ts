import { expect, test } from 'vitest';
import { recordsEverything } from '#domain/facts/event-selectors.ts';
import { noTrail } from '#domain/findings/rules/no-trail.ts';
import { coverageOf } from '#domain/findings/coverage.ts';
import { look } from '#test/given/looks.ts';

const name = 'aws-service-channel/cloudwatch/rule-1';
const judged = (channels?: Parameters<typeof look>[0]['channels']) =>
  noTrail.judge({ ...look({ sights: [], channels }), sights: [], coverage: coverageOf([]) }, noTrail);
const change = (...recorded: readonly (typeof recordsEverything)[]) => {
  const [judgement] = judged(recorded.map((one) => ({ name, allRegions: true, recorded: one })));
  return judgement?.verdict === 'stands' ? judgement.evidence.change : undefined;
};

test('an account without a trail says nothing of channels where there are none, or they could not be read', () => {
  for (const channels of [undefined, []])
    expect(judged(channels)).toMatchObject([{ verdict: 'stands', evidence: { change: undefined } }]);
});

test('a channel is named with what it records, and that real time hears nothing', () => {
  expect(change(recordsEverything)).toBe(
    `CloudWatch records all writes and all reads without a trail (${name}); EventBridge, and so real-time detection, hears none of them`,
  );
});

test('what a channel leaves out is said', () => {
  expect(change({ writes: 'all', reads: 'none', excludedSources: ['kms.amazonaws.com'] })).toContain(
    'all writes and no reads (not those of kms.amazonaws.com)',
  );
});

test.each([
  ['all writes', recordsEverything, 'high'],
  ['all writes and no reads', { writes: 'all', reads: 'none', excludedSources: [] }, 'high'],
  ['some writes', { writes: 'some', reads: 'all', excludedSources: [] }, 'critical'],
  ['no writes', { writes: 'none', reads: 'all', excludedSources: [] }, 'critical'],
] as const)('an account of which a channel records %s', (_, recorded, severity) => {
  expect(judged([{ name, allRegions: true, recorded }])).toMatchObject([
    { verdict: 'stands', severity, weakening: false },
  ]);
});

test('two channels that record a part each are judged together', () => {
  const [reads, writes] = [
    { writes: 'none', reads: 'all', excludedSources: [] },
    { writes: 'all', reads: 'none', excludedSources: [] },
  ] as const;
  const both = [reads, writes].map((recorded) => ({ name, allRegions: true, recorded }));
  expect(judged(both)).toMatchObject([{ severity: 'high' }]);
});
