import type { AccountId } from '#domain/values/account-id.ts';
import type { DependencyKind } from './dependency.ts';
import type { Trigger } from './trigger.ts';

/** The account and the names by which the detector's own resources are recognised. */
export interface OwnParts {
  /** The account it runs in. */
  readonly account: AccountId;
  /** Names of its resources that lack the common prefix. */
  readonly names: readonly string[];
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
]);

/** Whether a call was made on one of the detector's own resources. */
export function isOnOwnPart({ dependsOn }: Trigger, { names }: OwnParts): boolean {
  if (!dependsOn || !kinds.has(dependsOn.kind)) return false;
  return ownName.test(dependsOn.id) || names.includes(dependsOn.id);
}

/**
 * Whether CloudFormation made the call during a stack operation, as it does in every deployment. AWS sets both fields;
 * unlike the user agent, a caller cannot forge them. A call that deletes a stack or changes a stack set is recorded
 * with its caller, not with CloudFormation.
 */
export function isOrdinaryDeploy({ actor }: Trigger): boolean {
  return [actor.invokedBy, actor.sourceIp].includes('cloudformation.amazonaws.com');
}
