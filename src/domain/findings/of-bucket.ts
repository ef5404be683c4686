import type { Finding } from './finding.ts';
import { awsCommand } from './of-trail.ts';

/** The command that creates the finding's bucket in the trail's home Region; the bucket's own Region is not known. */
export function createBucket({ evidence: { resource: bucket, homeRegion } }: Finding): string | undefined {
  if (bucket === undefined) return undefined;
  const region = homeRegion ?? 'us-east-1';
  // us-east-1 is no location constraint (S3 API reference, CreateBucket).
  const place =
    region === 'us-east-1' ? {} : { 'create-bucket-configuration': `LocationConstraint=${region}` };
  return awsCommand('s3api create-bucket', { bucket, region, ...place });
}

const faultsOfS3 = /^(?:InternalError|ServiceUnavailable|SlowDown|503|500|RequestTimeout)/;

/** When a delivery that AWS refuses with the finding's error can be harmless: what the error says decides. */
export function harmlessDelivery({ evidence: { error = '' } }: Finding): string {
  if (error.startsWith('KMS.'))
    return 'A key that is exchanged for another one on purpose: change the trail first, then the old key.';
  if (error.startsWith('NoSuchBucket'))
    return 'A bucket that is taken away before its trail, as when everything is torn down.';
  if (error === '' || faultsOfS3.test(error))
    return 'A short fault of S3 itself, which goes away with the next delivery.';
  return 'A bucket policy or key that is being changed on purpose: the next delivery, within minutes, shows whether it is right.';
}
