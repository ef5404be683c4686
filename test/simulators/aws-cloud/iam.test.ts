import { describe, expect, it } from 'vitest';
import { decide, type AccessQuestion, type Verdict } from '#simulators/aws-cloud/iam.ts';

const queue = 'arn:aws:sqs:eu-west-1:999999999999:events';
const allow = (more: object) => ({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: queue, ...more });
const ask = (statements: object | object[], more: Partial<AccessQuestion> = {}): Verdict =>
  decide([{ Version: '2012-10-17', Statement: statements }], {
    action: 'sqs:SendMessage',
    resource: queue,
    ...more,
  });

describe('a policy', () => {
  it.each([
    ['an allowed action on the resource', allow({}), 'allowed'],
    ['another action', allow({ Action: 'sqs:ReceiveMessage' }), 'not allowed'],
    ['another resource', allow({ Resource: `${queue}2` }), 'not allowed'],
    ['a star in the action', allow({ Action: ['sqs:Send*'] }), 'allowed'],
    ['the action in other letters', allow({ Action: 'SQS:sendmessage' }), 'allowed'],
    [
      'a question mark for one letter',
      allow({ Resource: 'arn:aws:sqs:eu-west-?:999999999999:events' }),
      'allowed',
    ],
    ['a question mark for no letter', allow({ Resource: `${queue}?` }), 'not allowed'],
    ['a dot is a dot', allow({ Resource: queue.replace('-', '.') }), 'not allowed'],
    [
      'NotAction with another action',
      { Effect: 'Allow', NotAction: 'sqs:DeleteQueue', Resource: '*' },
      'allowed',
    ],
    ['NotAction with this action', { Effect: 'Allow', NotAction: 'sqs:*', Resource: '*' }, 'not allowed'],
    ['NotResource with this resource', { Effect: 'Allow', Action: '*', NotResource: queue }, 'not allowed'],
    ['a deny beside the allow', [allow({}), { ...allow({}), Effect: 'Deny' }], 'denied'],
    ['no statement', [], 'not allowed'],
  ])('%s: %#', (_name, statements, verdict) => expect(ask(statements)).toBe(verdict));

  it('that is none is an error', () => expect(() => ask({ Effect: 'Maybe' })).toThrow(/Effect/));
});

describe('a condition', () => {
  const rule = 'arn:aws:events:eu-west-1:999999999999:rule/central/all';
  const context = { 'aws:SourceArn': rule, 'aws:PrincipalOrgID': 'o-1', 'aws:SecureTransport': 'true' };
  const given = (Condition: object): Verdict => ask(allow({ Condition }), { context });

  it.each([
    [{ ArnEquals: { 'aws:SourceArn': rule } }, 'allowed'],
    [{ ArnLike: { 'AWS:sourcearn': 'arn:aws:events:*:999999999999:rule/*' } }, 'allowed'],
    // A star stays within its part of the ARN.
    [{ ArnLike: { 'aws:SourceArn': 'arn:aws:events:*:rule/central/all' } }, 'not allowed'],
    [{ StringEquals: { 'aws:PrincipalOrgID': ['o-2', 'o-1'] } }, 'allowed'],
    [{ StringEquals: { 'aws:PrincipalOrgID': 'o-*' } }, 'not allowed'],
    [{ StringLike: { 'aws:PrincipalOrgID': 'o-*' } }, 'allowed'],
    [{ StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } }, 'not allowed'],
    [{ Bool: { 'aws:SecureTransport': true } }, 'allowed'],
    [{ StringEquals: { 'aws:Unheard': 'x' } }, 'not allowed'],
    [{ StringEqualsIfExists: { 'aws:Unheard': 'x' } }, 'allowed'],
    [{ StringEqualsIfExists: { 'aws:PrincipalOrgID': 'x' } }, 'not allowed'],
    [
      { StringEquals: { 'aws:PrincipalOrgID': 'o-1' }, ArnLike: { 'aws:SourceArn': 'arn:aws:sns:*:*:*' } },
      'not allowed',
    ],
    [{ IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } }, 'not allowed'],
    [{ StringEquals: { 'aws:PrincipalOrgID': '${aws:PrincipalOrgID}' } }, 'not allowed'],
  ])('%j: %s', (condition, verdict) => expect(given(condition)).toBe(verdict));

  it('that cannot be decided still denies', () => {
    const deny = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    };
    expect(ask([allow({}), deny])).toBe('denied');
  });
});

describe('a resource policy', () => {
  const events = { service: 'events.amazonaws.com' };
  const role = 'arn:aws:iam::111111111111:role/reader';
  const member = {
    accountId: '111111111111',
    arn: 'arn:aws:sts::111111111111:assumed-role/reader/x',
    roleArn: role,
  };

  it.each([
    [{ Service: 'events.amazonaws.com' }, events, 'allowed'],
    [{ Service: 'sns.amazonaws.com' }, events, 'not allowed'],
    [{ AWS: '*' }, events, 'not allowed'],
    ['*', member, 'allowed'],
    [{ AWS: '111111111111' }, member, 'allowed'],
    [{ AWS: ['arn:aws:iam::111111111111:root'] }, member, 'allowed'],
    [{ AWS: role }, member, 'allowed'],
    [{ AWS: 'arn:aws:iam::222222222222:root' }, member, 'not allowed'],
  ])('with the principal %j', (Principal, asker, verdict) => {
    expect(ask(allow({ Principal }), { asker })).toBe(verdict);
  });
});
