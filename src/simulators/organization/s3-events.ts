import type { EventShape, Request } from './service.ts';
import type { Fields, State } from './state.ts';
import { parseXml } from './xml.ts';

/** Operations that CloudTrail records under another name than their own. */
const recordedAs: Readonly<Record<string, string>> = {
  PutBucketLifecycleConfiguration: 'PutBucketLifecycle',
  PutObjectLockConfiguration: 'PutBucketObjectLockConfiguration',
};

/** CloudTrail's record of an S3 call: XML names, old operation names, in the bucket's Region. */
export function shapeS3(state: State, operation: string, request: Request): EventShape {
  const bucketName = bucketNameOf(request);
  const bucket = state.buckets.get(bucketName)?.latest();
  const region = bucket?.region ?? request.region;
  const body = String(request.parameters['body']);
  const extra: Readonly<Record<string, Fields>> = {
    PutBucketPolicy: { bucketPolicy: jsonObject(body) ?? {}, policy: '' },
    DeleteBucketPolicy: { policy: '' },
    PutBucketLifecycleConfiguration: { ...parseXml(body), lifecycle: '' },
    DeleteBucketLifecycle: { lifecycle: '' },
    PutBucketVersioning: { ...parseXml(body), versioning: '' },
    PutBucketReplication: { ...parseXml(body), replication: '' },
    PutObjectLockConfiguration: { ...parseXml(body), 'object-lock': '' },
    CreateBucket: { ...parseXml(body) },
  };
  return {
    eventName: recordedAs[operation] ?? operation,
    region,
    requestParameters: { bucketName, Host: `${bucketName}.s3.${region}.amazonaws.com`, ...extra[operation] },
    more: {
      additionalEventData: {
        SignatureVersion: 'SigV4',
        AuthenticationMethod: 'AuthHeader',
        bytesTransferredIn: body.length,
      },
      resources: [
        {
          accountId: bucket?.accountId ?? request.caller.accountId,
          type: 'AWS::S3::Bucket',
          ARN: `arn:aws:s3:::${bucketName}`,
        },
      ],
    },
  };
}

/** The bucket a request names. */
export function bucketNameOf({ parameters }: Request): string {
  return String(parameters['bucket']);
}

/** `text` as a JSON object, undefined for anything else. */
export function jsonObject(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined; // S3 answers MalformedPolicy for it.
  }
}
