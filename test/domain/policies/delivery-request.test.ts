import { describe, expect, it } from 'vitest';
import { bucketRequests, logFileNames, organizationFolderOf } from '#domain/policies/delivery-request.ts';
import {
  aclCheck,
  account,
  denyAll,
  judgeBucket,
  organization,
  policy,
  prefixed,
  single,
  write,
} from './policies.ts';

const resources = (delivery: typeof single) =>
  bucketRequests(delivery).map(({ action, resource }) => `${action} ${resource}`);

describe('what CloudTrail writes into a bucket', () => {
  it('lies at its root, below a prefix, or at its root with an empty one', () => {
    expect(resources({ ...single, prefix: '' })).toEqual(resources(single));
    const root = `arn:aws:s3:::logs/AWSLogs/${account}/CloudTrail/`;
    expect(resources(single).some((one) => one.startsWith(`s3:PutObject ${root}`))).toBe(true);
    const below = `arn:aws:s3:::logs/audit/AWSLogs/${account}/CloudTrail/`;
    expect(resources(prefixed).some((one) => one.startsWith(`s3:PutObject ${below}`))).toBe(true);
    expect(logFileNames(prefixed).every((name) => name.startsWith('audit/AWSLogs/'))).toBe(true);
    expect(organizationFolderOf({ ...organization, prefix: '' })).toBe('AWSLogs/o-exampleorg/');
    expect(organizationFolderOf({ ...organization, prefix: 'p' })).toBe('p/AWSLogs/o-exampleorg/');
  });

  it('says whose files they are', () => {
    const purposes = (delivery: typeof single) =>
      bucketRequests(delivery)
        .map(({ purpose }) => purpose)
        .join('; ');
    expect(purposes(single)).toContain(`log files of account ${account}`);
    expect(purposes(organization)).toContain(`log files of the management account ${account}`);
    expect(purposes(organization)).toContain('log files of the member accounts');
    expect(purposes(organization)).toContain(`account ${account}`);
  });
});

describe('a Region that a policy names', () => {
  const shut = (region: string) =>
    denyAll(undefined, { Resource: `arn:aws:s3:::logs/AWSLogs/${account}/CloudTrail/${region}/*` });

  it('is judged by itself, and named when its files are refused', () => {
    const told = judgeBucket(policy(aclCheck, write, shut('eu-central-1')), single);
    expect(JSON.stringify(told)).toContain('in eu-central-1');
  });

  it('is one of 64 at most: a policy cannot make it take forever', () => {
    const named = Array.from({ length: 80 }, (_, index) => shut(`eu-west-${index + 1}`));
    const began = performance.now();
    expect(judgeBucket(policy(aclCheck, write, ...named), single).verdict).toBe('fails');
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
