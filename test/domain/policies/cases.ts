import type { TrailDelivery } from '#domain/policies/trail-delivery.ts';
import {
  account,
  aclCheck,
  bucketArn,
  denyAll,
  documented,
  encrypted,
  fromTrail,
  keyArn,
  members,
  organization,
  organizationWrite,
  prefixed,
  service,
  single,
  trailArn,
  withAcl,
  write,
  type Statement,
} from './policies.ts';

/** One bucket policy and what it does to a trail's deliveries. */
export interface PolicyCase {
  readonly says: string;
  readonly statements: readonly Statement[];
  readonly verdict: 'works' | 'fails' | 'cannot-tell';
  /** An account's own trail when left out. */
  readonly delivery?: TrailDelivery;
  /** The Sid or place of the statement that breaks it. */
  readonly statement?: string | number;
}

const both = `${bucketArn}/*`;
const without = (statement: Statement, name: string): Statement =>
  Object.fromEntries(Object.entries(statement).filter(([key]) => key !== name));
const guard = (condition: unknown, rest: Statement = {}): readonly Statement[] => [
  ...documented,
  denyAll(condition, rest),
];
const allows = (changes: Statement): readonly Statement[] =>
  documented.map((one) => ({ ...one, ...changes }));
const inPath = (path: string): readonly Statement[] => [
  aclCheck,
  { ...write, Resource: `${bucketArn}/${path}` },
];
const withCondition = (Condition: unknown): readonly Statement[] => allows({ Condition });

