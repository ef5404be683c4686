import { AwsError, notAuthorized } from './aws-error.ts';
import { askPolicy } from './policy.ts';
import { bucketNameOf } from './s3-events.ts';
import type { Request } from './service.ts';
import type { Bucket, State } from './state.ts';

/** The bucket a call names, if it exists in the Region called and the caller is allowed; else throws S3's error. */
export function accessible(state: State, operation: string, request: Request): Bucket {
  const { caller, region } = request;
  const bucket = state.buckets.get(bucketNameOf(request))?.latest();
  if (!bucket) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', 404);
  if (bucket.region !== region) {
    throw new AwsError(
      'PermanentRedirect',
      `The bucket is in ${bucket.region}; use that Region's endpoint.`,
      301,
      // By which clients that follow redirects find it (S3 API Reference, HeadBucket).
      { 'x-amz-bucket-region': bucket.region },
    );
  }
  const [action, resource] = [actionOf(operation), `arn:aws:s3:::${bucket.name}`];
  const principal = { account: caller.accountId, arn: caller.arn };
  const { owner = bucket.accountId } = request.parameters;
  if (owner !== bucket.accountId) throw new AwsError('AccessDenied', 'Access Denied', 403);
  const verdict = askPolicy(bucket.policy, {
    principal,
    action,
    resource,
    context: { 'aws:securetransport': 'true' },
  });
  const isOwner = bucket.accountId === caller.accountId;
  const isPolicyCall = operation.endsWith('BucketPolicy');
  const isRootAtPolicy = isOwner && isPolicyCall && caller.arn.endsWith(':root');
  if (!isRootAtPolicy && (isOwner ? verdict === 'denied' : verdict !== 'allowed')) {
    const why = verdict === 'denied' ? 'with an explicit deny in a resource-based policy' : undefined;
    throw notAuthorized({
      code: 'AccessDenied',
      principal: caller.arn,
      action,
      resource,
      ...(why && { why }),
    });
  }
  // S3 lets only the owner's account read or change a bucket policy, whatever that policy grants.
  if (!isOwner && isPolicyCall) {
    throw new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', 405);
  }
  return bucket;
}

/** The IAM action of an S3 operation; most names differ. */
export function actionOf(operation: string): string {
  const actions: Readonly<Record<string, string>> = {
    HeadBucket: 'ListBucket',
    ListBuckets: 'ListAllMyBuckets',
    GetBucketLifecycleConfiguration: 'GetLifecycleConfiguration',
    PutBucketLifecycleConfiguration: 'PutLifecycleConfiguration',
    DeleteBucketLifecycle: 'PutLifecycleConfiguration',
    PutBucketReplication: 'PutReplicationConfiguration',
    PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
  };
  return `s3:${actions[operation] ?? operation}`;
}
