import { describe, expect, it } from 'vitest';
import { account, judgeKey, keyArn, policy, service, single, trailArn } from './policies.ts';

const context = 'kms:EncryptionContext:aws:cloudtrail:arn';
const administrators = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const encrypt = {
  Sid: 'Allow CloudTrail to encrypt logs',
  Effect: 'Allow',
  Principal: service,
  Action: 'kms:GenerateDataKey*',
  Resource: '*',
  Condition: {
    StringEquals: { 'aws:SourceArn': trailArn },
    StringLike: { [context]: `arn:aws:cloudtrail:*:${account}:trail/*` },
  },
};
const deny = { ...encrypt, Sid: 'No', Effect: 'Deny', Principal: '*', Condition: undefined };

describe('a key policy', () => {
  it.each([
    ['that AWS prescribes', [administrators, encrypt], 'works'],
    ['that names the key', [administrators, { ...encrypt, Resource: keyArn }], 'works'],
    ['that names another key', [administrators, { ...encrypt, Resource: `${keyArn}0` }], 'fails'],
    ['with administrators only', [administrators], 'fails'],
    ['for decryption only', [administrators, { ...encrypt, Action: 'kms:Decrypt' }], 'fails'],
    [
      'for trails of another account',
      [{ ...encrypt, Condition: { StringLike: { [context]: 'arn:aws:cloudtrail:*:999999999999:trail/*' } } }],
      'fails',
    ],
    [
      'for another trail',
      [{ ...encrypt, Condition: { StringEquals: { 'aws:SourceArn': `${trailArn}2` } } }],
      'fails',
    ],
    ['that denies everybody', [encrypt, deny], 'fails'],
    [
      'that denies who is outside the organization',
      [encrypt, { ...deny, Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-1' } } }],
      'fails',
    ],
    [
      'for everybody who comes through S3',
      [
        {
          ...encrypt,
          Principal: '*',
          Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' } },
        },
      ],
      'cannot-tell',
    ],
    [
      'with the object in the encryption context',
      [
        {
          ...encrypt,
          Condition: { StringLike: { 'kms:EncryptionContext:aws:s3:arn': 'arn:aws:s3:::logs/*' } },
        },
      ],
      'cannot-tell',
    ],
  ])('%s: %s', (_what, statements, verdict) => {
    expect(judgeKey(policy(...statements)).verdict).toBe(verdict);
  });

  it('does not matter to a trail without a key', () => {
    expect(judgeKey(policy(), single)).toEqual({ verdict: 'works' });
  });
});
