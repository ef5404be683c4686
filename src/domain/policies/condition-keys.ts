import { parseTrailArn } from '#domain/values/trail-arn.ts';
import { parseArn } from '#domain/values/arn.ts';
import { iso } from '#domain/values/instant.ts';
import type { SentValue } from './operators.ts';
import { addressOfAws } from './operators.ts';
import { cloudTrailPrincipal } from './principal.ts';
import type { TrailDelivery } from './trail-delivery.ts';

/** Which calls of CloudTrail a row of the table is about. */
export type CallKind =
  'any call' | 'a call to the bucket' | 'writing log files' | 'writing digest files' | 'a data key';

/** What is known of a condition key: its possible values in a call that CloudTrail makes, and where AWS says so. */
export interface ConditionKey {
  readonly key: string;
  readonly in: CallKind;
  readonly sent: 'always' | 'never' | 'sometimes';
  /** All possible values, `undefined` for an absent key; an empty list: nothing is known of this delivery's value. */
  readonly values: (delivery: TrailDelivery) => readonly SentValue[];
  readonly source: string;
}

const guide = 'IAM user guide, global condition keys';
const s3Keys = 'Service authorization reference, Amazon S3';

const never = (source: string, kind: CallKind, names: string): readonly ConditionKey[] =>
  names
    .trim()
    .split(/\s+/)
    .map((key) => ({ key, in: kind, sent: 'never', values: () => [undefined], source }));

const always = (
  key: string,
  kind: CallKind,
  source: string,
  ...values: readonly SentValue[]
): ConditionKey => ({ key, in: kind, sent: 'always', values: () => values, source });

const sometimes = (
  key: string,
  kind: CallKind,
  source: string,
  ...values: readonly SentValue[]
): ConditionKey => ({ key, in: kind, sent: 'sometimes', values: () => [undefined, ...values], source });

const encryption = 's3:x-amz-server-side-encryption';
const keyId = `${encryption}-aws-kms-key-id`;
const known = (value: string | undefined): readonly SentValue[] => (value === undefined ? [] : [value]);
const ownerOf = ({ trail }: TrailDelivery): string | undefined => parseTrailArn(trail)?.owner;

/** `o-...` if `account` belongs to the known organization. */
function organizationOf({ inOrganization }: TrailDelivery, account: string | undefined): string | undefined {
  return inOrganization?.accounts.some((one) => one === account) === true ? inOrganization.id : undefined;
}

/**
 * The condition keys that CloudTrail's calls carry, with their possible values. A key that is not listed may have any
 * value or none, so that a condition on it leaves the verdict open. Rows further down replace those above.
 */
