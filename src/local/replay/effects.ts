import * as cloudtrail from '@aws-sdk/client-cloudtrail';
import * as kms from '@aws-sdk/client-kms';
import * as s3 from '@aws-sdk/client-s3';
import type { SimulatedOrganization } from '#simulators/organization/simulate-organization.ts';
import type { RecordedEvent } from './recorded-event.ts';

type Parameters = Readonly<Record<string, unknown>>;

/** CloudTrail and KMS record parameters under the API's own names, with a small first letter. */
function capitalised(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(capitalised);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, item]) => [
    name.charAt(0).toUpperCase() + name.slice(1),
    capitalised(item),
  ]);
  return Object.fromEntries(entries) as unknown;
}

const inputOf = (parameters: Parameters): never => capitalised(parameters) as never;
const bucketOf = ({ bucketName }: Parameters): { Bucket: string } => ({ Bucket: String(bucketName) });

const trailCalls: Readonly<
  Record<string, (client: cloudtrail.CloudTrailClient, input: never) => Promise<unknown>>
> = {
  CreateTrail: (client, input) => client.send(new cloudtrail.CreateTrailCommand(input)),
  UpdateTrail: (client, input) => client.send(new cloudtrail.UpdateTrailCommand(input)),
  DeleteTrail: (client, input) => client.send(new cloudtrail.DeleteTrailCommand(input)),
  StartLogging: (client, input) => client.send(new cloudtrail.StartLoggingCommand(input)),
  StopLogging: (client, input) => client.send(new cloudtrail.StopLoggingCommand(input)),
  PutEventSelectors: (client, input) => client.send(new cloudtrail.PutEventSelectorsCommand(input)),
};

const keyCalls: Readonly<Record<string, (client: kms.KMSClient, input: never) => Promise<unknown>>> = {
  DisableKey: (client, input) => client.send(new kms.DisableKeyCommand(input)),
  EnableKey: (client, input) => client.send(new kms.EnableKeyCommand(input)),
  ScheduleKeyDeletion: (client, input) => client.send(new kms.ScheduleKeyDeletionCommand(input)),
  CancelKeyDeletion: (client, input) => client.send(new kms.CancelKeyDeletionCommand(input)),
};

/** S3's records hold the XML as JSON: one rule is an object, several are a list. */
function lifecycleOf(parameters: Parameters): s3.BucketLifecycleConfiguration {
  const { Rule } = (parameters['LifecycleConfiguration'] ?? {}) as { Rule?: unknown };
  const rules = (Array.isArray(Rule) ? Rule : [Rule]) as s3.LifecycleRule[];
  return {
    Rules: rules.map(({ ID, Status, Filter, Expiration, NoncurrentVersionExpiration }) => ({
      ...(ID === undefined ? {} : { ID }),
      Status: Status ?? 'Enabled',
      // An empty element is an empty text.
      Filter: typeof Filter === 'object' ? Filter : { Prefix: '' },
      ...(Expiration ? { Expiration: { Days: Number(Expiration.Days) } } : {}),
      ...(NoncurrentVersionExpiration
        ? {
            NoncurrentVersionExpiration: {
              NoncurrentDays: Number(NoncurrentVersionExpiration.NoncurrentDays),
            },
          }
        : {}),
    })),
  };
}

function putLifecycle(client: s3.S3Client, parameters: Parameters): Promise<unknown> {
  const LifecycleConfiguration = lifecycleOf(parameters);
  return client.send(
    new s3.PutBucketLifecycleConfigurationCommand({ ...bucketOf(parameters), LifecycleConfiguration }),
  );
}

const bucketCalls: Readonly<
  Record<string, (client: s3.S3Client, parameters: Parameters) => Promise<unknown>>
> = {
  CreateBucket: (client, parameters) => client.send(new s3.CreateBucketCommand(bucketOf(parameters))),
  DeleteBucket: (client, parameters) => client.send(new s3.DeleteBucketCommand(bucketOf(parameters))),
  PutBucketPolicy: (client, parameters) =>
    client.send(
      new s3.PutBucketPolicyCommand({
        ...bucketOf(parameters),
        Policy: JSON.stringify(parameters['bucketPolicy']),
      }),
    ),
  DeleteBucketPolicy: (client, parameters) =>
    client.send(new s3.DeleteBucketPolicyCommand(bucketOf(parameters))),
  PutBucketLifecycle: putLifecycle,
  PutBucketLifecycleConfiguration: putLifecycle,
  DeleteBucketLifecycle: (client, parameters) =>
    client.send(new s3.DeleteBucketLifecycleCommand(bucketOf(parameters))),
};

/** The simulated accounts that effects are applied to, and where they answer. */
export interface Played {
  readonly cloud: { readonly endpoint: string };
  readonly organization: Pick<SimulatedOrganization, 'credentials'>;
}

/** Applies the effects of recorded calls to the simulated accounts; answers the reason when one cannot be applied. */
export function effects({ cloud, organization }: Played) {
  const identity = { kind: 'iam-user', name: 'replay' } as const;
  const settings = ({ account, record }: RecordedEvent) => ({
    region: record.awsRegion,
    endpoint: cloud.endpoint,
    credentials: organization.credentials({ accountId: account, identity }),
    maxAttempts: 1,
  });
  function call(event: RecordedEvent): Promise<unknown> | undefined {
    const { eventSource, eventName, requestParameters } = event.record;
    const parameters = requestParameters ?? {};
    switch (eventSource) {
      case 'cloudtrail.amazonaws.com':
        return trailCalls[eventName]?.(new cloudtrail.CloudTrailClient(settings(event)), inputOf(parameters));
      case 'kms.amazonaws.com':
        return keyCalls[eventName]?.(new kms.KMSClient(settings(event)), inputOf(parameters));
      case 's3.amazonaws.com':
        return bucketCalls[eventName]?.(
          new s3.S3Client({ ...settings(event), forcePathStyle: true, followRegionRedirects: false }),
          parameters,
        );
      default:
        return undefined;
    }
  }
  /** Failed calls have no effect, and most others affect nothing that is simulated. */
  return async (event: RecordedEvent): Promise<string | undefined> => {
    if (event.record.errorCode) return undefined;
    try {
      await call(event);
      return undefined;
    } catch (error) {
      const why = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      return `${event.record.eventTime} ${event.record.eventName} could not be done in this world: ${why}`;
    }
  };
}
