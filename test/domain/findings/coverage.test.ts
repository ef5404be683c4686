import { readFileSync } from 'node:fs';
import type {
  GetEventSelectorsCommandOutput,
  GetTrailStatusCommandOutput,
  Trail as AwsTrail,
} from '@aws-sdk/client-cloudtrail';
import { describe, expect, test } from 'vitest';
import { selectorsFrom, statusFrom, trailFrom } from '#adapters/aws/cloud-trail-answers.ts';
import type { EventSelectors, FieldCondition } from '#domain/facts/event-selectors.ts';
import { recordsEverything, recordsNothing, recordedBy } from '#domain/facts/event-selectors.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { coverageOf, remainingCoverage } from '#domain/findings/coverage.ts';
import { denied, hidden, logging, recording, stopped, trailArn } from '#test/given/looks.ts';

const basic = (
  readWrite: 'All' | 'ReadOnly' | 'WriteOnly',
  managementEvents = true,
  excludedSources: string[] = [],
) => ({ managementEvents, readWrite, excludedSources });

const where = (field: string, ...equals: string[]): FieldCondition => ({
  field,
  equals,
  narrowsOtherwise: false,
});
const without = (field: string, ...notEquals: string[]): FieldCondition => ({
  field,
  notEquals,
  narrowsOtherwise: false,
});
const starting = (field: string): FieldCondition => ({ field, narrowsOtherwise: true });
const management = where('eventCategory', 'Management');
const kms = 'kms.amazonaws.com';

describe('basic selectors', () => {
  test.each([
    ['no selector at all', [], 'none', 'none'],
    ['all management events', [basic('All')], 'all', 'all'],
    ['reads only', [basic('ReadOnly')], 'none', 'all'],
    ['writes only', [basic('WriteOnly')], 'all', 'none'],
    ['data events only', [basic('All', false)], 'none', 'none'],
    ['reads and writes in two selectors', [basic('ReadOnly'), basic('WriteOnly')], 'all', 'all'],
  ] as const)('%s: writes and reads', (_, selectors, writes, reads) => {
    expect(recordedBy({ kind: 'basic', selectors })).toMatchObject({ writes, reads });
  });

  test('what one selector leaves out and another records is recorded', () => {
    const selectors = [basic('All', true, [kms]), basic('All', true, [])];
    expect(recordedBy({ kind: 'basic', selectors }).excludedSources).toEqual([]);
    expect(recordedBy({ kind: 'basic', selectors: selectors.slice(0, 1) }).excludedSources).toEqual([kms]);
  });

  test.each([
    ['reads', [basic('WriteOnly', true, [kms]), basic('ReadOnly')]],
    ['writes', [basic('All', true, [kms]), basic('WriteOnly')]],
    ['neither', [basic('ReadOnly', true, [kms]), basic('All', true, [kms])]],
  ])('a source of which %s are recorded at most is left out', (_, selectors) => {
    expect(recordedBy({ kind: 'basic', selectors })).toEqual({
      ...recordsEverything,
      excludedSources: [kms],
    });
  });
});

