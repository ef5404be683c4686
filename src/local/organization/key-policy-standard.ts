import type { CheckedWorld } from './world.ts';

/** The key policy that AWS's guide prescribes for the world's trails that encrypt with `key`. */
export function standardKeyPolicy(world: CheckedWorld, key: string): Readonly<Record<string, unknown>> {
  const trails = world.trails
    .filter(({ kmsKeyId }) => kmsKeyId === key)
    .map(({ accountId, homeRegion, name }) => `arn:aws:cloudtrail:${homeRegion}:${accountId}:trail/${name}`);
  const owner = key.split(':')[4] ?? '';
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${owner}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Allow CloudTrail to encrypt logs',
        Effect: 'Allow',
        Principal,
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: {
          StringEquals: { 'aws:SourceArn': trails },
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': trails.map(
              (arn) => `arn:aws:cloudtrail:*:${arn.split(':')[4] ?? ''}:trail/*`,
            ),
          },
        },
      },
      {
        Sid: 'Allow CloudTrail access',
        Effect: 'Allow',
        Principal,
        Action: 'kms:DescribeKey',
        Resource: '*',
      },
    ],
  };
}