const prescribed: readonly PolicyCase[] = [
  { says: 'the policy AWS prescribes for one account', statements: documented, verdict: 'works' },
  {
    says: 'the same before aws:SourceArn was recommended',
    statements: [without(aclCheck, 'Condition'), { ...write, Condition: { StringEquals: withAcl } }],
    verdict: 'works',
  },
  {
    says: 'the same with aws:SourceAccount',
    statements: withCondition({ StringEquals: { 'aws:SourceAccount': account } }),
    verdict: 'works',
  },
  {
    says: 'the same with a prefix',
    statements: inPath(`audit/AWSLogs/${account}/*`),
    verdict: 'works',
    delivery: prefixed,
  },
  {
    says: 'several accounts in one bucket',
    statements: [
      aclCheck,
      { ...write, Resource: ['999999999999', account].map((id) => `${bucketArn}/AWSLogs/${id}/*`) },
    ],
    verdict: 'works',
  },
  {
    says: 'an organization trail, as AWS prescribes it',
    statements: [aclCheck, write, organizationWrite],
    verdict: 'works',
    delivery: organization,
  },
  {
    says: 'an organization trail under o-*, whose organization id is not known',
    statements: [aclCheck, write, { ...organizationWrite, Resource: `${bucketArn}/AWSLogs/o-*/*` }],
    verdict: 'works',
    delivery: { ...single, organization: true },
  },
  {
    says: 'an organization trail, by the organization of the source alone',
    statements: [aclCheck, write, organizationWrite].map((one) => ({
      ...one,
      Condition: { StringEquals: { 'aws:SourceOrgID': 'o-exampleorg' } },
    })),
    verdict: 'works',
    delivery: organization,
  },
  {
    says: 'an organization trail, with a folder for each account',
    statements: [
      aclCheck,
      ...[account, ...members].map((id) => ({
        ...write,
        Resource: `${bucketArn}/AWSLogs/o-exampleorg/${id}/*`,
      })),
      write,
    ],
    verdict: 'works',
    delivery: organization,
  },
  {
    says: 'a trail of one Region in the folder of that Region',
    statements: inPath(`AWSLogs/${account}/CloudTrail/eu-west-1/*`),
    verdict: 'works',
    delivery: { ...single, multiRegion: false },
  },
  {
    says: 'an organization trail under AWSLogs/*',
    statements: inPath('AWSLogs/*'),
    verdict: 'works',
    delivery: { ...single, organization: true },
  },
  {
    says: 'Control Tower: the whole organization and TLS only',
    statements: [
      denyAll({ Bool: { 'aws:SecureTransport': false } }, { Sid: 'AllowSSLRequestsOnly' }),
      {
        Sid: 'AWSBucketPermissionsCheck',
        Effect: 'Allow',
        Principal: { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] },
        Action: 's3:GetBucketAcl',
        Resource: [bucketArn],
      },
      {
        Sid: 'AWSConfigBucketExistenceCheck',
        Effect: 'Allow',
        Principal: { Service: ['cloudtrail.amazonaws.com', 'config.amazonaws.com'] },
        Action: 's3:ListBucket',
        Resource: [bucketArn],
      },
      {
        Sid: 'AWSBucketDeliveryForConfig',
        Effect: 'Allow',
        Principal: { Service: ['config.amazonaws.com'] },
        Action: 's3:PutObject',
        Resource: [`${bucketArn}/o-exampleorg/AWSLogs/*/*`],
        Condition: { StringEquals: { 'aws:SourceOrgID': 'o-exampleorg' } },
      },
      {
        Sid: 'AWSBucketDeliveryForOrganizationCloudTrail',
        Effect: 'Allow',
        Principal: { Service: ['cloudtrail.amazonaws.com'] },
        Action: 's3:PutObject',
        Resource: [
          `${bucketArn}/o-exampleorg/AWSLogs/o-exampleorg/*`,
          `${bucketArn}/o-exampleorg/AWSLogs/${account}/*`,
        ],
        Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${account}:trail/*` } },
      },
    ],
    verdict: 'works',
    delivery: { ...organization, prefix: 'o-exampleorg' },
  },
  {
    says: 'digest files under the same folder',
    statements: documented,
    verdict: 'works',
    delivery: { ...single, digests: true },
  },
];

const notAllowed: readonly PolicyCase[] = [
  { says: 'no statements at all', statements: [], verdict: 'fails' },
  { says: 'the right to write, but not to read the ACL', statements: [write], verdict: 'fails' },
  { says: 'the right to read the ACL, but not to write', statements: [aclCheck], verdict: 'fails' },
  {
    says: 'the ACL condition on s3:GetBucketAcl too',
    statements: [{ ...aclCheck, Condition: { StringEquals: withAcl } }, write],
    verdict: 'fails',
    statement: 'AWSCloudTrailAclCheck20150319',
  },
  {
    says: 'the ARN of another trail in aws:SourceArn',
    statements: withCondition({ StringEquals: { 'aws:SourceArn': `${trailArn}2` } }),
    verdict: 'fails',
    statement: 'AWSCloudTrailAclCheck20150319',
  },
  {
    says: 'the same trail in another Region',
    statements: withCondition({
      StringEquals: { 'aws:SourceArn': trailArn.replace('eu-west-1', 'us-east-1') },
    }),
    verdict: 'fails',
  },
  {
    says: 'another account in aws:SourceAccount',
    statements: withCondition({ StringEquals: { 'aws:SourceAccount': '999999999999' } }),
    verdict: 'fails',
  },
  {
    says: 'another prefix',
    statements: inPath(`other/AWSLogs/${account}/*`),
    verdict: 'fails',
    delivery: prefixed,
    statement: 'AWSCloudTrailWrite20150319',
  },
  {
    says: 'no prefix for a trail that has one',
    statements: documented,
    verdict: 'fails',
    delivery: prefixed,
  },
  { says: 'another account in the path', statements: inPath('AWSLogs/999999999999/*'), verdict: 'fails' },
  { says: 'a path in other letters', statements: inPath(`awslogs/${account}/*`), verdict: 'fails' },
  {
    says: 'another bucket',
    statements: [aclCheck, { ...write, Resource: `arn:aws:s3:::other/AWSLogs/${account}/*` }],
    verdict: 'fails',
  },
  {
    says: 'the bucket where its objects are meant',
    statements: [aclCheck, { ...write, Resource: bucketArn }],
    verdict: 'fails',
  },
  {
    says: 'another ACL',
    statements: [aclCheck, { ...write, Condition: { StringEquals: { 's3:x-amz-acl': 'private' } } }],
    verdict: 'fails',
    statement: 'AWSCloudTrailWrite20150319',
  },
  {
    says: 'another service',
    statements: allows({ Principal: { Service: 'config.amazonaws.com' } }),
    verdict: 'fails',
    statement: 'AWSCloudTrailAclCheck20150319',
  },
  {
    says: 'an account instead of the service',
    statements: allows({ Principal: { AWS: `arn:aws:iam::${account}:root` } }),
    verdict: 'fails',
  },
  {
    says: 'a canonical user instead of the service',
    statements: allows({ Principal: { CanonicalUser: 'abc' } }),
    verdict: 'fails',
  },
  {
    says: 'the organization of the caller, which CloudTrail is not in',
    statements: withCondition({ StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg' } }),
    verdict: 'fails',
  },
  {
    says: 'the path of a VPC endpoint, which CloudTrail does not take',
    statements: withCondition({ StringEquals: { 'aws:sourceVpce': 'vpce-1' } }),
    verdict: 'fails',
  },
  {
    says: 'an organization trail without the organization path',
    statements: documented,
    verdict: 'fails',
    delivery: organization,
  },
  {
    says: 'an organization trail with the path of another organization',
    statements: [aclCheck, write, { ...organizationWrite, Resource: `${bucketArn}/AWSLogs/o-otherorg/*` }],
    verdict: 'fails',
    delivery: organization,
  },
  {
    says: 'an organization trail without the path of the management account',
    statements: [aclCheck, organizationWrite],
    verdict: 'cannot-tell',
    delivery: organization,
  },
  {
    says: 'an organization trail with the folder of the management account alone, organization unknown',
    statements: [aclCheck, write],
    verdict: 'fails',
    delivery: { ...single, organization: true },
  },
  {
    says: 'an organization trail without the folder of one member',
    statements: [
      aclCheck,
      ...[account, members[0]].map((id) => ({
        ...write,
        Resource: `${bucketArn}/AWSLogs/o-exampleorg/${id}/*`,
      })),
      write,
    ],
    verdict: 'fails',
    delivery: organization,
  },
  {
    says: 'another organization as the source',
    statements: [aclCheck, write, organizationWrite].map((one) => ({
      ...one,
      Condition: { StringEquals: { 'aws:SourceOrgID': 'o-otherorg' } },
    })),
    verdict: 'fails',
    delivery: organization,
  },
  {
    says: 'an organization trail in the folder of log files of all, without digest files',
    statements: [
      aclCheck,
      write,
      { ...organizationWrite, Resource: `${bucketArn}/AWSLogs/o-exampleorg/*/CloudTrail/*` },
    ],
    verdict: 'fails',
    delivery: { ...organization, digests: true },
  },
  {
    says: 'ForAnyValue with IfExists on a key that is not sent',
    statements: withCondition({
      'ForAnyValue:StringEqualsIfExists': { 'aws:PrincipalOrgID': 'o-exampleorg' },
    }),
    verdict: 'fails',
  },
  {
    says: 'ForAnyValue with IfExists and a negated operator on a key that is not sent',
    statements: withCondition({ 'ForAnyValue:StringNotLikeIfExists': { 'aws:PrincipalOrgPaths': 'o-1/*' } }),
    verdict: 'fails',
  },
  {
    says: 'the account of the caller, which is none of ours',
    statements: withCondition({ StringEquals: { 'aws:PrincipalAccount': account } }),
    verdict: 'fails',
  },
  {
    says: 'a time that is over',
    statements: withCondition({ DateLessThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }),
    verdict: 'fails',
  },
  {
    says: 'a time that is over, in seconds',
    statements: withCondition({ NumericLessThan: { 'aws:EpochTime': '1577836800' } }),
    verdict: 'fails',
  },
  {
    says: 'the header of an object lock, which CloudTrail does not send',
    statements: withCondition({ StringEquals: { 's3:object-lock-mode': 'COMPLIANCE' } }),
    verdict: 'fails',
  },
  {
    says: 'an owner of the bucket that is another',
    statements: withCondition({ StringEquals: { 'aws:ResourceAccount': '999999999999' } }),
    verdict: 'fails',
    delivery: { ...single, bucketOwner: account },
  },
  {
    says: 'log files only, where digest files are delivered too',
    statements: inPath(`AWSLogs/${account}/CloudTrail/*`),
    verdict: 'fails',
    delivery: { ...single, digests: true },
  },
  {
    says: 'ForAnyValue on a key that is not sent',
    statements: withCondition({ 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': '*' } }),
    verdict: 'fails',
  },
  {
    says: 'a key that must be there but is not',
    statements: withCondition({ Null: { 'aws:PrincipalOrgID': 'false' } }),
    verdict: 'fails',
  },
];

const denied: readonly PolicyCase[] = [
  { says: 'everything for everybody', statements: guard(undefined), verdict: 'fails', statement: 'Guard' },
  {
    says: 'CloudTrail itself',
    statements: guard(undefined, { Principal: service }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'everybody, as { AWS: * }',
    statements: guard(undefined, { Principal: { AWS: '*' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'by a statement without a name, told by its place',
    statements: [...documented, without(denyAll(), 'Sid')],
    verdict: 'fails',
    statement: 3,
  },
  {
    says: 'writing only',
    statements: guard(undefined, { Action: 's3:Put*' }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'reading the ACL only',
    statements: guard(undefined, { Action: 's3:getbucketacl' }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'all actions but s3:GetObject',
    statements: guard(undefined, { Action: undefined, NotAction: 's3:GetObject' }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'the folder of log files',
    statements: guard(undefined, { Resource: `${bucketArn}/AWSLogs/*` }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'all but another folder',
    statements: guard(undefined, { Resource: undefined, NotResource: `${bucketArn}/public/*` }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'all but an administrator, by NotPrincipal',
    statements: guard(undefined, {
      Principal: undefined,
      NotPrincipal: { AWS: `arn:aws:iam::${account}:role/admin` },
    }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'callers outside the organization, without IfExists',
    statements: guard({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-exampleorg' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'callers outside the organization, with IfExists: the key is absent, so it holds',
    statements: guard({ StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'callers outside a VPC endpoint',
    statements: guard({ StringNotEquals: { 'aws:SourceVpce': ['vpce-1', 'vpce-2'] } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'callers outside a VPC',
    statements: guard({ StringNotLike: { 'AWS:SourceVPC': 'vpc-*' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'all but administrators, by aws:PrincipalArn',
    statements: guard({ ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:role/admin*` } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'a Region of a trail of all Regions',
    statements: guard(undefined, { Resource: `${bucketArn}/AWSLogs/${account}/CloudTrail/us-east-1/*` }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'a Region of one member of an organization',
    statements: [
      aclCheck,
      write,
      organizationWrite,
      denyAll(undefined, {
        Resource: `${bucketArn}/AWSLogs/o-exampleorg/${members[1]}/CloudTrail/us-east-1/*`,
      }),
    ],
    verdict: 'fails',
    delivery: organization,
    statement: 'Guard',
  },
  {
    says: 'addresses outside ours, of which CloudTrail has none',
    statements: guard({ NotIpAddress: { 'aws:SourceIp': ['10.0.0.0/8', '198.51.100.0/24'] } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'callers of other accounts, by aws:PrincipalAccount',
    statements: guard({ StringNotEquals: { 'aws:PrincipalAccount': [account, '999999999999'] } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'all but one role, by aws:userid',
    statements: guard({ StringNotLike: { 'aws:userId': ['AROAEXAMPLE:*', account] } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'all kinds of principals but roles',
    statements: guard({ StringNotEquals: { 'aws:PrincipalType': 'AssumedRole' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'what has no legal hold',
    statements: guard({ Null: { 's3:object-lock-legal-hold': 'true' } }, { Action: 's3:PutObject' }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'what has no tag',
    statements: guard(
      { StringNotEquals: { 's3:RequestObjectTag/class': 'log' } },
      { Action: 's3:PutObject' },
    ),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'from a day that is over',
    statements: guard({ DateGreaterThan: { 'aws:CurrentTime': '2020-01-01T00:00:00Z' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'CloudTrail, by the list of its names',
    statements: guard({
      'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': ['cloudtrail.amazonaws.com'] },
    }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'callers without a tag',
    statements: guard({ StringNotEquals: { 'aws:PrincipalTag/team': 'security' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'callers without multi-factor authentication, where the key is absent',
    statements: guard({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'callers that have no organization',
    statements: guard({ Null: { 'aws:PrincipalOrgID': 'true' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'ForAllValues, which holds for an absent key',
    statements: guard({ 'ForAllValues:StringEquals': { 'aws:PrincipalOrgPaths': 'o-1/r-1/' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'AWS services',
    statements: guard({ Bool: { 'aws:PrincipalIsAWSService': 'true' } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'this very trail',
    statements: guard({ ArnEquals: fromTrail }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'other trails than one that is not ours',
    statements: guard({ StringNotEquals: { 'aws:SourceArn': `${trailArn}2` } }),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'what is not encrypted with a key, where the trail has none',
    statements: guard(
      { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      { Action: 's3:PutObject' },
    ),
    verdict: 'fails',
    statement: 'Guard',
  },
  {
    says: 'what is encrypted with another key',
    statements: guard(
      { StringNotEquals: { 's3:x-amz-server-side-encryption-aws-kms-key-id': `${keyArn}0` } },
      { Action: 's3:PutObject' },
    ),
    verdict: 'fails',
    delivery: encrypted,
    statement: 'Guard',
  },
  {
    says: 'besides a condition that nobody knows',
    statements: [...guard(undefined), denyAll({ StringEquals: { 'aws:Strange': 'x' } })],
    verdict: 'fails',
    statement: 'Guard',
  },
];

const spared: readonly PolicyCase[] = [
  {
    says: 'ForAnyValue with IfExists on a key that is not sent',
    statements: guard({ 'ForAnyValue:StringEqualsIfExists': { 'aws:PrincipalOrgID': 'o-exampleorg' } }),
    verdict: 'works',
  },
  {
    says: 'a second that is to come',
    statements: guard({ NumericGreaterThan: { 'aws:EpochTime': '2000000000' } }),
    verdict: 'works',
  },
  {
    says: 'digest files under an encryption that CloudTrail has never used',
    statements: guard({ StringEquals: { 's3:x-amz-server-side-encryption': 'aws:kms:dsse' } }),
    delivery: { ...encrypted, digests: true },
    verdict: 'works',
  },
  {
    says: 'a day that is to come',
    statements: guard({ DateGreaterThan: { 'aws:CurrentTime': '2030-01-01T00:00:00Z' } }),
    verdict: 'works',
  },
  {
    says: 'our own addresses',
    statements: guard({ IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
    verdict: 'works',
  },
  {
    says: 'other services, by the list of their names',
    statements: guard({
      'ForAnyValue:StringEquals': { 'aws:PrincipalServiceNamesList': ['config.amazonaws.com'] },
    }),
    verdict: 'works',
  },
  {
    says: 'our own accounts, by aws:PrincipalAccount',
    statements: guard({ StringEquals: { 'aws:PrincipalAccount': account } }),
    verdict: 'works',
  },
  {
    says: 'what sets an object lock',
    statements: guard({ Null: { 's3:object-lock-mode': 'false' } }),
    verdict: 'works',
  },
  {
    says: 'an account that is no member',
    statements: [
      aclCheck,
      write,
      organizationWrite,
      denyAll(undefined, { Resource: `${bucketArn}/AWSLogs/o-exampleorg/222233334444/*` }),
    ],
    verdict: 'works',
    delivery: organization,
  },
  { says: 'plain HTTP', statements: guard({ Bool: { 'aws:SecureTransport': 'false' } }), verdict: 'works' },
  {
    says: 'old versions of TLS',
    statements: guard({ NumericLessThan: { 's3:TlsVersion': '1.2' } }),
    verdict: 'works',
  },
  {
    says: 'callers outside the organization that are no AWS service',
    statements: guard({
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-exampleorg' },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    }),
    verdict: 'works',
  },
  {
    says: 'networks outside ours that are no AWS service',
    statements: guard({
      NotIpAddressIfExists: { 'aws:SourceIp': '10.0.0.0/8' },
      Bool: { 'aws:PrincipalIsAWSService': 'false', 'aws:ViaAWSService': 'false' },
    }),
    verdict: 'works',
  },
  {
    says: 'other accounts',
    statements: guard(undefined, { Principal: { AWS: ['999999999999', 'arn:aws:iam::888888888888:root'] } }),
    verdict: 'works',
  },
  {
    says: 'everybody but CloudTrail, by NotPrincipal',
    statements: guard(undefined, { Principal: undefined, NotPrincipal: { ...service, AWS: account } }),
    verdict: 'works',
  },
  {
    says: 'deleting',
    statements: guard(undefined, { Action: ['s3:Delete*', 's3:PutBucketPolicy', 's3:PutObjectAcl'] }),
    verdict: 'works',
  },
  {
    says: 'all actions but those of CloudTrail',
    statements: guard(undefined, { Action: undefined, NotAction: ['s3:GetBucketAcl', 's3:PutObject'] }),
    verdict: 'works',
  },
  {
    says: 'another folder',
    statements: guard(undefined, { Resource: `${bucketArn}/public/*` }),
    verdict: 'works',
  },
  {
    says: 'all but the folder and the bucket',
    statements: guard(undefined, { Resource: undefined, NotResource: [bucketArn, `${bucketArn}/AWSLogs/*`] }),
    verdict: 'works',
  },
  {
    says: 'other services',
    statements: guard({ StringNotEquals: { 'aws:PrincipalServiceName': 'cloudtrail.amazonaws.com' } }),
    verdict: 'works',
  },
  {
    says: 'what is encrypted with anything but the key of the trail',
    statements: guard(
      { StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
      { Action: 's3:PutObject' },
    ),
    verdict: 'works',
    delivery: encrypted,
  },
  {
    says: 'keys of customers',
    statements: guard(
      { Null: { 's3:x-amz-server-side-encryption-customer-algorithm': 'false' } },
      { Action: 's3:PutObject', Resource: both },
    ),
    verdict: 'works',
  },
  { says: 'callers in a VPC', statements: guard({ StringLike: { 'aws:SourceVpc': '*' } }), verdict: 'works' },
  {
    says: 'trails of other accounts',
    statements: guard({ ArnNotLike: { 'aws:SourceArn': `arn:aws:cloudtrail:*:${account}:trail/*` } }),
    verdict: 'works',
  },
  {
    says: 'other letters, where letters do not count',
    statements: guard({ StringNotEqualsIgnoreCase: { 'aws:SourceArn': trailArn.toUpperCase() } }),
    verdict: 'works',
  },
  {
    says: 'people without multi-factor authentication',
    statements: guard({ Bool: { 'aws:MultiFactorAuthPresent': 'false' } }),
    verdict: 'works',
  },
];

const doubtful: readonly PolicyCase[] = [
  {
    says: 'a Deny of calls to the endpoints of other Regions, as that of the bucket is not read',
    statements: guard({ StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'an Allow under an unknown key',
    statements: withCondition({ StringEquals: { 'aws:Strange': 'x' } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'an Allow under an unknown operator',
    statements: withCondition({ StringMatches: fromTrail }),
    verdict: 'cannot-tell',
  },
  {
    says: 'a Deny under an unknown key',
    statements: guard({ StringEquals: { 'aws:Strange': 'x' } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'a Deny with a policy variable in its path',
    statements: guard(undefined, { Resource: `${bucketArn}/AWSLogs/\${aws:SourceAccount}/*` }),
    verdict: 'cannot-tell',
  },
  {
    says: 'a policy variable in another bucket',
    statements: guard(undefined, { Resource: 'arn:aws:s3:::other/${aws:SourceAccount}/*' }),
    verdict: 'works',
  },
  {
    says: 'a policy variable in a condition',
    statements: guard({ StringNotEquals: { 'aws:SourceAccount': '${aws:ResourceAccount}' } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'an Allow by the organization of the source, which is not known',
    statements: withCondition({ StringEquals: { 'aws:SourceOrgID': 'o-exampleorg' } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'a Deny by a range of addresses that may be of AWS',
    statements: guard({ NotIpAddress: { 'aws:SourceIp': '52.0.0.0/8' } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'an Allow of some Regions, for a trail of all',
    statements: inPath(`AWSLogs/${account}/CloudTrail/eu-west-1/*`),
    verdict: 'cannot-tell',
  },
  {
    says: 'a Deny of the files of one day',
    statements: guard(undefined, { Resource: `${bucketArn}/AWSLogs/${account}/CloudTrail/*/2019/*` }),
    verdict: 'cannot-tell',
  },
  {
    says: 'the former accounts of CloudTrail',
    statements: allows({
      Principal: { AWS: ['arn:aws:iam::859597730677:root', 'arn:aws:iam::903692715234:root'] },
    }),
    verdict: 'cannot-tell',
  },
  {
    says: 'a regional name of the service',
    statements: allows({ Principal: { Service: 'cloudtrail.eu-west-1.amazonaws.com' } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'an element that nobody knows',
    statements: [...documented, { ...denyAll(), Unless: 'x' }],
    verdict: 'cannot-tell',
  },
  {
    says: 'Action and NotAction at once',
    statements: [...documented, { ...denyAll(), NotAction: 's3:PutObject' }],
    verdict: 'cannot-tell',
  },
  {
    says: 'a statement without a principal',
    statements: [...documented, without(denyAll(), 'Principal')],
    verdict: 'cannot-tell',
  },
  {
    says: 'an effect that nobody knows',
    statements: [...documented, { ...denyAll(), Effect: 'deny' }],
    verdict: 'cannot-tell',
  },
  {
    says: 'values of a condition that are no texts',
    statements: guard({ StringEquals: { 'aws:SourceArn': [{ a: 1 }] } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'an ARN pattern that is cut short',
    statements: guard({ ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*' } }),
    verdict: 'cannot-tell',
  },
  {
    says: 'what is not encrypted by S3, where CloudTrail may leave that to the bucket',
    statements: guard(
      { StringNotEquals: { 's3:x-amz-server-side-encryption': 'AES256' } },
      { Action: 's3:PutObject' },
    ),
    verdict: 'cannot-tell',
  },
];

/** Bucket policies by what they are about. */
export const bucketCases = { prescribed, notAllowed, denied, spared, doubtful } as const;
