import { forwardedPatterns } from '#adapters/cloudformation/member-rules.ts';
import { sharedNames, suffixOf } from '#adapters/cloudformation/names.ts';
import { matchesEvent } from '#simulators/aws-cloud/pattern.ts';
import type { EventRule, EventTarget } from '#simulators/organization/forwarding.ts';
import type { BusEvent } from '#simulators/wire.ts';
import { centralAccount } from './documents.ts';

const forwarded = forwardedPatterns();
/** Packages are made for the stage dev. */
const names = sharedNames(suffixOf('dev'));

/** The name of the central bus. */
export const busName = names.bus;
/** The name of the role that the members' rules send under. */
export const forwardingRole = names.forwardingRole;
/** The name of the members' dead-letter queues. */
export const deadLetters = names.deadLetters;
/** The prefix of the names of the members' rules. */
export const rulePrefix = names.rulePrefix;
/** The stacks that hold the deployed parts of an account. */
export const stacks = { roles: names.rolesStackSet, rules: names.rulesStackSet };

/** The ARN of the central bus. */
export const centralBus = `arn:aws:events:eu-west-1:${centralAccount}:event-bus/${busName}`;
const deployed = forwarded.map(({ name, pattern, onlyIn }) => ({
  name: names.rule(name),
  pattern: JSON.stringify(pattern),
  onlyIn,
}));
/** Whether the members' forwarding rules, as they are deployed, forward an event. */
export function isForwarded(event: BusEvent): boolean {
  return forwarded.some(({ pattern }) => matchesEvent(pattern, event));
}

/**
 * Whether the rules of an account and Region carry an event on, as they are when it arrives: enabled, with the central
 * bus as a target. The role of the target is asked where the rehearsal delivers.
 */
export function isCarried(rules: readonly EventRule[], event: BusEvent): boolean {
  const sender = `arn:aws:iam::${event.account}:role/${forwardingRole}`;
  return rules
    .filter(({ state, pattern }) => state === 'ENABLED' && matchesEvent(parsedPattern(pattern), event))
    .flatMap(({ targets }) => targets)
    .some(({ Arn, RoleArn }) => Arn === centralBus && RoleArn === sender);
}

const patterns = new Map<string, object>();
function parsedPattern(text: string): object {
  const known = patterns.get(text) ?? (JSON.parse(text) as object);
  patterns.set(text, known);
  return known;
}

/** The rules and queues of the member template in every account of a rehearsal. */
export function deployedIn(region: string, account: string): readonly EventRule[] {
  const target: EventTarget = {
    Id: 'central-bus',
    Arn: centralBus,
    RoleArn: `arn:aws:iam::${account}:role/${forwardingRole}`,
    DeadLetterConfig: { Arn: `arn:aws:sqs:${region}:${account}:${deadLetters}` },
  };
  return deployed
    .filter(({ onlyIn }) => onlyIn === undefined || onlyIn === region)
    .map(({ name, pattern }) => ({ name, pattern, state: 'ENABLED', targets: [target] }));
}
