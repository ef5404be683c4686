import type { Central, MemberSide } from './names.ts';
import { centralBusArn, sharedNames } from './names.ts';
import type { Resource, Statement, Template } from './template.ts';
import { policy, sub } from './template.ts';

const everywhere: readonly Statement[] = [
  {
    // Listing and looking up know no resources (Service Authorization Reference, CloudTrail and Account Management).
    Sid: 'FindTrailsAndRegions',
    Effect: 'Allow',
    Action: [
      'cloudtrail:DescribeTrails',
      'cloudtrail:LookupEvents',
      'cloudtrail:ListEventDataStores',
      'account:ListRegions',
    ],
    Resource: '*',
  },
  {
    Sid: 'ReadTrails',
    Effect: 'Allow',
    Action: ['cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    // Any account: an organization trail carries the id of the management account.
    Resource: sub('arn:${AWS::Partition}:cloudtrail:*:*:trail/*'),
  },
  {
    // Settings only: no query, and no event.
    Sid: 'ReadEventDataStores',
    Effect: 'Allow',
    Action: 'cloudtrail:GetEventDataStore',
    Resource: sub('arn:${AWS::Partition}:cloudtrail:*:${AWS::AccountId}:eventdatastore/*'),
  },
  {
    // Neither knows resources (Service Authorization Reference, EventBridge).
    Sid: 'FindForwardingRules',
    Effect: 'Allow',
    Action: ['events:ListRules', 'events:ListRuleNamesByTarget'],
    Resource: '*',
  },
  {
    // Knows no resources; whose bucket it is, its owner's own list alone tells, whatever the bucket's policy says.
    Sid: 'FindBuckets',
    Effect: 'Allow',
    Action: 's3:ListAllMyBuckets',
    Resource: '*',
  },
  {
    // Settings only: no object, and no list of objects.
    Sid: 'ReadBuckets',
    Effect: 'Allow',
    Action: ['s3:GetBucketPolicy', 's3:GetLifecycleConfiguration', 's3:GetBucketVersioning'],
    Resource: sub('arn:${AWS::Partition}:s3:::*'),
  },
  {
    Sid: 'ReadKeys',
    Effect: 'Allow',
    Action: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
    Resource: sub('arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*'),
  },
];

/** Our rules by what their names begin with, whatever the stage, in any Region. */
const readForwardingRules: Statement = {
  Sid: 'ReadForwardingRules',
  Effect: 'Allow',
  Action: 'events:ListTargetsByRule',
  Resource: sub(`arn:\${AWS::Partition}:events:*:\${AWS::AccountId}:rule/${sharedNames('').rulePrefix}*`),
};

/** One queue by its name in any Region, because the role is global. */
function countDeadLetters(suffix: string): Statement {
  return {
    Sid: 'CountDeadLetters',
    Effect: 'Allow',
    Action: 'sqs:GetQueueAttributes',
    Resource: sub(`arn:\${AWS::Partition}:sqs:*:\${AWS::AccountId}:${sharedNames(suffix).deadLetters}`),
  };
}

/** What Trailwarden reads in a watched account: these actions, and none that changes anything. */
export function readStatements(suffix: string): readonly Statement[] {
  return [...everywhere, readForwardingRules, countDeadLetters(suffix)];
}

/** The template with the three roles that every watched account needs, deployed once per account. */
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

function readRole({ config, suffix }: MemberSide): Resource {
  const central = `arn:\${AWS::Partition}:iam::${config.mainAccountId}`;
  const { id } = config.organization;
  return role({
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

/** What the members' rules may do: send to the central bus, and nothing else. */
export function forwardingStatements(side: Central): readonly Statement[] {
  return [
    {
      Sid: 'SendToTheCentralBus',
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: sub(centralBusArn(side)),
    },
  ];
}

function forwardingRole(side: MemberSide): Resource {
  return role({
    RoleName: sharedNames(side.suffix).forwardingRole,
    Description: "Lets Trailwarden's rules send events to the central bus.",
    trust: trustOf('events.amazonaws.com'),
    may: forwardingStatements(side),
  });
}

function heartbeatRole({ suffix }: MemberSide): Resource {
  return role({
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

/** Only for what this account itself has set up in that service (confused deputy, IAM User Guide). */
function trustOf(service: string): Statement {
  return {
    Sid: 'OnlyForThisAccount',
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
  };
}

function role(parts: {
  RoleName: string;
  Description: string;
  trust: Statement;
  may: readonly Statement[];
}): Resource {
  const { RoleName, Description, trust, may } = parts;
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      RoleName,
      Description,
      AssumeRolePolicyDocument: policy(trust),
      Policies: [{ PolicyName: 'trailwarden', PolicyDocument: policy(...may) }],
    },
  };
}