describe('advanced selectors', () => {
  test.each<[string, FieldCondition[][], string, string]>([
    ['nothing', [], 'none', 'none'],
    ['management events', [[management]], 'all', 'all'],
    ['management writes', [[management, where('readOnly', 'false')]], 'all', 'none'],
    ['management reads', [[management, where('readOnly', 'true')]], 'none', 'all'],
    ['what is not only read', [[management, without('readOnly', 'true')]], 'all', 'none'],
    ['what is not written', [[management, without('readOnly', 'false')]], 'none', 'all'],
    [
      'writes and reads at once, which is neither',
      [[management, where('readOnly', 'true'), where('readOnly', 'false')]],
      'none',
      'none',
    ],
    ['management and not management', [[management, without('eventCategory', 'Management')]], 'none', 'none'],
    ['both in one condition', [[management, where('readOnly', 'true', 'false')]], 'all', 'all'],
    [
      'data events',
      [[where('eventCategory', 'Data'), where('resources.type', 'AWS::S3::Object')]],
      'none',
      'none',
    ],
    ['Insights and network events', [[where('eventCategory', 'NetworkActivity')]], 'none', 'none'],
    ['no category at all', [[where('readOnly', 'false')]], 'none', 'none'],
    ['one source only', [[management, where('eventSource', kms)]], 'some', 'some'],
    ['some names only', [[management, starting('eventName')]], 'some', 'some'],
    ['one identity only', [[management, where('userIdentity.arn', 'arn:aws:iam::1:root')]], 'some', 'some'],
    ['some sources by their beginning', [[management, starting('eventSource')]], 'some', 'some'],
    [
      'writes and reads in two selectors',
      [
        [management, where('readOnly', 'true')],
        [management, where('readOnly', 'false')],
      ],
      'all',
      'all',
    ],
    [
      'a narrow selector beside a whole one',
      [[management, starting('eventName')], [management]],
      'all',
      'all',
    ],
  ])('%s: writes and reads', (_, selectors, writes, reads) => {
    expect(recordedBy({ kind: 'advanced', selectors })).toMatchObject({ writes, reads });
  });

  test('sources that are left out are named, and the rest counts as whole', () => {
    const selectors = [[management, without('eventSource', kms)]];
    expect(recordedBy({ kind: 'advanced', selectors })).toEqual({
      ...recordsEverything,
      excludedSources: [kms],
    });
  });

  test.each<[string, readonly string[], FieldCondition[][]]>([
    [
      'left out of writes, and recorded with the reads',
      [kms],
      [
        [management, where('readOnly', 'false'), without('eventSource', kms)],
        [management, where('readOnly', 'true')],
      ],
    ],
    [
      'left out beside a selector of another source',
      [kms],
      [
        [management, without('eventSource', kms)],
        [management, where('eventSource', 's3.amazonaws.com')],
      ],
    ],
    [
      'left out by one selector and chosen by the other',
      [],
      [
        [management, without('eventSource', kms)],
        [management, where('eventSource', kms)],
      ],
    ],
    [
      'left out, and chosen for some identity only',
      [kms],
      [
        [management, without('eventSource', kms)],
        [management, where('eventSource', kms), starting('userIdentity.arn')],
      ],
    ],
    [
      'left out, and chosen for reads only',
      [kms],
      [
        [management, without('eventSource', kms)],
        [management, where('eventSource', kms), where('readOnly', 'true')],
      ],
    ],
    [
      'left out by a selector of data events, which says nothing of management events',
      [],
      [[management], [where('eventCategory', 'Data'), without('eventSource', kms)]],
    ],
  ])('a source %s: %j', (_, excludedSources, selectors) => {
    expect(recordedBy({ kind: 'advanced', selectors })).toEqual({ ...recordsEverything, excludedSources });
  });

  test('a selector is judged by its fields, never by the name somebody gave it', () => {
    const answer = {
      AdvancedEventSelectors: [
        {
          Name: 'Management events selector',
          FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }],
        },
      ],
    } as GetEventSelectorsCommandOutput;
    expect(recordedBy(selectorsFrom(answer))).toEqual(recordsNothing);
  });
});

const readsOnly: EventSelectors = { kind: 'basic', selectors: [basic('ReadOnly')] };
const writesOnly: EventSelectors = { kind: 'basic', selectors: [basic('WriteOnly')] };
const unseen = (name: string): TrailSight => ({ ...logging(name), selectors: denied });

describe('several trails together', () => {
  test.each([
    ['no trail', [], 'lost', 'no'],
    ['a healthy trail', [logging('a')], 'whole', 'yes'],
    ['a stopped trail', [stopped('a')], 'lost', 'no'],
    ['a trail that cannot deliver', [logging('a', { deliveryError: 'NoSuchBucket' })], 'lost', 'yes'],
    ['a log group that fails', [logging('a', { logsError: 'AccessDenied' })], 'whole', 'yes'],
    ['a trail that records reads only', [recording(logging('a'), readsOnly)], 'lost', 'yes'],
    ['a trail that records writes only', [recording(logging('a'), writesOnly)], 'whole', 'yes'],
    ['a trail that cannot be read', [hidden('a')], 'unknown', 'unknown'],
    ['a trail whose selectors cannot be read', [unseen('a')], 'unknown', 'yes'],
    ['a stopped trail whose selectors cannot be read', [{ ...unseen('a'), ...stopped('a') }], 'lost', 'no'],
    ['one stopped, one healthy', [stopped('a'), logging('b')], 'whole', 'yes'],
    ['one stopped, one that cannot be read', [stopped('a'), hidden('b')], 'unknown', 'unknown'],
    ['one healthy, one that cannot be read', [logging('a'), hidden('b')], 'whole', 'yes'],
  ] as const)('%s: coverage is judged over all of them', (_, sights, rest, loggingThere) => {
    const coverage = coverageOf(sights);
    expect([remainingCoverage(coverage), coverage.logging]).toEqual([rest, loggingThere]);
  });

  test('two trails that record one half each record everything together', () => {
    const both = [recording(logging('a'), readsOnly), recording(logging('b'), writesOnly)];
    expect(coverageOf(both).recorded).toEqual(recordsEverything);
    expect(coverageOf([both[0]!, stopped('b')]).recorded).toMatchObject({ writes: 'none', reads: 'all' });
  });

  test('a shadow and an organization trail count like any other', () => {
    const shadow = logging('a', {}, { homeRegion: 'us-east-1' as never });
    const organization = logging('b', {}, { organization: true, owner: '210987654321' as never });
    expect(coverageOf([shadow, organization]).healthy).toEqual([trailArn('a'), trailArn('b')]);
    expect(remainingCoverage(coverageOf([{ ...organization, secondHand: true }]))).toBe('whole');
  });
});

