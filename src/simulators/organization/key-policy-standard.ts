import type { CheckedWorld } from './world.ts';

/** The key policy that AWS's guide prescribes for the world's trails that encrypt with `key`. */
export function standardKeyPolicy(world: CheckedWorld, key: string): Readonly<Record<string, unknown>> {
  const trails = world.trails
    .filter(({ kmsKeyId }) => kmsKeyId === key)
    .map(({ accountId, homeRegion, name }) => `arn:aws:cloudtrail:${homeRegion}:${accountId}:trail/${name}`);
  const owner = key.split(':')[4] ?? '';
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const toEncrypt = {
    StringEquals: { 'aws:SourceArn': trails },
    StringLike: {
      'kms:EncryptionContext:aws:cloudtrail:arn': trails.map(
        (arn) => `arn:aws:cloudtrail:*:${arn.split(':')[4] ?? ''}:trail/*`,
      ),
    },
  };
  const allow = (Sid: string, principal: unknown, Action: string) => ({
    Sid,
    Effect: 'Allow',
    Principal: principal,
    Action,
    Resource: '*',
  });
  return {
    Version: '2012-10-17',
    Statement: [
      allow('Enable IAM User Permissions', { AWS: `arn:aws:iam::${owner}:root` }, 'kms:*'),
      {
        ...allow('Allow CloudTrail to encrypt logs', Principal, 'kms:GenerateDataKey*'),
        Condition: toEncrypt,
      },
      allow('Allow CloudTrail access', Principal, 'kms:DescribeKey'),
    ],
  };
}
