import type { AccountId } from '#domain/values/account-id.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { SentKeys } from './condition.ts';
import type { TrailDelivery } from './trail-delivery.ts';
import { unknownName, unknownStretch } from './glob.ts';
import { alwaysSent, sentWithObjects, sentWithKey } from './sent-keys.ts';
import type { DeliveryCall } from './statement.ts';

/** A call that CloudTrail makes to deliver, and what depends on it. */
export interface DeliveryRequest extends DeliveryCall {
  /** The purpose in words, e.g. `log files of account 111122223333`. */
  readonly purpose: string;
  /** `later`: no delivery fails without it, but CloudTrail checks it when the trail is changed. */
  readonly needed: 'now' | 'later';
  /** The files whose arrival, as the trail's status shows it, proves that the call is allowed; undefined: none. */
  readonly shownBy: 'log files' | 'digest files' | undefined;
  /** The member account that the call is for; undefined: the owner of the trail, or all members alike. */
  readonly member?: AccountId | undefined;
  /** The Region whose files the call writes; undefined: all Regions alike. */
  readonly region?: string | undefined;
  /** The same call for each member or Region, where the policy treats them differently. */
  readonly narrower?: ((regionsNamed: readonly string[]) => NarrowerRequests) | undefined;
}

/** Requests that a request consists of; all of it, or the part that can be named. */
export interface NarrowerRequests {
  readonly all: boolean;
  readonly requests: readonly DeliveryRequest[];
}

type Files = 'log files' | 'digest files';

const open = unknownStretch;
const fileKinds = { 'log files': 'CloudTrail', 'digest files': 'CloudTrail-Digest' } as const;

const rootOf = (prefix: string | undefined): string =>
  prefix === undefined || prefix === '' ? '' : `${prefix}/`;

/** The beginning of the keys of all files of an organization trail, up to the folders of its accounts. */
export function organizationFolderOf(delivery: TrailDelivery): string {
  return `${rootOf(delivery.prefix)}AWSLogs/${organizationFolder(delivery)}/`;
}

/** A trail records in its home Region only, or in Regions that are not all known. */
function regionOf({ trail, multiRegion }: TrailDelivery): string {
  return multiRegion ? open : (parseTrailArn(trail)?.homeRegion ?? open);
}

function fileName(
  { prefix }: TrailDelivery,
  folder: string,
  { files, region }: { readonly files: Files; readonly region: string },
): string {
  return `${rootOf(prefix)}AWSLogs/${folder}/${fileKinds[files]}/${region}/${open}/${open}/${open}/${unknownName}.json.gz`;
}

/** The call that writes `files` into a folder, in all Regions of the trail, and in each Region that is named. */
function writing(
  delivery: TrailDelivery,
  { folder, files, ...rest }: Omit<DeliveryRequest, 'action' | 'resource'> & { folder: string; files: Files },
): DeliveryRequest {
  const partition = parseTrailArn(delivery.trail)?.partition ?? 'aws';
  const inRegion = (region: string): DeliveryRequest => ({
    ...rest,
    action: 's3:PutObject',
    resource: `arn:${partition}:s3:::${delivery.bucket}/${fileName(delivery, folder, { files, region })}`,
  });
  const byRegion = (regionsNamed: readonly string[]): NarrowerRequests => ({
    all: false,
    requests: regionsNamed.map((region) => ({
      ...inRegion(region),
      region,
      purpose: `${rest.purpose} in ${region}`,
      narrower: undefined,
    })),
  });
  const all = inRegion(regionOf(delivery));
  return { ...all, narrower: rest.narrower ?? (delivery.multiRegion ? byRegion : undefined) };
}

const ownerOf = ({ trail }: TrailDelivery): string => parseTrailArn(trail)?.owner ?? open;

/** The folder of the organization; the ids of all organizations begin with `o-` (AWS Organizations, Organization). */
const organizationFolder = ({ inOrganization }: TrailDelivery): string => inOrganization?.id ?? `o-${open}`;

interface Folder {
  readonly folder: string;
  readonly whose: string;
  readonly needed: 'now' | 'later';
  readonly of: 'owner' | 'members' | 'check';
}

/** The folders under AWSLogs/ and their accounts (CloudTrail user guide, "Finding your CloudTrail log files"). */
function foldersOf(delivery: TrailDelivery): readonly Folder[] {
  const owner = ownerOf(delivery);
  if (!delivery.organization)
    return [{ folder: owner, whose: `account ${owner}`, needed: 'now', of: 'owner' }];
  const shared = organizationFolder(delivery);
  const whose = `the management account ${owner}`;
  return [
    { folder: `${shared}/${owner}`, whose, needed: 'now', of: 'owner' },
    { folder: `${shared}/${open}`, whose: 'the member accounts', needed: 'now', of: 'members' },
    // An organization trail writes nothing here, but CloudTrail checks it when the trail is created or updated.
    { folder: owner, whose: `account ${owner}`, needed: 'later', of: 'check' },
  ];
}

/** The object keys of a trail's log files, with unknown stretches. */
export function logFileNames(delivery: TrailDelivery): readonly string[] {
  return foldersOf(delivery)
    .filter(({ needed }) => needed === 'now')
    .map(({ folder }) => fileName(delivery, folder, { files: 'log files', region: regionOf(delivery) }));
}

function writingFor(
  delivery: TrailDelivery,
  member: AccountId,
  files: Files,
  sent: SentKeys,
): DeliveryRequest {
  return writing(delivery, {
    folder: `${organizationFolder(delivery)}/${member}`,
    files,
    sent,
    purpose: `${files} of account ${member}`,
    needed: 'now',
    shownBy: undefined,
    member,
  });
}

function filesOf({ digests }: TrailDelivery): readonly Files[] {
  return digests ? ['log files', 'digest files'] : ['log files'];
}

/** The calls that write the files of one member account of an organization trail. */
export function memberRequests(delivery: TrailDelivery, member: AccountId): readonly DeliveryRequest[] {
  return filesOf(delivery).map((files) =>
    writingFor(delivery, member, files, sentWithObjects(delivery, files)),
  );
}

function writingAll(delivery: TrailDelivery, files: Files): readonly DeliveryRequest[] {
  const sent = sentWithObjects(delivery, files);
  const owner = ownerOf(delivery);
  const members = (delivery.inOrganization?.accounts ?? []).filter((account) => account !== owner);
  const byMember = (): NarrowerRequests => ({
    all: true,
    requests: members.map((member) => writingFor(delivery, member, files, sent)),
  });
  return foldersOf(delivery).map(({ folder, whose, needed, of }) =>
    writing(delivery, {
      folder,
      files,
      sent,
      purpose: `${files} of ${whose}`,
      needed,
      shownBy: of === 'owner' ? files : undefined,
      narrower: of === 'members' && members.length > 0 ? byMember : undefined,
    }),
  );
}

/** The calls that the bucket's policy has to allow: reading the ACL, and writing the files of each folder. */
export function bucketRequests(delivery: TrailDelivery): readonly DeliveryRequest[] {
  const partition = parseTrailArn(delivery.trail)?.partition ?? 'aws';
  return [
    {
      action: 's3:GetBucketAcl',
      resource: `arn:${partition}:s3:::${delivery.bucket}`,
      sent: alwaysSent(delivery),
      purpose: 'the check of the bucket',
      needed: 'now',
      shownBy: 'log files',
    },
    ...filesOf(delivery).flatMap((files) => writingAll(delivery, files)),
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
