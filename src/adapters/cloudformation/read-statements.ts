import { sharedNames } from './names.ts';
import type { Statement } from './template.ts';
import { sub } from './template.ts';

const everywhere: readonly Statement[] = [
  {
    // These actions support no resources (Service Authorization Reference, CloudTrail and Account Management).
    Sid: 'FindTrailsAndRegions',
    Effect: 'Allow',
    Action: [
      'cloudtrail:DescribeTrails',
      'cloudtrail:LookupEvents',
      'cloudtrail:ListEventDataStores',
      'cloudtrail:ListChannels',
      'account:ListRegions',
    ],
    Resource: '*',
  },
  {
    Sid: 'ReadTrails',
    Effect: 'Allow',
    Action: ['cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    // Any account: the ARN of an organization trail contains the id of the management account.
    Resource: sub('arn:${AWS::Partition}:cloudtrail:*:*:trail/*'),
  },
  {
    // What AWS records without a trail.
    Sid: 'ReadChannels',
    Effect: 'Allow',
    Action: 'cloudtrail:GetChannel',
    Resource: sub('arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:channel/*'),
  },
  {
    // Settings only: no queries and no events.
    Sid: 'ReadEventDataStores',
    Effect: 'Allow',
    Action: 'cloudtrail:GetEventDataStore',
    Resource: sub('arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:eventdatastore/*'),
  },
  {
    // Both support no resources (Service Authorization Reference, EventBridge).
    Sid: 'FindForwardingRules',
    Effect: 'Allow',
    Action: ['events:ListRules', 'events:ListRuleNamesByTarget'],
    Resource: '*',
  },
  {
    // Supports no resources. The owner's list of buckets is the only proof of ownership, whatever the bucket policy says.
    Sid: 'FindBuckets',
    Effect: 'Allow',
    Action: 's3:ListAllMyBuckets',
    Resource: '*',
  },
  {
    // Settings only: no objects and no lists of objects.
    Sid: 'ReadBuckets',
    Effect: 'Allow',
    Action: ['s3:GetBucketPolicy', 's3:GetLifecycleConfiguration', 's3:GetBucketVersioning'],
    Resource: sub('arn:${AWS::Partition}:s3:::*'),
  },
  {
    // Which roles a managed policy decides for; the policies themselves are not read.
    Sid: 'FindRolesOfPolicies',
    Effect: 'Allow',
    Action: 'iam:ListEntitiesForPolicy',
    Resource: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:policy/*'),
  },
  {
    Sid: 'ReadKeys',
    Effect: 'Allow',
    Action: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
    Resource: sub('arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*'),
  },
];

/** What a person's scan reads: trails and what they deliver to, none of Trailwarden's own parts and no events. */
export const scanStatements: readonly Statement[] = everywhere
  .filter(({ Sid }) => !['FindForwardingRules', 'FindRolesOfPolicies'].includes(Sid))
  .map((one) =>
    one.Sid === 'FindTrailsAndRegions'
      ? { ...one, Action: [one.Action].flat().filter((action) => action !== 'cloudtrail:LookupEvents') }
      : one,
  );

/** Trailwarden's rules by name prefix, of every stage and in any Region. */
const readForwardingRules: Statement = {
  Sid: 'ReadForwardingRules',
  Effect: 'Allow',
  Action: 'events:ListTargetsByRule',
  Resource: sub(`arn:\${AWS::Partition}:events:*:\${AWS::AccountId}:rule/${sharedNames('').rulePrefix}*`),
};

/** The dead-letter queue by name in any Region, because the role is global. */
function countDeadLetters(suffix: string): Statement {
  return {
    Sid: 'CountDeadLetters',
    Effect: 'Allow',
    Action: 'sqs:GetQueueAttributes',
    Resource: sub(`arn:\${AWS::Partition}:sqs:*:\${AWS::AccountId}:${sharedNames(suffix).deadLetters}`),
  };
}

/** The forwarding role by name: an hourly look shows whether it may still send. */
function readForwardingRole(suffix: string): Statement {
  return {
    Sid: 'ReadForwardingRole',
    Effect: 'Allow',
    Action: ['iam:GetRole', 'iam:GetRolePolicy', 'iam:ListRolePolicies', 'iam:ListAttachedRolePolicies'],
    Resource: sub(
      `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${sharedNames(suffix).forwardingRole}`,
    ),
  };
}

/** The statements of the read role in a watched account: read actions only. */
export function readStatements(suffix: string): readonly Statement[] {
  return [...everywhere, readForwardingRules, readForwardingRole(suffix), countDeadLetters(suffix)];
}