export const conditionKeys: readonly ConditionKey[] = [
  ...never(
    `${guide}: properties of users, roles and sessions, which a service principal does not have`,
    'any call',
    `aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalTag/* aws:username aws:FederatedProvider
    aws:SourceIdentity aws:MultiFactorAuthPresent aws:MultiFactorAuthAge aws:TokenIssueTime aws:AssumedRoot
    aws:ChatbotSourceArn aws:Ec2InstanceSourceVpc aws:Ec2InstanceSourcePrivateIPv4 aws:CalledVia
    aws:CalledViaFirst aws:CalledViaLast aws:referer`,
  ),
  ...never(
    `${guide}: network properties of calls through a VPC endpoint`,
    'any call',
    `aws:SourceVpc aws:SourceVpce aws:SourceVpcArn aws:VpcSourceIp aws:VpceAccount aws:VpceOrgID
    aws:VpceOrgPaths`,
  ),
  ...never(
    `${guide}: tags in the request, of which CloudTrail sets none`,
    'any call',
    'aws:RequestTag/* aws:TagKeys',
  ),
  always('aws:PrincipalIsAWSService', 'any call', `${guide}: true for a service principal`, 'true'),
  always(
    'aws:PrincipalServiceName',
    'any call',
    `${guide}: the name of the service principal`,
    cloudTrailPrincipal,
  ),
  {
    key: 'aws:PrincipalServiceNamesList',
    in: 'any call',
    sent: 'always',
    values: ({ trail }) => [
      [cloudTrailPrincipal],
      [cloudTrailPrincipal, `cloudtrail.${parseTrailArn(trail)?.homeRegion ?? ''}.amazonaws.com`],
    ],
    source: `${guide}: all names of the service, perhaps Regional ones too`,
  },
  always('aws:SecureTransport', 'any call', 'CloudTrail user guide, data protection: TLS only', 'true'),
  {
    key: 'aws:CurrentTime',
    in: 'any call',
    sent: 'always',
    values: ({ at }) => [iso(at)],
    source: `${guide}: the time of the call, here of the look`,
  },
  {
    key: 'aws:EpochTime',
    in: 'any call',
    sent: 'always',
    values: ({ at }) => [String(Math.floor(at / 1000))],
    source: `${guide}: the same in seconds`,
  },
  {
    key: 'aws:SourceArn',
    in: 'any call',
    sent: 'always',
    values: ({ trail }) => [trail],
    source:
      'CloudTrail user guide, bucket policy: the ARN of the trail, for an organization trail with its owner',
  },
  {
    key: 'aws:SourceAccount',
    in: 'any call',
    sent: 'always',
    values: (delivery) => known(ownerOf(delivery)),
    source: 'CloudTrail user guide, bucket policy: the account of the trail',
  },
  {
    key: 'aws:SourceOrgID',
    in: 'any call',
    sent: 'always',
    values: (delivery) => {
      if (delivery.organization) return known(delivery.inOrganization?.id);
      return known(organizationOf(delivery, ownerOf(delivery)));
    },
    source: `${guide}: the organization of the account of the trail; Control Tower's bucket policy allows by it alone`,
  },
  sometimes(
    'aws:PrincipalArn',
    'any call',
    `${guide} does not say what it is for a service principal`,
    cloudTrailPrincipal,
  ),
  sometimes(
    'aws:userid',
    'any call',
    `${guide} does not say what it is for a service principal`,
    cloudTrailPrincipal,
  ),
  sometimes(
    'aws:PrincipalAccount',
    'any call',
    `${guide}: in all requests; for a service principal at most an account of AWS`,
    'an account of AWS',
  ),
  sometimes(
    'aws:PrincipalType',
    'any call',
    `${guide}: in all requests; its table has no row for service principals`,
    'Service',
  ),
  sometimes('aws:ViaAWSService', 'any call', `${guide}: false, as no user's call is passed on`, 'false'),
  sometimes('aws:UserAgent', 'any call', `${guide}: set by the caller`, cloudTrailPrincipal),
  sometimes('aws:SourceIp', 'any call', `${guide}: at most an address of AWS`, addressOfAws),
  {
    key: 'aws:ResourceAccount',
    in: 'any call',
    sent: 'always',
    values: ({ bucketOwner }) => known(bucketOwner),
    source: `${guide}: the account that owns the bucket, as it was found there`,
  },
  {
    key: 'aws:ResourceOrgID',
    in: 'any call',
    sent: 'always',
    values: (delivery) => known(organizationOf(delivery, delivery.bucketOwner)),
    source: `${guide}: the organization of the bucket's owner`,
  },
  {
    key: 's3:ResourceAccount',
    in: 'a call to the bucket',
    sent: 'always',
    values: ({ bucketOwner }) => known(bucketOwner),
    source: `${s3Keys}: the account that owns the bucket`,
  },
  {
    key: 's3:TlsVersion',
    in: 'a call to the bucket',
    sent: 'always',
    values: () => ['1.2', '1.3'],
    source: 'AWS security blog: TLS 1.2 is the least that AWS endpoints accept',
  },
  {
    key: 'aws:RequestedRegion',
    in: 'a call to the bucket',
    sent: 'always',
    values: () => [],
    source: `${guide}: the Region of the endpoint; that of the bucket is not read, so the verdict stays open`,
  },
  sometimes(
    's3:signatureversion',
    'a call to the bucket',
    `${s3Keys}: version 4 where a call is signed`,
    'AWS4-HMAC-SHA256',
  ),
  sometimes('s3:authType', 'a call to the bucket', `${s3Keys}: never a presigned query`, 'REST-HEADER'),
  ...never(
    `${s3Keys}: headers and access points that CloudTrail does not use`,
    'a call to the bucket',
    `s3:x-amz-acl ${encryption} ${keyId} ${encryption}-customer-algorithm s3:x-amz-copy-source
    s3:x-amz-metadata-directive s3:x-amz-website-redirect-location s3:x-amz-grant-read s3:x-amz-grant-write
    s3:x-amz-grant-read-acp s3:x-amz-grant-write-acp s3:x-amz-grant-full-control s3:DataAccessPointArn
    s3:DataAccessPointAccount s3:AccessPointNetworkOrigin s3:RequestObjectTag/* s3:RequestObjectTagKeys
    s3:ExistingObjectTag/* s3:VersionId`,
  ),
  ...never(
    `${s3Keys}: CloudTrail sets no lock of its own; the bucket's default retention applies without the headers`,
    'a call to the bucket',
    `s3:object-lock-mode s3:object-lock-retain-until-date s3:object-lock-remaining-retention-days
    s3:object-lock-legal-hold`,
  ),
  ...(['writing log files', 'writing digest files'] as const).map((kind) =>
    always(
      's3:x-amz-acl',
      kind,
      'CloudTrail user guide, bucket policy: the owner of the bucket gets full control',
      'bucket-owner-full-control',
    ),
  ),
  sometimes('s3:x-amz-storage-class', 'a call to the bucket', `${s3Keys}: the standard class`, 'STANDARD'),
  {
    key: encryption,
    in: 'writing log files',
    sent: 'sometimes',
    values: ({ key }) => (key === undefined ? [undefined, 'AES256'] : ['aws:kms']),
    source: 'CloudTrail user guide, SSE-KMS: always aws:kms for a trail with a key',
  },
  {
    key: keyId,
    in: 'writing log files',
    sent: 'sometimes',
    values: ({ key }) => [key],
    source: 'CloudTrail user guide, SSE-KMS: the key of the trail',
  },
  {
    key: encryption,
    in: 'writing digest files',
    sent: 'sometimes',
    values: ({ key }) => (key === undefined ? [undefined, 'AES256'] : [undefined, 'AES256', 'aws:kms']),
    source: "CloudTrail user guide, digest files: with the trail's key or not, as it changed over the years",
  },
  {
    key: keyId,
    in: 'writing digest files',
    sent: 'sometimes',
    values: ({ key }) => [undefined, key],
    source: "CloudTrail user guide, digest files: with the trail's key or not, as it changed over the years",
  },
  {
    key: 'aws:SourceAccount',
    in: 'a data key',
    sent: 'sometimes',
    values: (delivery) => [undefined, ...known(ownerOf(delivery))],
    source: 'CloudTrail user guide, key policy: it names aws:SourceArn only',
  },
  {
    key: 'aws:RequestedRegion',
    in: 'a data key',
    sent: 'always',
    values: ({ key }) => known(parseArn(key)?.region),
    source: `${guide}: the Region of the endpoint, where the key is`,
  },
  {
    key: 'kms:EncryptionContext:aws:cloudtrail:arn',
    in: 'a data key',
    sent: 'always',
    values: ({ trail }) => [trail],
    source: 'CloudTrail user guide, key policy',
  },
  {
    key: 'aws:ResourceAccount',
    in: 'a data key',
    sent: 'always',
    values: ({ key }) => known(parseArn(key)?.account),
    source: `${guide}: the account that owns the key`,
  },
  {
    key: 'aws:ResourceOrgID',
    in: 'a data key',
    sent: 'always',
    values: (delivery) => known(organizationOf(delivery, parseArn(delivery.key)?.account)),
    source: `${guide}: the organization of the key's owner`,
  },
];
