import type { MemberSide } from './names.ts';
import { sharedNames } from './names.ts';
import type { Statement } from './template.ts';
import { policy } from './template.ts';

/** A service control policy has at most so many characters (AWS Organizations quotas). */
export const longestPolicy = 5120;

const roleChanges = [
  'iam:AttachRolePolicy',
  'iam:DeleteRole',
  'iam:DeleteRolePermissionsBoundary',
  'iam:DeleteRolePolicy',
  'iam:DetachRolePolicy',
  'iam:PutRolePermissionsBoundary',
  'iam:PutRolePolicy',
  'iam:UpdateAssumeRolePolicy',
  'iam:UpdateRole',
];

const partChanges = [
  'cloudformation:CancelUpdateStack',
  'cloudformation:CreateChangeSet',
  'cloudformation:DeleteStack',
  'cloudformation:ExecuteChangeSet',
  'cloudformation:SetStackPolicy',
  'cloudformation:UpdateStack',
  'events:DeleteRule',
  'events:DisableRule',
  'events:PutRule',
  'events:PutTargets',
  'events:RemoveTargets',
  'scheduler:DeleteSchedule',
  'scheduler:UpdateSchedule',
  'sqs:AddPermission',
  'sqs:DeleteQueue',
  'sqs:PurgeQueue',
  'sqs:SetQueueAttributes',
];

/** The execution role of service-managed stack sets (CloudFormation User Guide); its name ends in a hash. */
const stackSetsRole = 'role/stacksets-exec-*';

/** The roles, rules, schedule, queue and stacks of the member side, in any Region. Policies know no partition by name. */
function partsOf({ config, suffix }: MemberSide): readonly string[] {
  const names = sharedNames(suffix);
  const stacks = [names.rolesStackSet, names.rulesStackSet];
  return [
    ...[config.roleName, names.forwardingRole, names.heartbeatRole].map(
      (name) => `arn:*:iam::*:role/${name}`,
    ),
    `arn:*:events:*:*:rule/${names.rulePrefix}*`,
    `arn:*:scheduler:*:*:schedule/*/${names.heartbeatSchedule}`,
    `arn:*:sqs:*:*:${names.deadLetters}`,
    ...stacks.flatMap((name) => [
      `arn:*:cloudformation:*:*:stack/${name}/*`,
      `arn:*:cloudformation:*:*:stack/StackSet-${name}-*`,
    ]),
  ];
}

/** Denies every principal of member accounts to stop the trails that the management account owns. */
function trailsOf(management: string): Statement {
  return {
    Sid: 'OrganizationTrailsStay',
    Effect: 'Deny',
    Action: ['DeleteTrail', 'PutEventSelectors', 'StopLogging', 'UpdateTrail'].map(
      (name) => `cloudtrail:${name}`,
    ),
    Resource: `arn:*:cloudtrail:*:${management}:trail/*`,
  };
}

/**
 * The service control policy for watched accounts: only stack sets, and the roles in `deployers`, may change the parts
 * of Trailwarden there; the execution role of stack sets cannot be imitated; organization trails stay; no account leaves
 * the organization. It grants nothing, and does not apply to the management account or to service-linked roles.
 */
export function protectingPolicy(side: MemberSide, deployers: readonly string[]) {
  const { managementAccountId } = side.config.organization;
  return policy(
    {
      Sid: 'OnlyTheDeploymentChangesTrailwarden',
      Effect: 'Deny',
      Action: [...partChanges, ...roleChanges],
      Resource: partsOf(side),
      Condition: { ArnNotLike: { 'aws:PrincipalArn': [`arn:*:iam::*:${stackSetsRole}`, ...deployers] } },
    },
    {
      // AWS makes this role through a service-linked role, which service control policies do not restrict.
      Sid: 'NoRolePosesAsTheDeployment',
      Effect: 'Deny',
      Action: ['iam:CreateRole', ...roleChanges],
      Resource: `arn:*:iam::*:${stackSetsRole}`,
    },
    ...(managementAccountId === undefined ? [] : [trailsOf(managementAccountId)]),
    {
      // Knows no resources.
      Sid: 'NoAccountLeaves',
      Effect: 'Deny',
      Action: 'organizations:LeaveOrganization',
      Resource: '*',
    },
  );
}
