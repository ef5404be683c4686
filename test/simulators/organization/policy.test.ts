import { describe, expect, it } from 'vitest';

import type { PolicyQuestion } from '#simulators/organization/policy.ts';
import { askPolicy, like, unknownOperators } from '#simulators/organization/policy.ts';
import { element, parseXml } from '#simulators/organization/xml.ts';

const question: PolicyQuestion = {
  principal: { service: 'cloudtrail.amazonaws.com' },
  action: 's3:PutObject',
  resource: 'arn:aws:s3:::logs/AWSLogs/1/file',
  context: { 'aws:sourcearn': 'arn:aws:cloudtrail:eu-west-1:1:trail/t', 'aws:principalisawsservice': 'true' },
};
const allow = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
const deny = { ...allow, Effect: 'Deny' };

describe('a resource policy', () => {
  it.each([
    ['says nothing when it has no statement', [], 'silent'],
    ['allows what a statement allows', [allow], 'allowed'],
    ['denies before it allows', [allow, deny], 'denied'],
    [
      'knows actions without regard to case, and wildcards',
      [{ ...allow, Action: ['S3:put?bject'] }],
      'allowed',
    ],
    ['leaves out what NotAction names', [{ ...allow, Action: undefined, NotAction: 's3:Put*' }], 'silent'],
    [
      'leaves out what NotResource names',
      [{ ...allow, Resource: undefined, NotResource: '*/AWSLogs/*' }],
      'silent',
    ],
    [
      'spares whom NotPrincipal names',
      [allow, { ...deny, Principal: undefined, NotPrincipal: { Service: 'cloudtrail.amazonaws.com' } }],
      'allowed',
    ],
    ['does not mean services by an account', [{ ...allow, Principal: { AWS: '111111111111' } }], 'silent'],
    [
      'matches ARNs with wildcards',
      [{ ...allow, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:1:trail/*' } } }],
      'allowed',
    ],
    [
      'wants every condition',
      [
        {
          ...allow,
          Condition: {
            Bool: { 'aws:PrincipalIsAWSService': 'true' },
            StringEquals: { 'aws:SourceArn': 'x' },
          },
        },
      ],
      'silent',
    ],
    [
      'takes an absent key as unequal',
      [allow, { ...deny, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
      'denied',
    ],
    [
      'spares services by Bool with PrincipalIsAWSService',
      [
        allow,
        {
          ...deny,
          Condition: {
            StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-1' },
            Bool: { 'aws:PrincipalIsAWSService': 'false' },
          },
        },
      ],
      'allowed',
    ],
    [
      'asks for absence with Null',
      [{ ...allow, Condition: { Null: { 'aws:SourceVpce': 'true' } } }],
      'allowed',
    ],
  ])('%s', (_what, Statement, verdict) => {
    expect(askPolicy({ Statement }, question)).toBe(verdict);
  });

  it('tells which condition operators nobody here can judge', () => {
    const Condition = { 'ForAnyValue:StringEquals': {}, StringLikeIfExists: {}, toString: {} };
    expect(unknownOperators({ Statement: { Condition } })).toEqual(['ForAnyValue:StringEquals', 'toString']);
  });

  it('is not slowed down by patterns made to be slow', () => {
    const started = performance.now();
    expect(like(`${'*a'.repeat(2000)}b`, 'a'.repeat(10_000))).toBe(false);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('XML', () => {
  it('is read as CloudTrail writes it: attributes as members, repetition as a list, whole numbers as numbers', () => {
    const text = '<?xml version="1.0"?>\n<A xmlns="u:r"><B><C>1</C><D/></B><B>x &amp;lt; y</B></A>';
    expect(parseXml(text)).toEqual({ A: { xmlns: 'u:r', B: [{ C: 1, D: '' }, 'x &lt; y'] } });
  });

  it.each(['', 'no xml', '<A>', '<A></B>', '</A>'])('is not %j', (text) => {
    expect(parseXml(text)).toBeUndefined();
  });

  it('is written with markup escaped and absent members left out', () => {
    expect(element('A', { B: '<&>', C: undefined, D: ['1', '2'] })).toBe(
      '<A><B>&lt;&amp;&gt;</B><D>1</D><D>2</D></A>',
    );
  });
});
