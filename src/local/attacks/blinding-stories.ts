import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import {
  CreateChangeSetCommand,
  DeleteStackCommand,
  ExecuteChangeSetCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import {
  DeleteTrailCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  DeleteRuleCommand,
  DisableRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import {
  AttachRolePolicyCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import type { OrganizationsClient } from '@aws-sdk/client-organizations';
import { AttachPolicyCommand, MoveAccountCommand } from '@aws-sdk/client-organizations';
import { sharedNames } from '#adapters/cloudformation/names.ts';
import { centralAccount, readRoleName } from '#local/rehearsal/documents.ts';
import type { RuleId } from '#domain/findings/rule-id.ts';
import { deployedIn } from '#local/rehearsal/member-rules.ts';
import type { Blinding } from './attack.ts';
import { home } from './people.ts';

/** Clients of an administrator of one account, and of the management account. */
export interface Tools {
  readonly account: string;
  readonly trails: CloudTrailClient;
  readonly events: EventBridgeClient;
  readonly eventsInVirginia: EventBridgeClient;
  readonly roles: IAMClient;
  readonly stacks: CloudFormationClient;
  readonly stacksInVirginia: CloudFormationClient;
  readonly organizations: OrganizationsClient;
}

/** A two-step attack: the guard first, then the trail. */
export interface BlindingStory extends Blinding {
  readonly blind: (tools: Tools) => Promise<unknown>;
  readonly deed?: (tools: Tools) => Promise<unknown>;
  /** Rules of which one tells of the guard, and of which one tells of the trail. */
  readonly guard: readonly RuleId[];
  readonly trail: readonly RuleId[];
}

const suffix = '-dev';
const names = sharedNames(suffix);
const cloudtrail = names.rule('cloudtrail');
const ownNames = names.rule('events-own-name');
const ownTargets = names.rule('events-own-rule');
const main = { Name: 'main' };
const bus = `arn:aws:events:${home}:${centralAccount}:event-bus/${names.bus}`;
const everything = (Effect: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect, Action: '*', Resource: '*' }] });
const noTrust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }],
});
const listingOnly = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['cloudtrail:DescribeTrails', 'account:ListRegions'], Resource: '*' },
  ],
});

const stop = ({ trails }: Tools) => trails.send(new StopLoggingCommand(main));
const remove = ({ trails }: Tools) => trails.send(new DeleteTrailCommand(main));
const deselect = ({ trails }: Tools) =>
  trails.send(
    new PutEventSelectorsCommand({
      TrailName: 'main',
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false, DataResources: [] }],
    }),
  );
const redirect = ({ trails }: Tools) =>
  trails.send(new UpdateTrailCommand({ ...main, S3BucketName: 'of-a-stranger' }));

const disable = ({ events }: Pick<Tools, 'events'>, ...rules: readonly string[]) =>
  Promise.all(rules.map((Name) => events.send(new DisableRuleCommand({ Name }))));
const target = (account: string, change: object) => ({
  Id: 'central-bus',
  Arn: bus,
  RoleArn: `arn:aws:iam::${account}:role/${names.forwardingRole}`,
  ...change,
});
const retarget = async ({ events, account }: Tools, Rule: string, change: object) =>
  events.send(new PutTargetsCommand({ Rule, Targets: [target(account, change)] }));

/** The rules template with every rule disabled, as an administrator would write it. */
function disabledTemplate(account: string): string {
  const all = deployedIn(home, account).map(({ name, pattern, targets }, index) => {
    const own = {
      Name: name,
      EventPattern: JSON.parse(pattern) as object,
      State: 'DISABLED',
      Targets: targets,
    };
    return [`Rule${index}`, { Type: 'AWS::Events::Rule', Properties: own }] as const;
  });
  return JSON.stringify({ Resources: Object.fromEntries<object>(all) });
}

const stopped: Pick<BlindingStory, 'deed' | 'trail' | 'then'> = {
  then: 'StopLogging',
  deed: stop,
  trail: ['logging-stopped', 'unreadable'],
};
const deleted: Pick<BlindingStory, 'deed' | 'trail' | 'then'> = {
  then: 'DeleteTrail',
  deed: remove,
  trail: ['trail-gone', 'unreadable'],
};
const unselected: Pick<BlindingStory, 'deed' | 'trail' | 'then'> = {
  then: 'PutEventSelectors',
  deed: deselect,
  trail: ['management-events-unrecorded'],
};
const redirected: Pick<BlindingStory, 'deed' | 'trail' | 'then'> = {
  then: 'UpdateTrail (S3BucketName)',
  deed: redirect,
  trail: ['redirected'],
};
const hour = { toldBy: 'the hourly look', within: 'hour' } as const;
const rulesWrong: Pick<BlindingStory, 'guard'> = { guard: ['events-not-forwarded'] };
const ofRole = (RoleName: string) => ({ RoleName });
const forwarding = ofRole(names.forwardingRole);
const reading = ofRole(readRoleName);