/** A recorded answer; its moments are kept by the recorder as fields. */
function recorded(name: string): unknown {
  const file = `test/fixtures/events/api-responses/${name}.json`;
  const { data } = JSON.parse(readFileSync(file, 'utf8'), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('__class__' in value)) return value;
    const { year = 0, month = 1, day, hour, minute, second } = value as unknown as Record<string, number>;
    return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  }) as { data: unknown };
  return data;
}

interface DescribedTrails {
  readonly trailList: readonly AwsTrail[];
}

function seenAs(name: string, status: string, selectors?: string): TrailSight {
  const { trailList } = recorded(`${name}__cloudtrail.DescribeTrails_1`) as DescribedTrails;
  const trail = trailFrom(trailList[0]!)!;
  const value = statusFrom(recorded(`${name}__cloudtrail.${status}`) as GetTrailStatusCommandOutput);
  const sight: TrailSight = { trail, status: { kind: 'seen', value }, secondHand: false };
  if (selectors === undefined) return sight;
  return recording(
    sight,
    selectorsFrom(recorded(`${name}__cloudtrail.${selectors}`) as GetEventSelectorsCommandOutput),
  );
}

describe('recorded answers of AWS', () => {
  test.each([
    ['account_trail', 'GetTrailStatus_1', undefined, 'whole, logging: yes'],
    ['cloudtrail_set_logging', 'GetTrailStatus_2', undefined, 'lost, logging: no'],
    ['cloudtrail_set_logging', 'GetTrailStatus_1', undefined, 'whole, logging: yes'],
    [
      'cloudtrail_success_management_advanced_events_included',
      'GetTrailStatus_1',
      'GetEventSelectors_1',
      'whole, logging: yes',
    ],
    [
      'cloudtrail_fail_management_advanced_events_included',
      'GetTrailStatus_1',
      'GetEventSelectors_1',
      'whole, logging: yes',
    ],
  ])('%s, %s', (name, status, selectors, expected) => {
    const coverage = coverageOf([seenAs(name, status, selectors)]);
    expect(`${remainingCoverage(coverage)}, logging: ${coverage.logging}`).toBe(expected);
  });

  test('a selector that leaves out sources and reads says so', () => {
    const name = 'cloudtrail_fail_management_advanced_events_included__cloudtrail.GetEventSelectors_1';
    expect(recordedBy(selectorsFrom(recorded(name) as GetEventSelectorsCommandOutput))).toEqual({
      writes: 'all',
      reads: 'none',
      excludedSources: [kms, 'rdsdata.amazonaws.com'],
    });
  });

  test('shadows keep the Region that is their home, organization trails their owner', () => {
    const { trailList } = recorded(
      'cloudtrail_event_selectors__cloudtrail.DescribeTrails_1',
    ) as DescribedTrails;
    const trails = trailList.flatMap((one) => trailFrom(one) ?? []);
    expect(trails.map(({ name, homeRegion, owner }) => [name, homeRegion, owner])).toEqual([
      ['MultiRegion1CloudTrail', 'us-east-1', '123456789012'],
      ['MultiRegion2CloudTrail', 'us-east-2', '123456789012'],
      ['SingleCloudTrail', 'us-east-1', '123456789012'],
      ['orgTrail', 'us-east-1', '644160558196'],
    ]);
  });
});
