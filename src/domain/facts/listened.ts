import { inAccounts } from './listened-in-accounts.ts';
import { inOrganization } from './listened-in-organization.ts';
import { ofTheDetector } from './listened-of-the-detector.ts';
import type { CallEffect } from './trigger.ts';
import type { ListenedGroup } from './listened-group.ts';

/** One event that is listened to, found in the table. */
export interface Listened {
  readonly group: ListenedGroup;
  readonly name: string;
  readonly effect: CallEffect;
}

/** The one table of what is listened to; parser, EventBridge patterns and documentation are generated from it. */
export const listened: readonly ListenedGroup[] = [...inAccounts, ...inOrganization, ...ofTheDetector];

/** The events of a group as a flat list, harmful ones first. */
export function eventsOf(group: ListenedGroup): readonly Listened[] {
  return effects.flatMap((effect) => (group.events[effect] ?? []).map((name) => ({ group, name, effect })));
}

const effects = ['harm', 'repair', 'change'] as const;
const byPair = new Map(
  listened.flatMap((group) =>
    eventsOf(group).map((event) => [`${group.service}/${event.name}`, event] as const),
  ),
);

/** The row for an event, or undefined when the pair of source and name is not listened to. */
export function findListened(eventSource: string, eventName: string): Listened | undefined {
  const service = serviceOf(eventSource);
  if (service === undefined) return undefined;
  const exact = byPair.get(`${service}/${eventName}`);
  if (exact) return exact;
  const dated = byPair.get(`${service}/${undated(eventName)}`);
  return dated?.group.dated ? dated : undefined;
}

/** An event's name without the API date that Lambda writes behind it, e.g. `UpdateFunctionCode20150331v2`. */
export function undated(eventName: string): string {
  return eventName.replace(/\d{8}(?:v\d+)?$/, '');
}

/** Whether the pair of source and name is listened to, API dates in Lambda's names included. */
export function isListened(eventSource: string, eventName: string): boolean {
  return findListened(eventSource, eventName) !== undefined;
}

/** The sources under which an event of this name is listened to; empty when the name is not in the table. */
export function sourcesOf(eventName: string): readonly string[] {
  return listened
    .filter((group) => eventsOf(group).some((event) => event.name === eventName))
    .map((group) => `${group.service}.amazonaws.com`);
}

/** The service prefix in an `eventSource`, or undefined when it is not one of AWS (China ends in `.cn`). */
export function serviceOf(eventSource: string): string | undefined {
  return /^([a-z0-9-]{1,64})\.amazonaws\.com(?:\.cn)?$/.exec(eventSource)?.[1];
}
