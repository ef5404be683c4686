import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { SentKeys } from './condition.ts';
import type { TrailDelivery } from './trail-delivery.ts';
import { unknownStretch } from './glob.ts';
import { alwaysSent, sentWithObjects, sentWithKey } from './sent-keys.ts';
import type { DeliveryCall } from './statement.ts';

/** A call that CloudTrail makes to deliver, and what depends on it. */
export interface DeliveryRequest extends DeliveryCall {
  /** The purpose in words, e.g. `log files of account 111122223333`. */
  readonly purpose: string;
  /** `later`: no delivery fails without it, but CloudTrail checks it when the trail is changed. */
  readonly needed: 'now' | 'later';
  /** The files whose arrival, as the trail's status shows it, proves that the call is allowed; undefined: none. */
  readonly shownBy?: 'log files' | 'digest files' | undefined;
}

const open = unknownStretch;

function fileName({ prefix }: TrailDelivery, folder: string, kind: string): string {
  const root = prefix === undefined || prefix === '' ? '' : `${prefix}/`;
  return `${root}AWSLogs/${folder}/${kind}/${open}/${open}/${open}/${open}/${open}.json.gz`;
}

function objectArn(delivery: TrailDelivery, folder: string, kind: string): string {
  const partition = parseTrailArn(delivery.trail)?.partition ?? 'aws';
  return `arn:${partition}:s3:::${delivery.bucket}/${fileName(delivery, folder, kind)}`;
}

/** The folders under AWSLogs/ and their accounts (CloudTrail user guide, "Finding your CloudTrail log files"). */
function folders(delivery: TrailDelivery, owner: string) {
  const own = { folder: owner, whose: `account ${owner}` } as const;
  if (!delivery.organization) return [{ ...own, needed: 'now' as const, isOwn: true }];
  const shared = delivery.organizationId ?? open;
  return [
    {
      folder: `${shared}/${owner}`,
      whose: `the management account ${owner}`,
      needed: 'now' as const,
      isOwn: true,
    },
    { folder: `${shared}/${open}`, whose: 'the member accounts', needed: 'now' as const, isOwn: false },
    // An organization trail writes nothing here, but CloudTrail checks it when the trail is created or updated.
    { ...own, needed: 'later' as const, isOwn: false },
  ];
}

/** The object keys of a trail's log files, with unknown stretches. */
export function logFileNames(delivery: TrailDelivery): readonly string[] {
  const owner = parseTrailArn(delivery.trail)?.owner ?? open;
  return folders(delivery, owner)
    .filter(({ needed }) => needed === 'now')
    .map(({ folder }) => fileName(delivery, folder, 'CloudTrail'));
}

/** The calls that the bucket's policy has to allow: reading the ACL, and writing the files of each folder. */
export function bucketRequests(delivery: TrailDelivery): readonly DeliveryRequest[] {
  const fields = parseTrailArn(delivery.trail);
  const owner = fields?.owner ?? open;
  const bucket = `arn:${fields?.partition ?? 'aws'}:s3:::${delivery.bucket}`;
  const sent = alwaysSent(delivery);
  const put = (kind: string, files: 'log files' | 'digest files', withObjects: SentKeys): DeliveryRequest[] =>
    folders(delivery, owner).map(({ folder, whose, needed, isOwn }) => ({
      action: 's3:PutObject',
      resource: objectArn(delivery, folder, kind),
      sent: withObjects,
      purpose: `${files} of ${whose}`,
      needed,
      shownBy: isOwn ? files : undefined,
    }));
  return [
    {
      action: 's3:GetBucketAcl',
      resource: bucket,
      sent,
      purpose: 'the check of the bucket',
      needed: 'now',
      shownBy: 'log files',
    },
    ...put('CloudTrail', 'log files', sentWithObjects(delivery, 'log files')),
    ...(delivery.digests
      ? put('CloudTrail-Digest', 'digest files', sentWithObjects(delivery, 'digests'))
      : []),
  ];
}

/** The calls that the key's policy has to allow; empty when the trail has no KMS key. */
export function keyRequests(delivery: TrailDelivery): readonly DeliveryRequest[] {
  if (delivery.key === undefined) return [];
  return [
    {
      action: 'kms:GenerateDataKey',
      resource: delivery.key,
      sent: sentWithKey(delivery),
      purpose: 'the encryption of log files',
      needed: 'now',
      shownBy: 'log files',
    },
  ];
}
