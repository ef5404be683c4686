import { describe, expect, test } from 'vitest';
import { readActor } from '#adapters/cloudtrail/read-actor.ts';
import { CloudTrailRecord } from '#adapters/cloudtrail/cloudtrail-record.ts';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { explain } from '#cli/commands/explain-file.ts';
import { made } from '#test/given/made-event.ts';

const service = (source: string, name: string, more: object) =>
  made(source, name, { eventType: 'AwsServiceEvent', requestParameters: null, ...more });
const keyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234';
const policyArn = 'arn:aws:iam::111122223333:policy/delivery';
const organization = { requestParameters: { accountId: '444455556666' } };

/** Calls and events that can end a record, and what each is about. */
const calls: readonly (readonly [string, Record<string, unknown>, object])[] = [
  [
    'imported key material that expires',
    service('kms', 'DeleteExpiredKeyMaterial', { resources: [{ ARN: keyArn, type: 'AWS::KMS::Key' }] }),
    { dependsOn: { kind: 'key', id: keyArn } },
  ],
  [
    'the same when only its details name the key',
    service('kms', 'DeleteExpiredKeyMaterial', { serviceEventDetails: { keyId: '1234' } }),
    { dependsOn: { kind: 'key', id: '1234' } },
  ],
  [
    'key material that is imported again',
    made('kms', 'ImportKeyMaterial', { requestParameters: { keyId: keyArn } }),
    { dependsOn: { kind: 'key', id: keyArn } },
  ],
  ...[
    'DisconnectCustomKeyStore',
    'DeleteCustomKeyStore',
    'UpdateCustomKeyStore',
    'ConnectCustomKeyStore',
  ].map(
    (name) =>
      [
        `${name} of a store of keys`,
        made('kms', name, { requestParameters: { customKeyStoreId: 'cks-1' } }),
        { dependsOn: { kind: 'key-store', id: 'cks-1' }, regions: ['eu-west-1'] },
      ] as const,
  ),
  ...['CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicyVersion', 'DeletePolicy'].map(
    (name) =>
      [
        `${name} of a managed policy`,
        made('iam', name, { requestParameters: { policyArn, setAsDefault: true } }),
        { dependsOn: { kind: 'managed-policy', id: policyArn } },
      ] as const,
  ),
  [
    'an account that joined by invitation',
    service('organizations', 'AccountJoinedOrganization', {
      serviceEventDetails: { joinedMethod: 'Invited', accountId: '444455556666' },
    }),
    { accountId: '444455556666', regions: 'all' },
  ],
  [
    'an account that moves',
    made('organizations', 'MoveAccount', organization),
    { accountId: '444455556666' },
  ],
  [
    'an account that accepts another organization',
    made('organizations', 'AcceptHandshake', { requestParameters: { handshakeId: 'h-1' } }),
    { accountId: '111122223333', regions: 'all' },
  ],
  ...['EnablePolicyType', 'DisablePolicyType'].map(
    (name) =>
      [
        `${name} of service control policies`,
        made('organizations', name, { requestParameters: { policyType: 'SERVICE_CONTROL_POLICY' } }),
        { everyAccount: true },
      ] as const,
  ),
  [
    'a policy that is attached to one account',
    made('organizations', 'AttachPolicy', {
      requestParameters: { policyId: 'p-1', targetId: '444455556666' },
    }),
    { accountId: '444455556666', regions: 'all' },
  ],
  ...['DeleteTelemetryRule', 'UpdateTelemetryRule', 'StopTelemetryEvaluation'].map(
    (name) =>
      [`${name} in an account`, made('observabilityadmin', name), { accountId: '111122223333' }] as const,
  ),
  ...['DeleteTelemetryRuleForOrganization', 'StopTelemetryEvaluationForOrganization'].map(
    (name) => [name, made('observabilityadmin', name), { everyAccount: true }] as const,
  ),
  ...['DeleteServiceLinkedChannel', 'UpdateServiceLinkedChannel'].map(
    (name) => [`${name} without a trail`, made('cloudtrail', name), { regions: ['eu-west-1'] }] as const,
  ),
];

describe('what can end a record', () => {
  test.each(calls)('%s is looked into', (_, record, expected) => {
    expect(explain(record)).toMatchObject({ decision: 'evaluate', ...expected });
  });

  test('kinds of policies that limit no call are passed over', () => {
    const tags = made('organizations', 'EnablePolicyType', {
      requestParameters: { policyType: 'TAG_POLICY' },
    });
    expect(explain(tags).decision).toBe('ignore');
  });
});

describe('a call that failed', () => {
  test.each([
    'InternalFailure',
    'InternalError',
    'InternalServerError',
    'InternalServiceException',
    'KMSInternalException',
    'ServiceUnavailable',
    'ServiceUnavailableException',
    'Server.InternalError',
  ])('with %s, a fault of AWS, is looked into, for it may have taken effect', (errorCode) => {
    const record = made('cloudtrail', 'StopLogging', { requestParameters: { name: 'main' }, errorCode });
    expect(explain(record)).toMatchObject({
      decision: 'evaluate',
      reason: expect.stringContaining('may have taken effect') as string,
    });
  });

  test.each([
    'AccessDenied',
    'ThrottlingException',
    'InvalidHomeRegionException',
    'ConflictException',
    'InternalAuditDenied',
  ])('with %s changed nothing', (errorCode) => {
    const record = made('cloudtrail', 'StopLogging', { requestParameters: { name: 'main' }, errorCode });
    expect(explain(record).decision).toBe('attempt');
  });

  test('and may have taken effect causes nothing by itself', () => {
    const record = made('cloudtrail', 'StopLogging', { errorCode: 'InternalFailure' });
    expect(readEvent(record)).toMatchObject({ trigger: { outcome: { kind: 'failed' } } });
  });
});

describe('who really acted', () => {
  const actorOf = (userIdentity: object) =>
    readActor(CloudTrailRecord.parse(made('s3', 'DeleteBucketPolicy', { userIdentity })));

  test('in a privileged root session says its access key', () => {
    const sessionContext = { assumedRoot: 'true', attributes: { mfaAuthenticated: 'false' } };
    const root = { type: 'Root', accountId: '222222222222', accessKeyId: 'ASIAEXAMPLE' };
    expect(actorOf({ ...root, sessionContext })).toMatchObject({ kind: 'root', rootSession: 'ASIAEXAMPLE' });
    expect(actorOf(root).rootSession).toBeUndefined();
  });

  test('by temporary delegation, or as a workload, is kept', () => {
    expect(
      actorOf({
        type: 'AssumedRole',
        invokedByDelegate: { accountId: '444455556666' },
        inScopeOf: {
          issuerType: 'AWS::Lambda::Function',
          credentialsIssuedTo: 'arn:aws:lambda:x:1:function:tidy',
        },
      }),
    ).toMatchObject({ delegate: '444455556666', workload: 'arn:aws:lambda:x:1:function:tidy' });
  });

  test('with a credential that is no access key is told from other sessions', () => {
    const identity = { type: 'IAMUser', principalId: 'AIDA', credentialId: 'ACCA1' };
    expect(actorOf(identity).sessionKey).not.toBe(actorOf({ ...identity, credentialId: 'ACCA2' }).sessionKey);
  });
});