/** Changes of the forwarding role's and of the read role's rights, as far as they are alike. */
const onRoles: readonly {
  readonly what: string;
  readonly calls: string;
  readonly change: (tools: Tools, role: { RoleName: string }) => Promise<unknown>;
}[] = [
  {
    what: 'loses its policy',
    calls: 'DeleteRolePolicy',
    change: ({ roles }, role) =>
      roles.send(new DeleteRolePolicyCommand({ ...role, PolicyName: 'trailwarden' })),
  },
  {
    what: 'gets a policy that denies everything',
    calls: 'PutRolePolicy',
    change: ({ roles }, role) =>
      roles.send(
        new PutRolePolicyCommand({ ...role, PolicyName: 'extra', PolicyDocument: everything('Deny') }),
      ),
  },
  {
    what: 'gets a managed policy that denies everything',
    calls: 'AttachRolePolicy',
    change: ({ roles, account }, role) =>
      roles.send(
        new AttachRolePolicyCommand({ ...role, PolicyArn: `arn:aws:iam::${account}:policy/deny-all` }),
      ),
  },
  {
    what: 'gets a permissions boundary',
    calls: 'PutRolePermissionsBoundary',
    change: ({ roles, account }, role) =>
      roles.send(
        new PutRolePermissionsBoundaryCommand({
          ...role,
          PermissionsBoundary: `arn:aws:iam::${account}:policy/nothing`,
        }),
      ),
  },
  {
    what: 'trusts no principal any more',
    calls: 'UpdateAssumeRolePolicy',
    change: ({ roles }, role) =>
      roles.send(new UpdateAssumeRolePolicyCommand({ ...role, PolicyDocument: noTrust })),
  },
  {
    what: 'is deleted',
    calls: 'DeleteRole',
    change: ({ roles }, role) => roles.send(new DeleteRoleCommand(role)),
  },
];
const reread = { toldBy: 'the event, after two reads of the parts', within: 'minutes' } as const;

