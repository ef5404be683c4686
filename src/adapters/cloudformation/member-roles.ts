import { boundaryArn } from './deploy-options.ts';
import type { Central, MemberSide } from './names.ts';
import { centralBusArn, sharedNames } from './names.ts';
import type { Resource, Statement, Template } from './template.ts';
import { policy, sub } from './template.ts';

/** The name of the one inline policy that each of the roles has. */
const inlinePolicy = 'trailwarden';

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

/** The template with the read, forwarding and heartbeat roles; deployed once per watched account. */
export function memberRoles(side: MemberSide): Template {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Trailwarden in a watched account: its roles. Deploy once per account, before the rules.',
    Resources: {
      ReadRole: readRole(side),
      ForwardingRole: forwardingRole(side),
      HeartbeatRole: heartbeatRole(side),
    },
  };
}

function readRole(side: MemberSide): Resource {
  const { config, suffix } = side;
  const central = `arn:\${AWS::Partition}:iam::${config.mainAccountId}`;
  const { id } = config.organization;
  return role(side, {
    RoleName: config.roleName,
    Description: 'Lets Trailwarden read the state of trails and what they deliver to. It can change nothing.',
    trust: {
      Sid: 'TrailwardenReads',
      Effect: 'Allow',
      Principal: { AWS: sub(`${central}:root`) },
      Action: 'sts:AssumeRole',
      Condition: {
        ArnEquals: {
          'aws:PrincipalArn': sharedNames(suffix).readers.map((name) => sub(`${central}:role/${name}`)),
        },
        ...(id !== undefined && { StringEquals: { 'aws:PrincipalOrgID': id } }),
      },
    },
    may: readStatements(suffix),
  });
}

function sendTo(bus: unknown): Statement {
  return { Sid: 'SendToTheCentralBus', Effect: 'Allow', Action: 'events:PutEvents', Resource: bus };
}

/** The statements of the members' forwarding role: put events on the central bus, nothing else. */
export function forwardingStatements(side: Central): readonly Statement[] {
  return [sendTo(sub(centralBusArn(side)))];
}

/** The forwarding role as IAM returns it in a watched account, whose id stands as `${AWS::AccountId}`. */
export function forwardingRoleDocuments(bus: string, boundary: string | undefined) {
  return {
    ...(boundary !== undefined && {
      boundary: boundaryArn(boundary).replace('${AWS::Partition}', bus.split(':')[1] ?? 'aws'),
    }),
    trust: policy(trustOf('events.amazonaws.com', '${AWS::AccountId}')),
    policies: { [inlinePolicy]: policy(sendTo(bus)) },
    attached: [],
  };
}

function forwardingRole(side: MemberSide): Resource {
  return role(side, {
    RoleName: sharedNames(side.suffix).forwardingRole,
    Description: "Lets Trailwarden's rules send events to the central bus.",
    trust: trustOf('events.amazonaws.com'),
    may: forwardingStatements(side),
  });
}

function heartbeatRole(side: MemberSide): Resource {
  const { suffix } = side;
  return role(side, {
    RoleName: sharedNames(suffix).heartbeatRole,
    Description: "Lets Trailwarden's schedules put heartbeats on this account's own default bus.",
    trust: trustOf('scheduler.amazonaws.com'),
    may: [
      {
        Sid: 'PutHeartbeats',
        Effect: 'Allow',
        Action: 'events:PutEvents',
        Resource: sub('arn:${AWS::Partition}:events:*:${AWS::AccountId}:event-bus/default'),
      },
    ],
  });
}

/** Trusts `service` only on behalf of this account (confused deputy, IAM User Guide). */
function trustOf(service: string, account: unknown = { Ref: 'AWS::AccountId' }): Statement {
  return {
    Sid: 'OnlyForThisAccount',
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': account } },
  };
}

function role(
  { config: { deployment } }: MemberSide,
  parts: {
    RoleName: string;
    Description: string;
    trust: Statement;
    may: readonly Statement[];
  },
): Resource {
  const { RoleName, Description, trust, may } = parts;
  const { boundary } = deployment;
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName,
      Description,
      AssumeRolePolicyDocument: policy(trust),
      Policies: [{ PolicyName: inlinePolicy, PolicyDocument: policy(...may) }],
      ...(boundary !== undefined && { PermissionsBoundary: sub(boundaryArn(boundary)) }),
    },
  };
}
