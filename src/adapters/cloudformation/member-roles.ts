import { boundaryArn } from './deploy-options.ts';
import type { Central, MemberSide } from './names.ts';
import { centralBusArn, sharedNames } from './names.ts';
import { readStatements } from './read-statements.ts';
import type { Resource, Statement, Template } from './template.ts';
import { policy, sub } from './template.ts';

/** The name of the one inline policy that each of the roles has. */
const inlinePolicy = 'trailwarden';

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

/** Operators who scan through the read role; named by the roles that their sessions have, none by default. */
function operatorsMayRead({ organization, operators }: MemberSide['config']): readonly Statement[] {
  const roles = operators?.roles ?? [];
  if (roles.length === 0) return [];
  const accounts = [...new Set(roles.map((arn) => arn.split(':')[4] ?? ''))];
  return [
    {
      Sid: 'OperatorsScan',
      Effect: 'Allow',
      Principal: { AWS: accounts.map((account) => sub(`arn:\${AWS::Partition}:iam::${account}:root`)) },
      Action: 'sts:AssumeRole',
      Condition: {
        ArnEquals: { 'aws:PrincipalArn': roles },
        ...(organization.id !== undefined && { StringEquals: { 'aws:PrincipalOrgID': organization.id } }),
      },
    },
  ];
}

function readRole(side: MemberSide): Resource {
  const { config, suffix } = side;
  const central = `arn:\${AWS::Partition}:iam::${config.mainAccountId}`;
  const { id } = config.organization;
  return role(side, {
    RoleName: config.roleName,
    Description: 'Lets Trailwarden read the state of trails and what they deliver to. It can change nothing.',
    trust: [
      {
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
      ...operatorsMayRead(config),
    ],
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
    trust: [trustOf('events.amazonaws.com')],
    may: forwardingStatements(side),
  });
}

function heartbeatRole(side: MemberSide): Resource {
  const { suffix } = side;
  return role(side, {
    RoleName: sharedNames(suffix).heartbeatRole,
    Description: "Lets Trailwarden's schedules put heartbeats on this account's own default bus.",
    trust: [trustOf('scheduler.amazonaws.com')],
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
    trust: readonly Statement[];
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
      AssumeRolePolicyDocument: policy(...trust),
      Policies: [{ PolicyName: inlinePolicy, PolicyDocument: policy(...may) }],
      ...(boundary !== undefined && { PermissionsBoundary: sub(boundaryArn(boundary)) }),
    },
  };
}
