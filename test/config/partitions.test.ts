import { describe, expect, test } from 'vitest';
import { partitionOf, partitions } from '#domain/values/partition.ts';
import { faults, least } from '#test/given/configurations.ts';

const { aws } = least as { readonly aws: Readonly<Record<string, unknown>> };
const faultsOf = (changes: object, rest: object = {}) =>
  faults({ ...least, aws: { ...aws, ...changes }, ...rest }).filter(({ found }) =>
    found.includes('a Region of'),
  );

describe('a Region outside commercial AWS', () => {
  test.each([
    ['us-gov-west-1', 'AWS GovCloud (US) (aws-us-gov)'],
    ['cn-north-1', 'AWS China (aws-cn)'],
    ['eusc-de-east-1', 'AWS European Sovereign Cloud (aws-eusc)'],
    ['us-iso-east-1', 'AWS ISO (aws-iso)'],
    ['us-isob-east-1', 'AWS ISOB (aws-iso-b)'],
  ])('is refused by name before anything is deployed there: %s', (region, title) => {
    expect(faultsOf({ region })).toMatchObject([
      { path: ['aws', 'region'], found: `"${region}", a Region of ${title}` },
    ]);
  });

  test('is refused among the watched ones and those of the stack sets, too', () => {
    const organization = { stack_sets: { regions: ['us-gov-east-1'] } };
    expect(faultsOf({ regions: ['eu-west-1', 'cn-north-1'] }, { organization })).toMatchObject([
      { path: ['aws', 'regions', 1] },
      { path: ['organization', 'stack_sets', 'regions', 0] },
    ]);
  });

  test('is none of those that Trailwarden is made for', () => {
    for (const region of ['eu-west-1', 'us-east-1', 'ap-southeast-7', 'il-central-1', 'mx-central-1'])
      expect(faultsOf({ region })).toEqual([]);
  });
});

test('every partition is found by its own Regions', () => {
  for (const { id, regions } of partitions)
    expect(partitionOf(`${regions === '' ? 'eu-' : regions}x-1`)).toBe(id);
});
