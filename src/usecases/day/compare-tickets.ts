import { plain, say } from '#domain/announcements/wording.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { isTestAlertId } from '#domain/issues/test-alert.ts';
import type { ReportRemark } from '#domain/reports/day-facts.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
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

/**
 * Closes the tickets of an incident that its receipts do not name while they name another one, and returns a note for
 * each. Where the receipts name none of several, a person decides: nothing that is written in Jira does.
 */
export async function duplicates(
  {
    desk,
    receipts,
  }: { readonly desk: TicketDesk | undefined; readonly receipts: Pick<ReceiptStore, 'listReceipts'> },
  tickets: OpenTickets | undefined,
): Promise<ComparisonNote[]> {
  if (!desk || !tickets) return [];
  const notes: ComparisonNote[] = [];
  for (const [incident, all] of tickets) {
    if (all.length < 2) continue;
    const told = (await receipts.listReceipts(incident)).map(({ told: one }) => one?.ref);
    for (const same of Map.groupBy(all, ({ marker }) => marker).values()) {
      const kept = same.find(({ key }) => told.includes(key));
      const others = same.filter((ticket) => ticket !== kept);
      if (kept === undefined && others.length > 1) notes.push(undecided(others));
      for (const { key } of kept ? others : []) {
        const done = (await desk.closeDuplicate(key, kept?.key ?? '')).kind === 'done';
        const rest = done ? ' and was closed.' : ' and could not be closed: close it by hand.';
        const words = say(`Ticket ${key} is a duplicate of ${kept?.key ?? ''}`, rest);
        notes.push({ kind: done ? 'repaired' : 'mismatches', accounts: [], words });
      }
    }
  }
  return notes;
}

function undecided(tickets: readonly DeskTicket[]): ComparisonNote {
  const keys = tickets.map(({ key }) => key).join(', ');
  const words = say(
    `Tickets ${keys} are about one incident, and no receipt says which goes on: close all but one.`,
  );
  return { kind: 'mismatches', accounts: [], words };
}

/** The incident that a ticket is about; undefined for a test alert's ticket, as that belongs to no issue. */
export function incidentOfTicket({ marker }: DeskTicket): IncidentId | undefined {
  // A marker is the incident's id, a dash, and the digest of the destination.
  const id = parseIncidentId(marker.replace(/-[0-9a-f]+$/, ''));
  return id === undefined || isTestAlertId(id) ? undefined : id;
}

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
  const byIncident = listed.value.flatMap((ticket) => {
    const id = incidentOfTicket(ticket);
    return id === undefined ? [] : [{ id, ticket }];
  });
  const tickets = new Map<IncidentId, DeskTicket[]>();
  for (const { id, ticket } of byIncident) tickets.set(id, [...(tickets.get(id) ?? []), ticket]);
  return { tickets, notes: [] };
}
