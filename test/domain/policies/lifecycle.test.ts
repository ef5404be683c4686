import { describe, expect, it } from 'vitest';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import { expiryRulesFrom } from '#adapters/aws/bucket-answers.ts';
import { appliesToLogFiles, leastAgeInDays } from '#domain/policies/lifecycle-prefix.ts';
import { instant } from '#domain/values/instant.ts';
import { organization, single } from './policies.ts';

const now = instant(Date.parse('2026-11-25T12:00:00Z'));
const folder = 'AWSLogs/111122223333/CloudTrail/eu-west-1';

describe('the least age of the log files that a prefix names', () => {
  it.each([
    ['', 0],
    [`${folder}/`, 0],
    [`${folder}/20`, 0],
    [`${folder}/2026/`, 0],
    [`${folder}/2026/11`, 0],
    [`${folder}/2026/11/25/`, 0],
    [`${folder}/2026/11/24/`, 0],
    [`${folder}/2026/11/2`, 0],
    [`${folder}/2026/10/`, 24],
    [`${folder}/2026/1`, 0],
    [`${folder}/2025`, 328],
    [`${folder}/2025/12/31/`, 328],
    [`${folder}/2024/02/29/111122223333_CloudTrail_`, 999],
    ['AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2024/', 0],
    [`${folder}/2030/`, 0],
  ])('%j is %i days', (prefix, days) => {
    expect(leastAgeInDays(prefix, now)).toBe(days);
  });
});

describe('a prefix', () => {
  const unknown = { ...organization, inOrganization: undefined };
  const inIt = { ...single, inOrganization: { ...organization.inOrganization!, accounts: [] } };

  it.each([
    ['the folder of an organization', 'AWSLogs/o-other12345/', unknown, false],
    ['a member of one', 'AWSLogs/o-other12345/444455556666/', unknown, false],
    ['every organization', 'AWSLogs/o-', unknown, true],
    ['all log files', 'AWSLogs/', unknown, true],
    ['everything, as tools write it', '*', single, true],
    ['everything, in more letters', '***', single, true],
    ['what no log file is called', '*/x', single, false],
    ['what begins with a star', 'x*', single, false],
    ['its own organization', 'AWSLogs/o-exampleorg/', organization, true],
    ['a member of it', 'AWSLogs/o-exampleorg/444455556666/', organization, true],
    ['an account that has left it', 'AWSLogs/o-exampleorg/121212121212/', organization, false],
    ['a part of an account of it', 'AWSLogs/o-exampleorg/44445', organization, true],
    ['an account, of a trail of one that is in an organization', 'AWSLogs/111122223333/', inIt, true],
    ['another organization than its own', 'AWSLogs/o-other12345/', organization, false],
    ['an organization, of a trail of one account', 'AWSLogs/o-exampleorg/', single, false],
  ])('that names %s', (_, prefix, delivery, applies) => {
    expect(appliesToLogFiles(prefix, delivery)).toBe(applies);
  });
});

describe('a lifecycle rule for objects of some sizes', () => {
  const kb = 1024;
  const limited = (Filter: LifecycleRule['Filter']): boolean | undefined => {
    const read = expiryRulesFrom([{ Status: 'Enabled', Expiration: { Days: 1 }, Filter }]);
    return read.kind === 'seen' ? read.value[0]?.someSizes : undefined;
  };

  it.each<[string, LifecycleRule['Filter'], true | undefined]>([
    ['of any size', { Prefix: '' }, undefined],
    ['larger than nothing', { ObjectSizeGreaterThan: 0 }, undefined],
    ['larger than half a KB, as an attacker would write it', { ObjectSizeGreaterThan: 512 }, undefined],
    ['smaller than a GB', { ObjectSizeLessThan: kb ** 3 }, undefined],
    ['larger than a MB', { ObjectSizeGreaterThan: kb ** 2 }, true],
    ['smaller than a KB', { ObjectSizeLessThan: kb }, true],
    [
      'between sizes that few have',
      { And: { ObjectSizeGreaterThan: 500 * kb, ObjectSizeLessThan: kb ** 2 } },
      true,
    ],
    ['between nothing and a MB', { And: { Prefix: 'AWSLogs/', ObjectSizeLessThan: kb ** 2 } }, undefined],
  ])('%s', (_, filter, some) => {
    expect(limited(filter)).toBe(some);
  });
});
