import type { IncidentView, Member } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { AccountNames } from './affected.ts';
import { accountsOf, regionCount, wasOverWhenSeen } from './affected.ts';
import type { Sentence } from './announcement.ts';
import { howWords, whoWords } from './who.ts';
import { count, say } from './wording.ts';

/** A message or ticket about an incident, as the receipts have it. */
export interface Telling {
  readonly at: Instant;
  readonly channel: 'slack' | 'jira';
  /** Where it was told, as configured, e.g. `#cloudtrail`. */
  readonly to: string;
  /** The ticket's key; undefined for a message. */
  readonly ticket?: string | undefined;
}

/** One entry of an incident's timeline. */
export interface TimelineEntry {
  readonly at: Instant;
  readonly kind: 'call' | 'found' | 'told' | 'over' | 'closed';
  readonly words: Sentence;
}

function where(members: readonly Member[]): string {
  return `${count(accountsOf(members).length, 'account')}, ${regionCount(members.map(({ region }) => region))}`;
}

/** One entry for all members that share a moment. */
function together(
  members: readonly Member[],
  at: (member: Member) => Instant | undefined,
  entry: (own: readonly Member[]) => Omit<TimelineEntry, 'at'>,
): TimelineEntry[] {
  const dated = members.flatMap((member) => {
    const moment = at(member);
    return moment === undefined ? [] : [{ member, moment }];
  });
  return [...Map.groupBy(dated, ({ moment }) => moment)].map(([moment, own]) => {
    const { kind, words } = entry(own.map(({ member }) => member));
    return { at: moment, kind, words };
  });
}

function calls({ events }: IncidentView, names: AccountNames): TimelineEntry[] {
  return [...events.values()].flatMap((event) =>
    event.at === undefined
      ? []
      : [
          {
            at: event.at,
            kind: 'call' as const,
            words: say(...howWords(event), ': ', ...whoWords(event.actor, names), '.'),
          },
        ],
  );
}

function tellings(told: readonly Telling[]): TimelineEntry[] {
  return told.map(({ at, channel, to, ticket }) => ({
    at,
    kind: 'told',
    words:
      channel === 'slack'
        ? say('Told in Slack: ', { kind: 'code', text: to }, '.')
        : say('Ticket ', { kind: 'code', text: ticket ?? to }, ' was created in Jira.'),
  }));
}

const order: readonly TimelineEntry['kind'][] = ['call', 'found', 'told', 'over', 'closed'];

/** The course of an incident, oldest first: the calls behind it, what was found, who was told, and its end. */
export function timelineOf(
  view: IncidentView,
  told: readonly Telling[],
  names: AccountNames,
): readonly TimelineEntry[] {
  const { members } = view;
  const entries: TimelineEntry[] = [
    ...calls(view, names),
    ...together(
      members,
      ({ finding }) => finding.openedAt,
      (own) => ({
        kind: 'found',
        words: say(own.every(wasOverWhenSeen) ? 'Found, already over: ' : 'Found: ', `${where(own)}.`),
      }),
    ),
    ...together(
      members.filter((member) => !wasOverWhenSeen(member)),
      ({ finding }) => finding.resolvedAt,
      (own) => ({ kind: 'over', words: say(`Recovery confirmed: ${where(own)}.`) }),
    ),
    ...together(
      members,
      ({ finding }) => finding.closed?.at,
      (own) => ({ kind: 'closed', words: say(`Closed: ${where(own)}.`) }),
    ),
    ...tellings(told),
  ];
  return entries.sort((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind));
}
