import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';

import type { AwsError } from './aws-error.ts';
import type { Fields } from './state.ts';
import { element } from './xml.ts';

const routes: Readonly<Record<string, string>> = {
  'PUT policy': 'PutBucketPolicy',
  'GET policy': 'GetBucketPolicy',
  'DELETE policy': 'DeleteBucketPolicy',
  'GET acl': 'GetBucketAcl',
  'PUT lifecycle': 'PutBucketLifecycleConfiguration',
  'GET lifecycle': 'GetBucketLifecycleConfiguration',
  'DELETE lifecycle': 'DeleteBucketLifecycle',
  'GET location': 'GetBucketLocation',
  'PUT versioning': 'PutBucketVersioning',
  'GET versioning': 'GetBucketVersioning',
  'PUT replication': 'PutBucketReplication',
  'PUT object-lock': 'PutObjectLockConfiguration',
  'HEAD ': 'HeadBucket',
  'PUT ': 'CreateBucket',
  'DELETE ': 'DeleteBucket',
};

/** The bucket operation of a REST XML request; unsupported calls get a name that describes them. */
export function decodeS3(call: AwsCall): { readonly operation: string; readonly parameters: Fields } {
  const { bucket, key } = addressed(call);
  const subresource = [...call.query.keys()].find((name) => name !== 'x-id') ?? '';
  if (bucket === '' && call.method === 'GET')
    return { operation: 'ListBuckets', parameters: { prefix: call.query.get('prefix') ?? '' } };
  const route = key ? `${call.method} object` : `${call.method} ${subresource}`;
  const owner = call.headers['x-amz-expected-bucket-owner'];
  return {
    operation: routes[route] ?? route.trim(),
    parameters: { bucket, body: call.body.toString('utf8'), ...(owner && { owner }) },
  };
}

/** An answer of S3: `status` (200), `text` (a body) and `headers` of the result. */
export function answerS3(result: Fields, requestId: string): AwsAnswer {
  const { status, text, headers } = result as {
    status?: number;
    text?: string;
    headers?: Record<string, string>;
  };
  const contentType = text?.startsWith('{') ? 'application/json' : 'application/xml';
  return {
    status: status ?? 200,
    headers: { ...(text && { 'content-type': contentType }), 'x-amz-request-id': requestId, ...headers },
    body: text ?? '',
  };
}

/** An error of S3; an answer to HEAD has no body. */
export function refuseS3(
  { code, message, status, headers }: AwsError,
  requestId: string,
  call: AwsCall,
): AwsAnswer {
  const body = element('Error', { Code: code, Message: message, RequestId: requestId, HostId: 'local' });
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId, ...headers },
    body: call.method === 'HEAD' ? '' : `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
  };
}

/** Path style (`/bucket/key`) or virtual host (`bucket.localhost`, `bucket.s3.eu-west-1.amazonaws.com`). */
function addressed({ headers, path }: AwsCall): { readonly bucket: string; readonly key: string } {
  const host = (headers['host'] ?? '').replace(/:\d+$/, '');
  const virtual = /^(.+)\.(?:localhost|127\.0\.0\.1|s3[.-][a-z0-9.-]*amazonaws\.com)$/.exec(host)?.[1];
  const [first = '', ...rest] = path.replace(/^\//, '').split('/').map(decodeURIComponent);
  return virtual
    ? { bucket: virtual, key: [first, ...rest].join('/') }
    : { bucket: first, key: rest.join('/') };
}
