import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { SentKeys } from './condition.ts';
import type { TrailDelivery } from './trail-delivery.ts';
import type { SentValue } from './operators.ts';
import { cloudTrailPrincipal } from './principal.ts';

// Keys of users, roles and network paths, which requests of a service principal do not have (IAM user guide, "AWS
// global condition context keys"). A Deny with a negated operator on one of them applies to CloudTrail.
const neverSent = `
  aws:PrincipalOrgID aws:PrincipalOrgPaths aws:PrincipalTag/* aws:username aws:FederatedProvider aws:SourceIdentity
  aws:MultiFactorAuthPresent aws:MultiFactorAuthAge aws:SourceVpc aws:SourceVpce aws:SourceVpcArn aws:VpcSourceIp
  aws:VpceAccount aws:VpceOrgID aws:VpceOrgPaths aws:CalledVia aws:CalledViaFirst aws:CalledViaLast`;

type Entry = readonly [key: string, ...states: readonly SentValue[]];

function keys(entries: readonly Entry[]): SentKeys {
  return new Map(entries.map(([key, ...states]) => [key.toLowerCase(), states]));
}

const absent: SentKeys = keys(
  neverSent
    .trim()
    .split(/\s+/)
    .map((key): Entry => [key, undefined]),
);

// Reports differ on whether CloudTrail sends these keys, so both cases are judged.
function reportedDifferently({ organizationId }: TrailDelivery): Entry[] {
  return [
    ['aws:PrincipalArn', undefined, cloudTrailPrincipal],
    ['aws:ViaAWSService', undefined, 'false'],
    ...(organizationId === undefined ? [] : [['aws:SourceOrgID', undefined, organizationId] as const]),
  ];
}

function ofOwner({ bucketOwner }: TrailDelivery): Entry[] {
  if (bucketOwner === undefined) return [];
  return [
    ['aws:ResourceAccount', bucketOwner],
    ['s3:ResourceAccount', bucketOwner],
  ];
}

/** The condition keys of every call that CloudTrail makes to a trail's bucket. */
export function alwaysSent(delivery: TrailDelivery): SentKeys {
  const owner = parseTrailArn(delivery.trail)?.owner;
  const sent = keys([
    ['aws:SourceArn', delivery.trail],
    ...(owner === undefined ? [] : [['aws:SourceAccount', owner] as const]),
    ['aws:PrincipalIsAWSService', 'true'],
    ['aws:PrincipalServiceName', cloudTrailPrincipal],
    ['aws:SecureTransport', 'true'],
    ['s3:TlsVersion', '1.2', '1.3'],
    ['s3:x-amz-acl', undefined],
    ['s3:x-amz-server-side-encryption', undefined],
    ['s3:x-amz-server-side-encryption-aws-kms-key-id', undefined],
    ['s3:x-amz-server-side-encryption-customer-algorithm', undefined],
    ...reportedDifferently(delivery),
    ...ofOwner(delivery),
  ]);
  return new Map([...absent, ...sent]);
}

/** The condition keys of the calls by which CloudTrail writes objects. */
export function sentWithObjects(delivery: TrailDelivery, files: 'log files' | 'digests'): SentKeys {
  const encryption = 's3:x-amz-server-side-encryption';
  const byKey: Entry[] =
    delivery.key === undefined
      ? [[encryption, undefined, 'AES256']]
      : [
          [encryption, 'aws:kms'],
          [`${encryption}-aws-kms-key-id`, delivery.key],
        ];
  // Whether digest files are encrypted with the trail's key has changed over the years.
  const unsure: Entry[] =
    delivery.key === undefined
      ? [[encryption, undefined, 'AES256']]
      : [
          [encryption, undefined, 'AES256', 'aws:kms'],
          [`${encryption}-aws-kms-key-id`, undefined, delivery.key],
        ];
  return new Map([
    ...alwaysSent(delivery),
    ...keys([['s3:x-amz-acl', 'bucket-owner-full-control'], ...(files === 'log files' ? byKey : unsure)]),
  ]);
}

/** The condition keys of the calls that request a data key (CloudTrail user guide, KMS key policies). */
export function sentWithKey(delivery: TrailDelivery): SentKeys {
  const owner = parseTrailArn(delivery.trail)?.owner;
  return new Map([
    ...absent,
    ...keys([
      ['aws:SourceArn', delivery.trail],
      ...(owner === undefined ? [] : [['aws:SourceAccount', undefined, owner] as const]),
      ['aws:PrincipalIsAWSService', 'true'],
      ['aws:PrincipalServiceName', cloudTrailPrincipal],
      ['aws:SecureTransport', 'true'],
      ['kms:EncryptionContext:aws:cloudtrail:arn', delivery.trail],
      ...reportedDifferently(delivery),
    ]),
  ]);
}
