import { inAccounts } from './monitored-in-accounts.ts';
import { inOrganization } from './monitored-in-organization.ts';
import { ofTheDetector } from './monitored-of-the-detector.ts';
import type { CallEffect } from './trigger.ts';
import type { MonitoredGroup } from './monitored-group.ts';

/** One monitored event: its name and effect, and its row in the table. */
export interface MonitoredEvent {
  readonly group: MonitoredGroup;
  readonly name: string;
  readonly effect: CallEffect;
}

/** The table of monitored events; the parser, the EventBridge patterns and the documentation are derived from it. */
export const monitoredGroups: readonly MonitoredGroup[] = [
  ...inAccounts,
  ...inOrganization,
  ...ofTheDetector,
];

/** The events of a group as a flat list, harmful ones first. */
export function eventsOf(group: MonitoredGroup): readonly MonitoredEvent[] {
  return effects.flatMap((effect) => (group.events[effect] ?? []).map((name) => ({ group, name, effect })));
}

const effects = ['harm', 'repair', 'change'] as const;
const byPair = new Map(
  monitoredGroups.flatMap((group) =>
    eventsOf(group).map((event) => [`${group.service}/${event.name}`, event] as const),
  ),
);

/** The monitored event of this source and name, or undefined when it is not monitored. */
export function findMonitored(eventSource: string, eventName: string): MonitoredEvent | undefined {
  const service = serviceOf(eventSource);
  if (service === undefined) return undefined;
  const exact = byPair.get(`${service}/${eventName}`);
  if (exact) return exact;
  const dated = byPair.get(`${service}/${undated(eventName)}`);
  return dated?.group.dated ? dated : undefined;
}

/** The name of an event without the API date that Lambda appends, e.g. `UpdateFunctionCode20150331v2`. */
export function undated(eventName: string): string {
  return eventName.replace(/\d{8}(?:v\d+)?$/, '');
}

/** Whether events of this source and name are monitored; Lambda's names match with their API dates. */
export function isMonitored(eventSource: string, eventName: string): boolean {
  return findMonitored(eventSource, eventName) !== undefined;
}

/** The event sources whose events of this name are monitored; empty when the name is not in the table. */
export function sourcesOf(eventName: string): readonly string[] {
  return monitoredGroups
    .filter((group) => eventsOf(group).some((event) => event.name === eventName))
    .map((group) => `${group.service}.amazonaws.com`);
}

/** The service prefix in an `eventSource`, or undefined when it is no AWS event source (in China: `.cn`). */
export function serviceOf(eventSource: string): string | undefined {
  return /^([a-z0-9-]{1,64})\.amazonaws\.com(?:\.cn)?$/.exec(eventSource)?.[1];
}
