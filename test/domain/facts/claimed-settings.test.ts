import { describe, expect, test } from 'vitest';
import { contradictsState } from '#domain/facts/claim.ts';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { readClaims } from '#domain/facts/read-claims.ts';
import type { RequestFacts } from '#domain/facts/trigger.ts';
import { call, denied, logging, noon, observation, recording } from '#test/given/looks.ts';

const reads: EventSelectors = {
  kind: 'basic',
  selectors: [{ managementEvents: true, readWrite: 'ReadOnly', excludedSources: ['kms.amazonaws.com'] }],
};
const main = logging('main');

function isContradicted(
  eventName: string,
  requested: RequestFacts | undefined,
  ...sights: TrailSight[]
): boolean {
  const calls = [call(eventName, noon, 'main', { effect: 'change', requested })];
  const [claim] = readClaims(calls, observation(sights), undefined);
  return claim !== undefined && contradictsState(claim, sights);
}

describe('the state contradicts', () => {
  test.each([
    ['UpdateTrail', { isMultiRegionTrail: false }, main],
    ['UpdateTrail', { enableLogFileValidation: false }, main],
    ['UpdateTrail', { s3BucketName: 'evil' }, main],
    ['UpdateTrail', { s3KeyPrefix: 'x' }, main],
    ['UpdateTrail', { kmsKeyId: '' }, main],
    ['UpdateTrail', { cloudWatchLogsLogGroupArn: '' }, main],
    ['PutEventSelectors', { managementWrites: 'none', managementReads: 'none' }, main],
    ['PutEventSelectors', { managementWrites: 'all', managementReads: 'none' }, main],
    ['PutEventSelectors', { managementWrites: 'none', managementReads: 'all' }, main],
    ['PutEventSelectors', { managementWrites: 'all', managementReads: 'all' }, recording(main, reads)],
    [
      'PutEventSelectors',
      { managementWrites: 'all', managementReads: 'all', excludedSources: 'kms.amazonaws.com' },
      main,
    ],
  ] as const)('%s %j that does not show yet', (eventName, requested, sight) => {
    expect(isContradicted(eventName, requested, sight)).toBe(true);
  });
});

describe('the state does not contradict', () => {
  test.each([
    ['UpdateTrail', { isMultiRegionTrail: true, s3BucketName: 'the-bucket', s3KeyPrefix: '' }, main],
    ['UpdateTrail', { kmsKeyId: 'alias/logs', snsTopicName: 'notices' }, main],
    ['UpdateTrail', undefined, main],
    [
      'PutEventSelectors',
      { managementWrites: 'none', managementReads: 'all', excludedSources: 'kms.amazonaws.com' },
      recording(main, reads),
    ],
    ['PutEventSelectors', { managementWrites: 'all', managementReads: 'all' }, main],
    ['PutEventSelectors', undefined, recording(main, reads)],
    [
      'PutEventSelectors',
      { managementWrites: 'none', managementReads: 'none' },
      { ...main, selectors: denied },
    ],
  ] as const)('%s %j', (eventName, requested, sight) => {
    expect(isContradicted(eventName, requested, sight)).toBe(false);
  });

  test('a change to a trail that is not there', () => {
    expect(isContradicted('UpdateTrail', { s3BucketName: 'evil' })).toBe(false);
  });
});
