import { describe, expect, it } from 'vitest';
import type { Actor } from '#domain/facts/actor.ts';
import { askedPeople } from '#domain/announcements/answers.ts';
import { howWords, whoWords } from '#domain/announcements/who.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { member, names, prod, trigger, view } from '#test/given/incidents.ts';

const accountId = prod;

describe('who did it, as a person would say it', () => {
  it.each<[Actor, string]>([
    [{ kind: 'root', accountId }, 'the root user in prod (111122223333)'],
    [{ kind: 'iam-user', person: 'alice', accountId }, 'IAM user alice in prod (111122223333)'],
    [
      { kind: 'root', accountId, rootSession: 'unknown' },
      'a privileged root session in prod (111122223333), opened from the management account or a delegated administrator: who it was says the AssumeRoot call that answered with it',
    ],
    [
      { kind: 'root', accountId, rootSession: 'ASIAEXAMPLE' },
      'a privileged root session in prod (111122223333), opened from the management account or a delegated administrator: who it was says the AssumeRoot call that answered with the access key ASIAEXAMPLE',
    ],
    [
      { kind: 'assumed-role', person: 'session', role: 'Admin', accountId, delegate: '444455556666' },
      'session with role Admin in prod (111122223333), used by account 444455556666 through temporary delegation',
    ],
    [
      {
        kind: 'assumed-role',
        person: 'tidy',
        role: 'Tidy',
        workload: 'arn:aws:lambda:eu-west-1:111122223333:function:tidy',
      },
      'tidy with role Tidy, issued to arn:aws:lambda:eu-west-1:111122223333:function:tidy',
    ],
    [{ kind: 'iam-user' }, 'IAM user'],
    [
      {
        kind: 'identity-center',
        person: 'a@example.com',
        role: 'AWSReservedSSO_Admin_0123456789abcdef',
        accountId,
      },
      'a@example.com through Identity Center, permission set Admin in prod (111122223333)',
    ],
    [
      { kind: 'assumed-role', person: 'ci-run-7', role: 'Deploy', accountId },
      'ci-run-7 with role Deploy in prod (111122223333)',
    ],
    [
      { kind: 'assumed-role', role: 'Deploy', accountId },
      'a session without a name with role Deploy in prod (111122223333)',
    ],
    [
      { kind: 'saml', person: 'bob', role: 'Ops', accountId },
      'bob signed in through SAML, role Ops in prod (111122223333)',
    ],
    [
      { kind: 'web-identity', person: 'repo:x', role: 'Ci' },
      'repo:x signed in through a web identity, role Ci',
    ],
    [{ kind: 'saml', person: 'bob' }, 'bob, signed in through SAML'],
    [{ kind: 'web-identity', person: 'repo:x' }, 'repo:x, signed in through a web identity'],
    [{ kind: 'identity-center', person: 'ada' }, 'ada through Identity Center'],
    [{ kind: 'service', invokedBy: 'AWS Internal' }, 'AWS itself'],
    [{ kind: 'federated', person: 'carol', accountId }, 'federated user carol in prod (111122223333)'],
    [{ kind: 'directory', person: 'dave' }, 'directory user dave'],
    [{ kind: 'service', invokedBy: 'cloudtrail.amazonaws.com' }, 'the AWS service CloudTrail'],
    [{ kind: 'service' }, 'the AWS service unknown'],
    [{ kind: 'service', invokedBy: 'new.amazonaws.com' }, 'the AWS service new.amazonaws.com'],
    [
      { kind: 'aws-account', accountId: '999900001111' },
      'a caller from another AWS account in account 999900001111',
    ],
    [
      { kind: 'aws-account', accountId: 'ANONYMOUS' },
      'a caller from another AWS account in account ANONYMOUS',
    ],
    [{ kind: 'unknown' }, 'the event does not say who'],
    [{ kind: 'unknown', person: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'a user whose name CloudTrail hides'],
    [{ kind: 'iam-user', person: 'HIDDEN_DUE_TO_SECURITY_REASONS' }, 'IAM user whose name CloudTrail hides'],
    [
      { kind: 'assumed-role', person: 'HIDDEN_DUE_TO_SECURITY_REASONS', role: 'Admin' },
      'a user whose name CloudTrail hides with role Admin',
    ],
    [
      { kind: 'iam-user', person: 'alice', invokedBy: 'cloudformation.amazonaws.com', accountId },
      'IAM user alice in prod (111122223333), on whose behalf CloudFormation called',
    ],
  ])('%j', (actor, words) => {
    expect(plainText(whoWords(actor, names))).toBe(words);
  });

  it.each<[Actor, string]>([
    [
      { kind: 'root', tool: 'console', mfa: true, sourceIp: '2001:db8::1' },
      'StopLogging in the AWS console from 2001:db8::1, with MFA',
    ],
    [{ kind: 'unknown' }, 'StopLogging'],
    [{ kind: 'iam-user', tool: 'Terraform', mfa: false }, 'StopLogging with Terraform, without MFA'],
    [{ kind: 'iam-user', userAgent: 'curl/8' }, 'StopLogging with curl/8'],
    [{ kind: 'service', invokedBy: 'x.amazonaws.com', sourceIp: 'x.amazonaws.com' }, 'StopLogging'],
  ])('with what and from where: %j', (actor, words) => {
    expect(plainText(howWords(trigger({ actor })))).toBe(words);
  });
});

describe('who is asked whether it was this person', () => {
  const roleArn = `arn:aws:iam::${prod}:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef`;
  const asked = (actor: Actor) =>
    askedPeople(view([member()], [trigger({ actor })]), new Map([[`arn:aws:iam::${prod}:user/joe`, 'U07']]));
  const center = { kind: 'identity-center', roleArn } as const;

  it.each<[string, Actor, string[]]>([
    [
      'the address that a session of Identity Center is named by',
      { ...center, person: 'a@example.com' },
      ['a@example.com'],
    ],
    ['nobody where that is no address', { ...center, person: 'anna' }, []],
    ['nobody where more than an address is there', { ...center, person: 'a@example.com and others' }, []],
    ['nobody where something is before it', { ...center, person: 'not a@example.com' }, []],
    [
      'nobody for a role that an account named so',
      { ...center, person: 'a@example.com', roleArn: `arn:aws:iam::${prod}:role/sso` },
      [],
    ],
    [
      'an IAM user that the configuration maps',
      { kind: 'iam-user', arn: `arn:aws:iam::${prod}:user/joe` },
      ['U07'],
    ],
    ['nobody for another', { kind: 'iam-user', arn: `arn:aws:iam::${prod}:user/jo` }, []],
  ])('is %s', (_, actor, people) => {
    expect(asked(actor)).toEqual(people);
  });
});
