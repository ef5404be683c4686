import { eventsOf, monitoredGroups } from './monitored.ts';
import type { MonitoredGroup, HeardIn } from './monitored-group.ts';

/** A matcher in an EventBridge pattern: the whole text, or a prefix of it. */
export type PatternMatch = string | { readonly prefix: string };

/** An EventBridge event pattern that uses exact and prefix matching only. */
export interface EventPattern {
  readonly source: readonly string[];
  readonly 'detail-type': readonly string[];
  readonly detail?: {
    readonly eventSource: readonly string[];
    readonly eventName: readonly PatternMatch[];
    readonly requestParameters?: Readonly<Record<string, readonly PatternMatch[]>>;
  };
}

/** A pattern and the name of its rule; `onlyIn` is set when AWS records these events in one Region only. */
export interface NamedPattern {
  readonly name: string;
  readonly pattern: EventPattern;
  readonly onlyIn?: 'us-east-1';
}

/** The EventBridge detail-types of the monitored events. */
export const detailTypes = {
  call: 'AWS API Call via CloudTrail',
  serviceEvent: 'AWS Service Event via CloudTrail',
  region: 'Region Opt-In Status Change',
} as const;

/** The patterns of the rules in every account; each stays below EventBridge's limit of 2,048 characters. */
export function memberPatterns(): readonly NamedPattern[] {
  const regionStatus: NamedPattern = {
    name: 'account-region-status',
    pattern: { source: ['aws.account'], 'detail-type': [detailTypes.region] },
  };
  return [...patternsFor('member'), regionStatus, ...patternsFor('own-member')];
}

/** The patterns of the additional rules in the management account and the delegated administrators. */
export function organizationPatterns(): readonly NamedPattern[] {
  return patternsFor('organization');
}

/** The patterns of the rules that guard the detector in its own account, whether or not that account is monitored. */
export function ownPatterns(): readonly NamedPattern[] {
  // Calls on topics are of one group, whether a trail or an alarm sends to it.
  const topics = patternsFor('member').filter(({ name }) => name === 'sns');
  return [...topics, ...patternsFor('own-member'), ...patternsFor('own-central')];
}

/** The pattern of the rule on the central bus: only events that AWS itself sends, of the monitored services. */
export function centralPatterns(): readonly NamedPattern[] {
  const source = [...new Set(monitoredGroups.map((group) => `aws.${group.service}`))];
  return [{ name: 'central', pattern: { source, 'detail-type': Object.values(detailTypes) } }];
}

/** The services whose calls AWS records in us-east-1 only (CloudTrail User Guide, concepts). */
export const globalServices: ReadonlySet<string> = new Set(['iam', 'organizations', 'account']);

function patternsFor(where: HeardIn): readonly NamedPattern[] {
  const together = Map.groupBy(
    monitoredGroups.filter((group) => group.where === where).flatMap(withOtherNames),
    patternName,
  );
  return [...together].map(([name, groups]) => ({
    name,
    pattern: patternOf(groups),
    ...(groups.every((group) => globalServices.has(group.service)) && { onlyIn: 'us-east-1' as const }),
  }));
}

/** The group, and again with the events that another parameter restricts. */
function withOtherNames(group: MonitoredGroup): readonly MonitoredGroup[] {
  const { alsoBy } = group;
  return alsoBy ? [group, { ...group, ownName: alsoBy, events: { change: alsoBy.events } }] : [group];
}

// One account can hold the rules of several places, so the place is part of the rule's name.
const places = {
  member: '',
  organization: '-organization',
  'own-member': '-own',
  'own-central': '-detector',
} as const;

/** The rule's name, without the prefix of the stage. Groups of one name share a rule: same service, same detail-type, same restriction to own names. */
export function patternName(group: MonitoredGroup): string {
  const own = group.ownName ? `-${group.ownName.parameter.toLowerCase()}` : '';
  return `${group.service}${group.serviceEvent ? '-service-event' : ''}${places[group.where]}${own}`;
}

function patternOf(groups: readonly MonitoredGroup[]): EventPattern {
  const first = groups.find((group) => group.ownName) ?? groups[0];
  const own = first?.ownName;
  const services = [...new Set(groups.map((group) => group.service))];
  return {
    source: services.map((service) => `aws.${service}`),
    'detail-type': [first?.serviceEvent ? detailTypes.serviceEvent : detailTypes.call],
    detail: {
      eventSource: services.map((service) => `${service}.amazonaws.com`),
      eventName: groups.flatMap((group) =>
        eventsOf(group).map(({ name }) => (group.dated ? { prefix: name } : name)),
      ),
      ...(own && { requestParameters: { [own.parameter]: own.prefixes.map((prefix) => ({ prefix })) } }),
    },
  };
}
