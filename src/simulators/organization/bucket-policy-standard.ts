import type { CheckedWorld } from './world.ts';

/** The bucket policy that AWS's guide prescribes for the world's trails that write to `bucket`. */
export function standardBucketPolicy(world: CheckedWorld, bucket: string): Readonly<Record<string, unknown>> {
  const trails = world.trails.filter((trail) => trail.bucket === bucket);
  const arns = trails.map(
    (trail) => `arn:aws:cloudtrail:${trail.homeRegion}:${trail.accountId}:trail/${trail.name}`,
  );
  const folders = trails.flatMap((trail) => {
    const root = `arn:aws:s3:::${bucket}/${trail.prefix ? `${trail.prefix}/` : ''}AWSLogs/`;
    const shared = trail.organization && world.organization ? [`${root}${world.organization.id}/*`] : [];
    return [`${root}${trail.accountId}/*`, ...shared];
  });
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'AWSCloudTrailAclCheck',
        Effect: 'Allow',
        Principal,
        Action: 's3:GetBucketAcl',
        Resource: `arn:aws:s3:::${bucket}`,
        Condition: { StringEquals: { 'aws:SourceArn': arns } },
      },
      {
        Sid: 'AWSCloudTrailWrite',
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: [...new Set(folders)],
        Condition: { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control', 'aws:SourceArn': arns } },
      },
    ],
  };
}
