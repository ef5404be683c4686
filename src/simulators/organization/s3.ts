import { AwsError } from './aws-error.ts';
import { unknownOperators } from './policy.ts';
import { accessible, actionOf } from './s3-access.ts';
import { bucketNameOf, jsonObject, shapeS3 } from './s3-events.ts';
import { answerS3, decodeS3, refuseS3 } from './s3-wire.ts';
import type { Operation, Request, Service } from './service.ts';
import type { Bucket, Fields, State } from './state.ts';
import { timeline } from './timeline.ts';
import { element, parseXml } from './xml.ts';

interface S3Options {
  readonly state: State;
  /** Called with every bucket that was created, changed or deleted. */
  readonly changed: (bucket: string) => void;
  /** Called with policies that this simulation cannot evaluate. */
  readonly unknown: (what: string) => void;
}

/** S3's bucket calls over REST XML, in path style and with virtual hosts. */
export function s3(options: S3Options): Service {
  return {
    name: 's3',
    codes: { denied: 'AccessDenied', deniedInEvents: 'AccessDenied', throttled: 'SlowDown' },
    operations: { ...reads(options.state), ...writes(options), ...existence(options) },
    decode: decodeS3,
    answer: (_operation, result, requestId) => answerS3(result, requestId),
    refuse: refuseS3,
    permission: (operation, request) => ({
      action: actionOf(operation),
      resource: operation === 'ListBuckets' ? '*' : `arn:aws:s3:::${bucketNameOf(request)}`,
    }),
    owner: (request) => options.state.buckets.get(bucketNameOf(request))?.latest()?.accountId,
    shape: (operation, request) => shapeS3(options.state, operation, request),
    response: () => null,
  };
}

function reads(state: State): Readonly<Record<string, Operation>> {
  const read = (operation: string, run: (bucket: Bucket) => Fields): Record<string, Operation> => ({
    [operation]: { access: 'read', run: (request) => run(accessible(state, operation, request)) },
  });
  return {
    ListBuckets: { access: 'read', run: ({ caller, parameters }) => listed(state, caller, parameters) },
    ...read('HeadBucket', ({ region }) => ({ headers: { 'x-amz-bucket-region': region } })),
    ...read('GetBucketLocation', ({ region }) => ({ text: element('LocationConstraint', region) })),
    ...read('GetBucketPolicy', ({ policy }) => {
      if (policy) return { text: JSON.stringify(policy) };
      throw new AwsError('NoSuchBucketPolicy', 'The bucket policy does not exist', 404);
    }),
    ...read('GetBucketLifecycleConfiguration', ({ lifecycle }) => {
      if (lifecycle) return { text: lifecycle };
      throw new AwsError('NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist', 404);
    }),
    ...read('GetBucketVersioning', ({ versioning }) => ({
      text: element('VersioningConfiguration', { Status: versioning }),
    })),
    ...read('GetBucketAcl', ({ accountId }) => {
      const owner = { ID: accountId };
      const attributes = ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:type="CanonicalUser"';
      const grant = `<Grant>${element('Grantee', owner, attributes)}<Permission>FULL_CONTROL</Permission></Grant>`;
      const list = `<AccessControlList>${grant}</AccessControlList>`;
      return { text: `<AccessControlPolicy>${element('Owner', owner)}${list}</AccessControlPolicy>` };
    }),
  };
}

/** The caller's own buckets whose names begin with the prefix, of all Regions, in one page. */
function listed(state: State, { accountId }: Request['caller'], { prefix }: Fields): Fields {
  const own = [...state.buckets.values()]
    .flatMap((history) => history.latest() ?? [])
    .filter((bucket) => bucket.accountId === accountId && bucket.name.startsWith(String(prefix)))
    .map(({ name, region }) => ({
      Name: name,
      CreationDate: '2026-01-01T00:00:00.000Z',
      // Only a request with a parameter is answered with Regions (S3 API reference, Bucket).
      ...(prefix !== '' && { BucketRegion: region }),
    }));
  const result = { Owner: { ID: accountId }, Buckets: { Bucket: own } };
  return { text: element('ListAllMyBucketsResult', result) };
}

function writes({ state, changed, unknown }: S3Options): Readonly<Record<string, Operation>> {
  const write = (
    operation: string,
    status: number,
    run: (bucket: Bucket, body: string) => Bucket,
  ): Record<string, Operation> => ({
    [operation]: {
      access: 'write',
      run: (request) => {
        const bucket = accessible(state, operation, request);
        state.buckets.get(bucket.name)?.write(request.now, run(bucket, String(request.parameters['body'])));
        changed(bucket.name);
        return { status };
      },
    },
  });
  return {
    ...write('PutBucketPolicy', 204, (bucket, body) => {
      const policy = jsonObject(body);
      const strange = policy && unknownOperators(policy);
      if (strange?.length) unknown(`s3:PutBucketPolicy with condition operator ${strange.join(', ')}`);
      if (policy && !strange?.length) return { ...bucket, policy };
      throw new AwsError('MalformedPolicy', 'Policies must be valid JSON and the first byte must be {');
    }),
    ...write('DeleteBucketPolicy', 204, (bucket) => ({ ...bucket, policy: undefined })),
    ...write('PutBucketLifecycleConfiguration', 200, (bucket, body) => {
      if (parseXml(body)) return { ...bucket, lifecycle: body };
      throw new AwsError('MalformedXML', 'The XML you provided was not well-formed');
    }),
    // Replication and object lock settings have no effect in this simulation and are never read: they are not stored.
    ...write('PutBucketReplication', 200, (bucket) => bucket),
    ...write('PutObjectLockConfiguration', 200, (bucket) => bucket),
    ...write('DeleteBucketLifecycle', 204, (bucket) => ({ ...bucket, lifecycle: undefined })),
    ...write('PutBucketVersioning', 200, (bucket, body) => {
      const { Status } = (parseXml(body)?.['VersioningConfiguration'] ?? {}) as Fields;
      return { ...bucket, versioning: String(Status) };
    }),
  };
}

function existence({ state, changed }: S3Options): Readonly<Record<string, Operation>> {
  return {
    CreateBucket: {
      access: 'write',
      run: (request) => {
        const name = bucketNameOf(request);
        const { accountId } = request.caller;
        const history = state.buckets.get(name) ?? timeline<Bucket>(undefined);
        const before = history.latest();
        if (before?.accountId === accountId)
          throw new AwsError('BucketAlreadyOwnedByYou', 'You already own it.', 409);
        if (before)
          throw new AwsError('BucketAlreadyExists', 'The requested bucket name is not available.', 409);
        state.buckets.set(name, history);
        history.write(request.now, { name, accountId, region: request.region, notEmpty: false });
        changed(name);
        return { headers: { location: `/${name}` } };
      },
    },
    DeleteBucket: {
      access: 'write',
      run: (request) => {
        const bucket = accessible(state, 'DeleteBucket', request);
        if (bucket.notEmpty) {
          throw new AwsError('BucketNotEmpty', 'The bucket you tried to delete is not empty', 409);
        }
        state.buckets.get(bucket.name)?.write(request.now, undefined);
        changed(bucket.name);
        return { status: 204 };
      },
    },
  };
}
