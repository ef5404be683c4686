import { describe, expect, test } from 'vitest';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import type { Actor } from '#domain/facts/actor.ts';
import { made } from '#test/given/made-event.ts';
import { readFixture } from '#test/given/recorded-events.ts';

function actorOf(record: Record<string, unknown>): Actor {
  const decision = readEvent(record);
  if (decision.decision === 'ignore') throw new Error(decision.reason);
  return decision.trigger.actor;
}

const by = (userIdentity: unknown, more: Record<string, unknown> = {}) =>
  actorOf(made('cloudtrail', 'StopLogging', { userIdentity, ...more }));

describe('who made a call', () => {
  test('a person from Identity Center is known by e-mail, role, key and whether MFA was used', () => {
    expect(actorOf(made('cloudtrail', 'StopLogging'))).toMatchObject({
      kind: 'identity-center',
      person: 'ada@example.org',
      role: 'AWSReservedSSO_Admin_0123456789abcdef',
      accountId: '111122223333',
      sessionKey: 'AROAEXAMPLE:ada@example.org/ASIAEXAMPLE',
      mfa: false,
      sourceIp: '198.51.100.7',
      tool: 'AWS CLI',
    });
  });

  test.each([
    [
      { type: 'Root', principalId: '1', accessKeyId: 'A' },
      { kind: 'root', person: undefined, sessionKey: '1/A' },
    ],
    [
      { type: 'IAMUser', userName: 'bob', principalId: 'AIDA' },
      { kind: 'iam-user', person: 'bob', sessionKey: undefined },
    ],
    [
      { type: 'AssumedRole', arn: 'arn:aws:sts::1:assumed-role/Deploy/ci', principalId: 'AROA:ci' },
      { kind: 'assumed-role', role: 'Deploy', person: 'ci' },
    ],
    [
      { type: 'AWSService', invokedBy: 'cloudtrail.amazonaws.com' },
      { kind: 'service', invokedBy: 'cloudtrail.amazonaws.com', sessionKey: undefined },
    ],
    [
      { type: 'AWSAccount', principalId: 'AIDA', accountId: '9' },
      { kind: 'aws-account', accountId: '9' },
    ],
    [
      { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1' } },
      { kind: 'identity-center', person: 'u-1' },
    ],
    [{ type: 'constructor' }, { kind: 'unknown' }],
    [{ type: 7, principalId: ['x'] }, { kind: 'unknown' }],
    ['nobody', { kind: 'unknown' }],
    [null, { kind: 'unknown' }],
  ])('%j', (identity, expected) => {
    expect(by(identity)).toMatchObject(expected);
  });

  test('without a key the time the session began tells sessions apart', () => {
    const session = (creationDate: string) =>
      by({ type: 'AssumedRole', principalId: 'AROA:x', sessionContext: { attributes: { creationDate } } })
        .sessionKey;
    expect(session('2026-01-01T00:00:00Z')).toBe('AROA:x@2026-01-01T00:00:00Z');
    expect(session('2026-01-01T00:00:00Z')).not.toBe(session('20260101T010000Z'));
  });

  test.each([
    ['APN/1.0 HashiCorp/1.0 Terraform/1.1.2 (+https://www.terraform.io) aws-sdk-go/1.42', 'Terraform'],
    ['stratus-red-team_99607e74', 'Stratus Red Team'],
    ['aws-cli/2.7.3 Python/3.9.13', 'AWS CLI'],
    ['Boto3/1.34 Botocore/1.34', 'SDK'],
    ['aws-sdk-go/1.15.12', 'SDK'],
    ['signin.amazonaws.com', 'console'],
    ['console.amazonaws.com', 'console'],
    ['[S3Console/0.4, aws-internal/3 aws-sdk-java/1.11]', 'console'],
    ['AWS CloudWatch Console', 'console'],
    ['cloudformation.amazonaws.com', 'CloudFormation'],
    ['sample-user-agent', undefined],
  ])('the user agent %s means %s', (userAgent, tool) => {
    expect(by({ type: 'Root' }, { userAgent }).tool).toBe(tool);
  });

  test('a call that CloudFormation made for somebody is CloudFormation, and the flag of the console counts', () => {
    expect(
      by({ type: 'IAMUser', invokedBy: 'cloudformation.amazonaws.com' }, { userAgent: 'AWS Internal' }).tool,
    ).toBe('CloudFormation');
    expect(
      by({ type: 'IAMUser' }, { userAgent: 'AWS Internal', sessionCredentialFromConsole: 'true' }).tool,
    ).toBe('console');
  });

  test('the recorded root user without MFA', () => {
    expect(actorOf(readFixture('cases/putrule-awsdocs-root.json'))).toMatchObject({
      kind: 'root',
      mfa: false,
      tool: 'console',
    });
  });
});
