import type { Actor } from '#domain/facts/actor.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Severity } from '#domain/findings/finding.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { IssueStatus } from '#domain/issues/issue.ts';
import { iso } from '#domain/values/instant.ts';
import type { Instant } from '#domain/values/instant.ts';
import { accountsOf } from './affected.ts';
import type { AccountNames } from './affected.ts';
import type { Announcement } from './announcement.ts';
import { causesOf } from './causes.ts';
import type { IncidentMilestone } from './incident-milestones.ts';
import type { IncidentTimes } from './incident-times.ts';
import { timesOf } from './incident-times.ts';
import { plain, plainText } from './wording.ts';

/** The version of the events: the first number is raised when a consumer of the last one would break. */
export const eventVersion = '1.0';
/** Source and detail type of the events. */
export const eventSource = 'trailwarden';
export const eventDetailType = 'Trailwarden Incident Milestone';

/** Most accounts and trails that an event names; all are counted. An event stays far below the 256 KB of PutEvents. */
const mostNamed = 50;
/** Longest text of AWS or of a caller in an event, in characters. */
const longestText = 300;

/** One call that caused an incident. Every text of it is the caller's. */
export interface EventCause {
  readonly eventId: string;
  readonly eventName: string;
  readonly at?: string | undefined;
  readonly who: Readonly<Partial<Record<'kind' | 'name' | 'arn' | 'account' | 'sourceIp' | 'tool', string>>>;
}

/** The `detail` of an event on the bus of incidents: one milestone, and the incident as it is when it is sent. */
export interface IncidentEvent {
  readonly version: typeof eventVersion;
  /** When it was sent; of two events of one incident the later one shows its newer state. */
  readonly sentAt: string;
  readonly milestone: {
    /** `<incident>/<what>`: the same each time this milestone is sent. */
    readonly id: string;
    readonly kind: IncidentMilestone['kind'];
    readonly at: string;
  };
  readonly incident: {
    readonly id: string;
    readonly previous?: string | undefined;
    readonly status: IssueStatus;
    readonly severity: Severity;
    readonly headline: string;
    readonly description: string;
    readonly remedy: string;
    readonly command?: string | undefined;
    readonly openedAt: string;
    readonly rules: readonly string[];
    readonly accountCount: number;
    readonly accounts: readonly {
      readonly id: string;
      readonly name: string;
      readonly regions: readonly string[];
    }[];
    readonly trails: readonly string[];
    readonly times: IncidentTimes;
  };
  readonly causes: readonly EventCause[];
  readonly links: readonly { readonly text: string; readonly url: string }[];
}

const capped = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : plain(text, longestText);

function whoOf({ kind, person, arn, accountId, sourceIp, tool }: Actor): EventCause['who'] {
  return {
    kind,
    name: capped(person),
    arn: capped(arn),
    account: capped(accountId),
    sourceIp: capped(sourceIp),
    tool,
  } as EventCause['who'];
}

function causeIn({ eventId, eventName, at, actor }: Trigger): EventCause {
  return {
    eventId: plain(eventId, longestText),
    eventName: plain(eventName, longestText),
    at: at === undefined ? undefined : iso(at),
    who: whoOf(actor),
  };
}

function accountsIn({ members }: IncidentView, names: AccountNames): IncidentEvent['incident']['accounts'] {
  return accountsOf(members)
    .slice(0, mostNamed)
    .map((id) => ({
      id,
      name: plain(names.get(id) ?? '', 100),
      regions: [
        ...new Set(members.filter(({ account }) => account === id).map(({ region }) => region)),
      ].sort(),
    }));
}

/** The event of one milestone, in the words that people read of the incident. */
export function incidentEvent(
  view: IncidentView,
  announcement: Announcement,
  milestone: IncidentMilestone,
  { names, now }: { readonly names: AccountNames; readonly now: Instant },
): IncidentEvent {
  const { incident, members } = view;
  const { status, severity, headline, loss, remedy, links } = announcement;
  const subjects = members.map(({ finding }) => finding.subject).filter((subject) => subject !== '-');
  return {
    version: eventVersion,
    sentAt: iso(now),
    milestone: { id: `${incident.id}/${milestone.id}`, kind: milestone.kind, at: iso(milestone.at) },
    incident: {
      id: incident.id,
      previous: incident.previous,
      status,
      severity,
      headline: plain(headline, 200),
      description: plain(loss.map(plainText).join(' '), 1000),
      remedy: plain(plainText(remedy.words), 1000),
      command: remedy.command,
      openedAt: iso(incident.openedAt),
      rules: [...new Set(members.map(({ finding }) => finding.rule))].sort(),
      accountCount: accountsOf(members).length,
      accounts: accountsIn(view, names),
      trails: [...new Set(subjects)].sort().slice(0, mostNamed),
      times: timesOf(view, now),
    },
    causes: causesOf(view).slice(0, 10).map(causeIn),
    links: links.slice(0, 10).map(({ text, url }) => ({ text: plain(text, 100), url })),
  };
}
