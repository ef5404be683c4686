import { describe, expect, test } from 'vitest';
import {
  centralPatterns,
  memberPatterns,
  organizationPatterns,
  ownPatterns,
} from '#domain/facts/patterns.ts';
import { made } from '#test/given/made-event.ts';
import { envelopeOf, matchesAny } from '#test/given/pattern-matcher.ts';

const all = [...memberPatterns(), ...organizationPatterns(), ...ownPatterns(), ...centralPatterns()];

describe('the EventBridge patterns', () => {
  test.each(all)('$name is short enough and names its source and detail-type', ({ pattern }) => {
    expect(JSON.stringify(pattern).length).toBeLessThan(2048);
    expect(pattern.source.length).toBeGreaterThan(0);
    expect(pattern['detail-type'].length).toBeGreaterThan(0);
    for (const source of pattern.source) expect(source).toMatch(/^aws\.[a-z0-9]+$/);
  });

  test('no two rules have the same name, for one account can hold them all', () => {
    // The detector's own account has some of the member rules once more, under names that CloudFormation makes up.
    const own = ownPatterns().filter(({ name }) => memberPatterns().every((member) => member.name !== name));
    const names = [...memberPatterns(), ...organizationPatterns(), ...own, ...centralPatterns()].map(
      ({ name }) => name,
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test('events that AWS records in us-east-1 alone have rules there alone', () => {
    const global = memberPatterns().filter(({ onlyIn }) => onlyIn === 'us-east-1');
    expect(global.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['iam', 'organizations', 'account']),
    );
    expect(global.map(({ name }) => name)).not.toContain('cloudtrail');
  });

  test('whatever passes a member rule passes the central one, also the status of a Region', () => {
    const status = { source: 'aws.account', 'detail-type': 'Region Opt-In Status Change', detail: {} };
    for (const event of [status, envelopeOf(made('kms', 'DisableKey'))]) {
      expect(matchesAny(memberPatterns(), event)).toBe(true);
      expect(matchesAny(centralPatterns(), event)).toBe(true);
    }
    expect(matchesAny(centralPatterns(), envelopeOf(made('ec2', 'StopInstances')))).toBe(false);
  });

  test('a change to the rules of somebody else stays in its account', () => {
    const theirs = envelopeOf(made('events', 'DisableRule', { requestParameters: { name: 'billing' } }));
    expect(matchesAny(memberPatterns(), theirs)).toBe(false);
  });

  test('a change to a rule of ours is seen in its own account and in that of the detector', () => {
    const ours = envelopeOf(made('events', 'DisableRule', { requestParameters: { name: 'trailwarden-s3' } }));
    for (const patterns of [memberPatterns(), ownPatterns(), centralPatterns()])
      expect(matchesAny(patterns, ours)).toBe(true);
  });

  test('a change of a function, queue or table is seen in the account of the detector alone', () => {
    const changes = [
      made('lambda', 'UpdateFunctionCode20150331v2'),
      made('sqs', 'DeleteQueue'),
      made('dynamodb', 'DeleteTable'),
    ].map(envelopeOf);
    for (const change of changes) {
      expect(matchesAny(ownPatterns(), change)).toBe(true);
      expect(matchesAny(memberPatterns(), change)).toBe(false);
    }
  });

  test.each([
    ['UpdateStack', { stackName: 'StackSet-trailwarden-rules-1234' }],
    ['ExecuteChangeSet', { stackName: 'StackSet-trailwarden-rules-1234', changeSetName: 'x' }],
    ['ExecuteChangeSet', { changeSetName: 'arn:aws:cloudformation:eu-west-1:333333333333:changeSet/x/1' }],
    ['CancelUpdateStack', { stackName: 'trailwarden-roles' }],
    ['DeleteStackInstances', { stackSetName: 'trailwarden-rules' }],
  ])('a change of our stacks by CloudFormation itself is carried on: %s %j', (name, requestParameters) => {
    const change = envelopeOf(made('cloudformation', name, { requestParameters }));
    for (const patterns of [memberPatterns(), ownPatterns(), centralPatterns()])
      expect(matchesAny(patterns, change)).toBe(true);
  });

  test('a change of the heartbeat is carried on from every account', () => {
    const change = made('scheduler', 'UpdateSchedule', {
      requestParameters: { name: 'trailwarden-heartbeat', state: 'DISABLED' },
    });
    expect(matchesAny(memberPatterns(), envelopeOf(change))).toBe(true);
  });

  test('a change set of another stack stays in its account, if it is executed by name', () => {
    const theirs = made('cloudformation', 'ExecuteChangeSet', {
      requestParameters: { stackName: 'orders', changeSetName: 'x' },
    });
    expect(matchesAny(memberPatterns(), envelopeOf(theirs))).toBe(false);
  });
});
