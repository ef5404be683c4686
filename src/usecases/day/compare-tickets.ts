import { plain, say } from '#domain/announcements/wording.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { isTestAlertId } from '#domain/issues/test-alert.ts';
import type { ReportRemark } from '#domain/reports/day-facts.ts';
import type { DeskTicket, TicketDesk } from '#ports/ticket-desk.ts';
import { askTwice } from './ask-twice.ts';

/** Whether a difference was corrected, has to be decided by a person, or was never told. */
export type RemarkKind = 'repaired' | 'mismatches' | 'untold';

/** A remark for the daily report, with the section that it goes to. */
export interface ComparisonNote extends ReportRemark {
  readonly kind: RemarkKind;
}

/** Trailwarden's open tickets, by incident. */
export type OpenTickets = ReadonlyMap<IncidentId, readonly DeskTicket[]>;

/** Closes every duplicate of a ticket but the oldest, and returns a note for each. */
export async function duplicates(
  desk: TicketDesk | undefined,
  tickets: OpenTickets | undefined,
): Promise<ComparisonNote[]> {
  if (!desk || !tickets) return [];
  const notes: ComparisonNote[] = [];
  for (const all of tickets.values()) {
    for (const same of Map.groupBy(all, ({ markers }) => markers.join(' ')).values()) {
      const [oldest, ...younger] = same.toSorted((a, b) => ticketNumber(a) - ticketNumber(b));
      for (const { key } of oldest ? younger : []) {
        const closed = await desk.closeDuplicate(key, oldest?.key ?? '');
        const words = `Ticket ${key} is a duplicate of ${oldest?.key ?? ''}`;
        const done = closed.kind === 'done';
        const rest = done ? ' and was closed.' : ' and could not be closed: close it by hand.';
        notes.push({ kind: done ? 'repaired' : 'mismatches', accounts: [], words: say(words, rest) });
      }
    }
  }
  return notes;
}

const ticketNumber = ({ key }: DeskTicket): number => Number(/\d+$/.exec(key)?.[0] ?? 0);

/** Trailwarden's open tickets; undefined, with a note that says why, if Jira could not be searched. */
export async function openTickets(
  desk: TicketDesk | undefined,
): Promise<{ tickets: OpenTickets | undefined; notes: ComparisonNote[] }> {
  if (!desk) return { tickets: undefined, notes: [] };
  const listed = await askTwice(() => desk.listOpenTickets());
  if (listed.kind !== 'done') {
    const words = say(`The tickets could not be compared: ${plain(listed.why, 200)}`);
    return { tickets: undefined, notes: [{ kind: 'mismatches', accounts: [], words }] };
  }
  // A marker is the incident's id, a dash, and the digest of the destination.
  const byIncident = listed.value
    .flatMap((ticket) =>
      ticket.markers.map((marker) => ({ id: marker.replace(/-[0-9a-f]+$/, '') as IncidentId, ticket })),
    )
    // A test alert belongs to no issue, so its ticket is not compared.
    .filter(({ id }) => !isTestAlertId(id));
  const tickets = new Map<IncidentId, DeskTicket[]>();
  for (const { id, ticket } of byIncident) tickets.set(id, [...(tickets.get(id) ?? []), ticket]);
  return { tickets, notes: [] };
}
