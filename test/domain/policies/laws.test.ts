import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketRequests, keyRequests } from '#domain/policies/delivery-request.ts';
import { judgeTrailDelivery, nothingArrived } from '#domain/policies/judge-delivery.ts';
import { bucketCases } from './cases.ts';
import {
  bucketArn,
  denyAll,
  documented,
  encrypted,
  judgeBucket,
  organization,
  policy,
  trailArn,
  type Statement,
} from './policies.ts';

const unknown = { StringEquals: { 'aws:Strange': 'x' } };

const condition = fc.constantFrom(
  undefined,
  {},
  unknown,
  { StringEquals: { 'aws:SourceArn': trailArn } },
  { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } },
  { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
  { Bool: { 'aws:SecureTransport': 'false' } },
  { Wondrous: { 'aws:SourceArn': trailArn } },
);
const statement: fc.Arbitrary<Statement> = fc.record({
  Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
  Principal: fc.constantFrom('*', { Service: 'cloudtrail.amazonaws.com' }, { AWS: '999999999999' }),
  Action: fc.constantFrom('*', 's3:*', 's3:PutObject', 's3:GetBucketAcl', 's3:DeleteObject'),
  Resource: fc.constantFrom('*', bucketArn, `${bucketArn}/*`, `${bucketArn}/AWSLogs/1/*`, '${a}'),
  Condition: condition,
});
const statements = fc.oneof(
  fc.array(statement, { maxLength: 4 }),
  fc.array(statement, { maxLength: 2 }).map((others) => [...documented, ...others]),
);
const verdictOf = (all: readonly unknown[]) => judgeBucket(policy(...all)).verdict;

describe('the judgement of a policy', () => {
  it('is never improved by a Deny that applies', () => {
    fc.assert(
      fc.property(statements, fc.nat(4), (all, at) => {
        expect(verdictOf(all.toSpliced(at, 0, denyAll()))).toBe('fails');
      }),
    );
  });

  it('is never worsened by an Allow', () => {
    fc.assert(
      fc.property(statements, statement, (all, extra) => {
        const [before, after] = [verdictOf(all), verdictOf([...all, { ...extra, Effect: 'Allow' }])];
        if (before !== 'fails') expect(after).not.toBe('fails');
        if (before === 'works') expect(after).toBe('works');
      }),
    );
  });

  it('is never made to fail by a condition that nobody knows', () => {
    fc.assert(
      fc.property(statements, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (all, chosen) => {
        const doubted = all.map((one, at) => (chosen[at] === true ? { ...one, Condition: unknown } : one));
        if (verdictOf(doubted) !== 'fails') return;
        // It fails whatever the unknown conditions come to: left out, or true.
        const worlds = [
          all.filter((_one, at) => chosen[at] !== true),
          all.map((one, at) => (chosen[at] === true ? { ...one, Condition: {} } : one)),
        ];
        for (const world of worlds) expect(verdictOf(world)).toBe('fails');
      }),
      { numRuns: 500 },
    );
  });

  it('fails under an unknown condition only by a Deny without one, when something else would be allowed', () => {
    fc.assert(
      fc.property(statements, (all) => {
        const doubted = [...documented, ...all].map((one) =>
          one['Effect'] === 'Deny' ? one : { ...one, Condition: unknown },
        );
        if (verdictOf(doubted) !== 'fails') return;
        expect(verdictOf(doubted.filter(({ Effect }) => Effect !== 'Deny'))).toBe('cannot-tell');
      }),
    );
  });

  it('does not depend on the order of statements', () => {
    fc.assert(
      fc.property(statements, (all) => {
        expect(verdictOf(all.toReversed())).toBe(verdictOf(all));
      }),
    );
  });

  it('never throws, whatever the JSON', () => {
    const requests = [...bucketRequests(organization), ...keyRequests(encrypted)];
    const member = fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(bucketCases).flat()));
    const anyStatement = fc.dictionary(
      fc.constantFrom('Effect', 'Principal', 'NotAction', 'Action', 'Resource', 'Condition', '__proto__'),
      member,
    );
    const anyPolicy = fc.oneof(fc.jsonValue(), fc.string(), fc.record({ Statement: fc.array(anyStatement) }));
    fc.assert(
      fc.property(anyPolicy, (document) => {
        expect(['works', 'fails', 'cannot-tell']).toContain(
          judgeTrailDelivery(document, requests, nothingArrived).verdict,
        );
      }),
      { numRuns: 1000 },
    );
  });
});
