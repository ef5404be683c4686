import { describe, expect, test } from 'vitest';
import { isMonitored } from '#domain/facts/monitored.ts';
import {
  centralPatterns,
  memberPatterns,
  organizationPatterns,
  ownPatterns,
} from '#domain/facts/patterns.ts';
import { explain, explainFile, type Explained, type UnreadableEntry } from '#cli/commands/explain-file.ts';
import { matchesEvent } from '#simulators/aws-cloud/pattern.ts';
import type { BusEvent } from '#simulators/wire.ts';
import { envelopeOf, matches, matchesAny } from '#test/given/pattern-matcher.ts';
import { fixture, pairsThatDoNotExist, readFixture, recordedCases } from '#test/given/recorded-events.ts';

const allowed: Record<string, readonly string[]> = {
  issue: ['evaluate'],
  recheck: ['evaluate'],
  'ignore-failed': ['attempt', 'ignore'],
  'ignore-readonly': ['ignore'],
  'ignore-service': ['ignore'],
  'ignore-unrelated': ['ignore', 'evaluate'],
};
const everywhere = [...memberPatterns(), ...organizationPatterns(), ...ownPatterns()];

describe('every recorded event is decided as its verdict asks', () => {
  test.each(recordedCases())('$verdict: $file', ({ file, verdict, record }) => {
    const explained = explain(record);
    if (Object.hasOwn(pairsThatDoNotExist, file)) {
      expect(explained.decision).toBe('ignore');
      return;
    }
    expect(allowed[verdict]).toContain(explained.decision);
    if (verdict === 'ignore-unrelated' && explained.decision === 'evaluate') {
      expect(explained.dependsOn).toBeDefined();
    }
  });

  test('all 88 of them are there', () => {
    expect(recordedCases()).toHaveLength(88);
  });

  test('inside an EventBridge message they are decided the same', () => {
    for (const { record } of recordedCases().filter(({ record }) => record.eventSource && record.eventID)) {
      expect(explain(envelopeOf(record))).toEqual({
        ...explain(record),
        accountId: expect.anything(),
      });
    }
  });
});

describe('the generated patterns let through what matters and nothing that only reads', () => {
  const own = 'putrule-awsdocs-root.json';
  const wanted = recordedCases().filter(
    ({ file, verdict }) =>
      ['issue', 'recheck'].includes(verdict) && !Object.hasOwn(pairsThatDoNotExist, file) && file !== own,
  );

  test.each(wanted)('passed on: $file', ({ record }) => {
    const organization = ['CreateAccountResult', 'CloseAccountResult'].includes(String(record.eventName));
    const patterns = organization ? organizationPatterns() : memberPatterns();
    expect(matchesAny(patterns, envelopeOf(record))).toBe(true);
  });

  test.each(recordedCases().filter(({ verdict }) => ['ignore-readonly', 'ignore-service'].includes(verdict)))(
    'held back: $file',
    ({ record }) => {
      expect(matchesAny(everywhere, envelopeOf(record))).toBe(false);
    },
  );

  test('the matcher of the local cloud, which is judged on the 85 cases, says the same of every one of them', () => {
    for (const { record } of recordedCases()) {
      const event = envelopeOf(record);
      for (const { pattern } of [...everywhere, ...centralPatterns()])
        expect(matchesEvent(pattern, event as unknown as BusEvent)).toBe(matches(pattern, event));
    }
  });

  test('a change to a rule is passed on when the rule is ours, and held back when it is not', () => {
    const record = readFixture(`cases/${own}`);
    const parameters = record.requestParameters as Record<string, unknown>;
    const ours = { ...record, requestParameters: { ...parameters, name: 'trailwarden-cloudtrail' } };
    expect(matchesAny(memberPatterns(), envelopeOf(record))).toBe(false);
    expect(matchesAny(memberPatterns(), envelopeOf(ours))).toBe(true);
  });

  test('a look-alike whose source is not AWS is held back, and refused if it arrives all the same', () => {
    const forged = { ...envelopeOf(readFixture('cases/deletetrail-splunk.json')), source: 'my.cloudtrail' };
    expect(matchesAny(everywhere, forged)).toBe(false);
    expect(explain(forged)).toMatchObject({ decision: 'ignore', reason: expect.stringContaining('Refused') });
  });
});

async function explained(name: string) {
  const results: (Explained | UnreadableEntry)[] = [];
  for await (const result of explainFile(fixture(name))) results.push(result);
  return results;
}

describe('an hour of a real attack', () => {
  test('all true tampering and both recoveries are looked at; failed calls never are', async () => {
    const results = await explained('invictus-2023-07-10.ndjson');
    expect(results).toHaveLength(53);
    const decided = results.filter((result) => 'decision' in result);
    const evaluated = decided.filter(({ decision }) => decision === 'evaluate');
    const names = evaluated.map(({ eventName }) => eventName);
    expect(names.filter((name) => name === 'DeleteTrail')).toHaveLength(2);
    expect(names.filter((name) => name === 'PutEventSelectors')).toHaveLength(2);
    expect(names).toContain('PutBucketLifecycle');
    expect(names).toContain('DeleteBucketLifecycle');
    const others = evaluated.filter(({ trail, dependsOn }) => trail === undefined && dependsOn === undefined);
    expect(others).toEqual([]);
    expect(
      decided.filter(({ decision }) => decision === 'attempt').map(({ eventName }) => eventName),
    ).toEqual(
      expect.arrayContaining([
        'StopLogging',
        'DeleteTrail',
        'StartLogging',
        'LeaveOrganization',
        'DeleteBucket',
      ]),
    );
  });

  test('the recorded EventBridge messages are read', async () => {
    const [created] = await explained('envelopes/event-cloud-trail-create-bucket.json');
    expect(created).toMatchObject({
      decision: 'evaluate',
      accountId: '619193117841',
      regions: ['us-west-2'],
      dependsOn: { kind: 'bucket', id: 'custodian-create-bucket-v4' },
    });
    const [finding] = await explained('envelopes/event-securityhub-cloudtrail-finding-action.json');
    expect(finding).toMatchObject({ decision: 'ignore' });
  });
});

test('no pair that is said not to exist is in the table', () => {
  for (const file of Object.keys(pairsThatDoNotExist)) {
    const { eventSource, eventName } = readFixture(`cases/${file}`);
    expect(isMonitored(String(eventSource), String(eventName))).toBe(false);
  }
});