/** The attacks, each in an account of its own. */
export const blindingStories: readonly BlindingStory[] = [
  {
    title: 'The rule for trails is disabled, after the rule that reports it',
    calls: 'DisableRule, DisableRule',
    blind: (tools) => disable(tools, ownNames, cloudtrail),
    ...hour,
    ...rulesWrong,
    ...stopped,
  },
  {
    title: 'Only the rule for trails is disabled',
    calls: 'DisableRule',
    blind: (tools) => disable(tools, cloudtrail),
    toldBy: 'the event',
    within: 'seconds',
    guard: ['detector-changed'],
    ...stopped,
  },
  {
    title: 'Every rule of the Region is disabled',
    calls: 'DisableRule for each rule',
    blind: async (tools) => {
      await disable(tools, ownNames, ownTargets, cloudtrail);
      await disable(tools, names.rule('s3'), names.rule('kms'), names.rule('heartbeat'));
    },
    ...hour,
    ...rulesWrong,
    ...redirected,
  },
  {
    title: 'The rule for trails is deleted, after the rules that report it',
    calls: 'DisableRule, RemoveTargets, DeleteRule',
    blind: async (tools) => {
      await disable(tools, ownNames, ownTargets);
      const { events } = tools;
      await events.send(new RemoveTargetsCommand({ Rule: cloudtrail, Ids: ['central-bus'] }));
      await events.send(new DeleteRuleCommand({ Name: cloudtrail }));
    },
    ...hour,
    ...rulesWrong,
    ...deleted,
  },
  {
    title: 'The target of the rule for trails is removed',
    calls: 'RemoveTargets',
    blind: ({ events }) => events.send(new RemoveTargetsCommand({ Rule: cloudtrail, Ids: ['central-bus'] })),
    toldBy: 'the event',
    within: 'seconds',
    guard: ['detector-changed'],
    ...unselected,
  },
  {
    title: 'The pattern of the rule for trails is made to match nothing, after the rule that reports it',
    calls: 'DisableRule, PutRule',
    blind: async (tools) => {
      await disable(tools, ownNames);
      await tools.events.send(
        new PutRuleCommand({ Name: cloudtrail, EventPattern: JSON.stringify({ source: ['aws.nothing'] }) }),
      );
    },
    ...hour,
    ...rulesWrong,
    ...unselected,
  },
  {
    title: 'The pattern of the rule for trails is made to match nothing',
    calls: 'PutRule',
    blind: ({ events }) =>
      events.send(
        new PutRuleCommand({ Name: cloudtrail, EventPattern: JSON.stringify({ source: ['aws.nothing'] }) }),
      ),
    ...reread,
    ...rulesWrong,
    ...stopped,
  },
  {
    title: 'The rule for trails sends under a powerless role, after the rule that reports it',
    calls: 'PutTargets, PutTargets',
    blind: async (tools) => {
      const RoleArn = `arn:aws:iam::${tools.account}:role/powerless`;
      await retarget(tools, ownTargets, { RoleArn });
      await retarget(tools, cloudtrail, { RoleArn });
    },
    ...hour,
    ...rulesWrong,
    ...redirected,
  },
  {
    title: 'The rule for trails sends to a bus of the attacker, after the rule that reports it',
    calls: 'PutTargets, PutTargets',
    blind: async (tools) => {
      const Arn = `arn:aws:events:${home}:999999999999:event-bus/mine`;
      await retarget(tools, ownTargets, { Arn });
      await retarget(tools, cloudtrail, { Arn });
    },
    ...hour,
    ...rulesWrong,
    ...deleted,
  },
  {
    title: 'The stack of the rules is deleted',
    calls: 'DeleteStack',
    blind: ({ stacks }) => stacks.send(new DeleteStackCommand({ StackName: names.rulesStackSet })),
    ...hour,
    ...rulesWrong,
    ...stopped,
  },
  {
    title: 'The stack of the rules is deleted by its ARN, as the console does it',
    calls: 'DeleteStack',
    blind: ({ stacks, account }) =>
      stacks.send(
        new DeleteStackCommand({
          StackName: `arn:aws:cloudformation:${home}:${account}:stack/StackSet-${names.rulesStackSet}-0a1b2c3d/1`,
        }),
      ),
    ...hour,
    ...rulesWrong,
    ...deleted,
  },
  {
    title: 'The stack of the rules is updated: all of them disabled',
    calls: 'UpdateStack',
    blind: ({ stacks, account }) =>
      stacks.send(
        new UpdateStackCommand({ StackName: names.rulesStackSet, TemplateBody: disabledTemplate(account) }),
      ),
    ...hour,
    ...rulesWrong,
    ...stopped,
  },
  {
    title: 'The same by a change set, which is executed by its ARN',
    calls: 'CreateChangeSet, ExecuteChangeSet',
    blind: async ({ stacks, account }) => {
      const { Id: ChangeSetName } = await stacks.send(
        new CreateChangeSetCommand({
          StackName: names.rulesStackSet,
          ChangeSetName: 'harmless',
          TemplateBody: disabledTemplate(account),
        }),
      );
      await stacks.send(new ExecuteChangeSetCommand({ ChangeSetName }));
    },
    ...hour,
    ...rulesWrong,
    ...unselected,
  },
  {
    title: 'The stack of the roles is deleted',
    calls: 'DeleteStack',
    blind: ({ stacks }) => stacks.send(new DeleteStackCommand({ StackName: names.rolesStackSet })),
    ...hour,
    guard: ['access-lost'],
    ...stopped,
    trail: [],
  },
  ...onRoles.map(({ what, calls, change }): BlindingStory => ({
    title: `The forwarding role ${what}`,
    calls,
    blind: (tools) => change(tools, forwarding),
    ...hour,
    ...rulesWrong,
    ...stopped,
  })),
  ...onRoles.map(({ what, calls, change }): BlindingStory => ({
    title: `The read role ${what}`,
    calls,
    blind: (tools) => change(tools, reading),
    ...reread,
    guard: ['access-lost'],
    ...stopped,
  })),
  {
    title: 'The read role may list trails only',
    calls: 'PutRolePolicy',
    blind: ({ roles }) =>
      roles.send(
        new PutRolePolicyCommand({ ...reading, PolicyName: 'trailwarden', PolicyDocument: listingOnly }),
      ),
    ...reread,
    guard: ['access-lost', 'events-not-forwarded'],
    ...deleted,
  },
  {
    title: 'A service control policy denies the account everything',
    calls: 'AttachPolicy, in the management account',
    blind: ({ organizations, account }) =>
      organizations.send(new AttachPolicyCommand({ PolicyId: 'p-12345678', TargetId: account })),
    ...hour,
    guard: ['access-lost'],
    then: 'nothing: the policy stops the attacker as well',
    trail: [],
  },
  {
    title: 'The account is moved out of the unit of the stack sets, which take rules and roles along',
    calls: 'MoveAccount, in the management account',
    blind: ({ organizations, account }) =>
      organizations.send(
        new MoveAccountCommand({
          AccountId: account,
          SourceParentId: 'ou-abcd-11111111',
          DestinationParentId: 'ou-abcd-22222222',
        }),
      ),
    ...hour,
    guard: ['access-lost'],
    ...stopped,
    trail: [],
  },
];
