import type { AccountId } from '#domain/values/account-id.ts';
import type { DependencyKind } from './dependency.ts';
import type { Trigger } from './trigger.ts';

/** What the detector consists of, as far as names tell. */
export interface OwnParts {
  /** The account it runs in. */
  readonly account: AccountId;
  /** Names that do not begin as those of all other parts do. */
  readonly names: readonly string[];
}

/** What the names of everything begin with that is deployed; a stack set puts a word of its own before it. */
const ownName = /^(?:StackSet-)?trailwarden/;

const kinds: ReadonlySet<DependencyKind> = new Set([
  ...(['rule', 'bus', 'function', 'event-source-mapping', 'schedule'] as const),
  ...(['queue', 'table', 'stack', 'stack-set', 'role'] as const),
]);

/** Whether a call was on a part of the detector itself. */
export function isOnOwnPart({ dependsOn }: Trigger, { names }: OwnParts): boolean {
  if (!dependsOn || !kinds.has(dependsOn.kind)) return false;
  return ownName.test(dependsOn.id) || names.includes(dependsOn.id);
}

/**
 * Whether CloudFormation made the call while it carried out a stack operation, as every deploy does. Both marks
 * are AWS's own; unlike a user agent, nobody can put them there. Whoever deletes a stack or changes a stack set by hand is not CloudFormation.
 */
export function isOrdinaryDeploy({ actor }: Trigger): boolean {
  return [actor.invokedBy, actor.sourceIp].includes('cloudformation.amazonaws.com');
}
