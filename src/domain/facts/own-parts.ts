import type { AccountId } from '#domain/values/account-id.ts';
import type { Dependency, DependencyKind } from './dependency.ts';
import { dependencyName } from './trail-dependencies.ts';
import type { Trigger } from './trigger.ts';

/** The account and the names by which the detector's own resources are recognised. */
export interface OwnParts {
  /** The account it runs in. */
  readonly account: AccountId;
  /** Names of its resources that lack the common prefix. */
  readonly names: readonly string[];
  /** Names of the rules that the running version deploys in every watched account. */
  readonly rules: readonly string[];
}

/** The prefix of the names of all deployed resources; stacks of a stack set have `StackSet-` before it. */
const ownName = /^(?:StackSet-)?trailwarden/;

const kinds: ReadonlySet<DependencyKind> = new Set([
  'rule',
  'bus',
  'function',
  'event-source-mapping',
  'schedule',
  'queue',
  'table',
  'stack',
  'stack-set',
  'role',
  'topic',
  'subscription',
  'alarm',
  'secret',
]);

// Secrets Manager appends a dash and six characters to the name in an ARN.
const isNamed = (id: string, name: string): boolean =>
  id === name || (id.startsWith(`${name}-`) && /^-\w{6}$/.test(id.slice(name.length)));

/** Whether a resource is one of the detector's own, or may be: a change set's ARN has no stack name. */
export function isOwnPart(resource: Dependency, { names }: Pick<OwnParts, 'names'>): boolean {
  if (resource.kind === 'change-set') return true;
  const { id } = dependencyName(resource);
  return kinds.has(resource.kind) && (ownName.test(id) || names.some((name) => isNamed(id, name)));
}

/** Parts whose state is read in watched accounts, so that a change that leaves them as deployed is no harm. */
const readInAccounts: ReadonlySet<DependencyKind> = new Set([
  'rule',
  'role',
  'stack',
  'stack-set',
  'change-set',
]);

/**
 * Roles of ours, of any stage, that are read nowhere: that heartbeats have ended shows after three intervals only. The
 * forwarding role is read by every look, and what the read role lacks is refused to it.
 */
const unreadRole = /^trailwarden-heartbeat/;

/** Whether the state of a part shows, in a watched account, what a call on it has changed. */
function isReadInAccounts({ kind, id }: Dependency): boolean {
  return readInAccounts.has(kind) && !(kind === 'role' && unreadRole.test(dependencyName({ kind, id }).id));
}

/** Calls that no deployment of ours makes, and that end a part at once. */
const ending: ReadonlySet<string> = new Set([
  'DisableRule',
  'DeleteStack',
  'DeleteStackInstances',
  'DeleteStackSet',
  'DeleteEventBus',
  'DeleteTable',
  'DeleteSchedule',
  'PurgeQueue',
  'DisableAlarmActions',
]);
/** Calls that end a part of every account, if the running version has a rule of that name. */
const endingRules: ReadonlySet<string> = new Set(['DeleteRule', 'RemoveTargets']);

function isSwitchedOff({ requested = {} }: Trigger): boolean {
  const { state, enabled, reservedConcurrentExecutions } = requested;
  return state === 'DISABLED' || String(enabled) === 'false' || reservedConcurrentExecutions === 0;
}

function endsPart(trigger: Trigger, { rules }: OwnParts): boolean {
  const { eventName, dependsOn } = trigger;
  if (ending.has(eventName) || isSwitchedOff(trigger)) return true;
  return endingRules.has(eventName) && dependsOn !== undefined && rules.includes(dependsOn.id);
}

/**
 * Whether CloudFormation made the call during a stack operation. AWS sets both fields; unlike the user agent, a caller
 * cannot forge them. It excuses nothing that can be read again or that ends a part: an account's administrator can
 * have CloudFormation make any call.
 */
function isByCloudFormation({ actor }: Trigger): boolean {
  return [actor.invokedBy, actor.sourceIp].includes('cloudformation.amazonaws.com');
}

/** Stands for the name of a call that is not known: a look at the centre found one of its rules changed. */
export const foundAtLook = 'FoundChanged';

/** What follows from a call on the detector's own parts. */
export interface OwnChange {
  /** It is told from the call alone, at once. */
  readonly tell: boolean;
  /** The parts of the account are read again after 60 and 300 s. */
  readonly readAgain: boolean;
}

/** What follows from a successful call on one of the detector's own parts, for every caller. */
export function ownChangeOf(trigger: Trigger, own: OwnParts): OwnChange {
  const { dependsOn } = trigger;
  const kind = dependsOn?.kind;
  const readAgain = dependsOn !== undefined && isReadInAccounts(dependsOn);
  if (endsPart(trigger, own)) return { tell: true, readAgain };
  // A stack of the centre is updated in every deployment, and what is changed by it is a call of its own.
  const excused = isByCloudFormation(trigger) || kind === 'stack' || kind === 'change-set';
  const central = trigger.accountId === own.account;
  return { tell: !excused && (central || !readAgain), readAgain };
}
