import type { Issue } from '#domain/issues/issue.ts';
import type { Clock } from '#ports/clock.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import { isTold } from '#domain/issues/incident.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { TicketDesk } from '#ports/ticket-desk.ts';

/** The ticket desk is undefined while nothing is told through Jira. */
export interface InheritedTicketParts {
  readonly issues: Pick<IssueStore, 'noteReported'>;
  readonly clock: Clock;
  readonly incidents: Pick<IncidentStore, 'readIncident'>;
  readonly receipts: Pick<ReceiptStore, 'listReceipts'>;
  readonly desk: TicketDesk | undefined;
}

/** The incidents of the issue that are told to people; `going` if one of them goes on. */
async function toldIncidents({ incidents }: InheritedTicketParts, issue: Issue) {
  const ids = new Set([...issue.findings.values()].map(({ incident }) => incident));
  const views = await Promise.all([...ids].map((id) => incidents.readIncident(id)));
  return views.flatMap((view) => (view && isTold(view) ? [view.incident.id] : []));
}

const words = {
  healed: 'Trailwarden watches this account now. It looked here and found that this is over.',
  weakened:
    'Trailwarden watches this account now. The trail is weakened, and others still record everything: that stands in the daily report and has no ticket.',
} as const;

/**
 * Ends a ticket of Hammer that no incident took over: what it told is over, is a weakening only, or is part of an
 * incident with another ticket. Returns whether nothing is left to do; false: the next day tries again. Idempotent.
 */
export function endInheritedTicket(parts: InheritedTicketParts): (issue: Issue) => Promise<boolean> {
  return async (issue) => {
    const { inheritedTicket: ticket, version, findings } = issue;
    if (ticket === undefined || version === 0 || !parts.desk) return true;
    const told = await toldIncidents(parts, issue);
    const receipts = (await Promise.all(told.map((id) => parts.receipts.listReceipts(id)))).flat();
    const refs = receipts.flatMap(({ destination, told: one }) =>
      destination.startsWith('jira|') && one ? [one.ref] : [],
    );
    // The incident that took the ticket over ends it.
    if (refs.includes(ticket)) return true;
    const [other] = refs;
    if (told.length > 0 && other === undefined) return false;
    const isOver = [...findings.values()].every(({ state }) => state === 'resolved');
    const remark =
      other === undefined
        ? words[isOver ? 'healed' : 'weakened']
        : `Trailwarden watches this account now, and goes on with this in ${other}.`;
    const ended = await parts.desk.endInherited(ticket, { remark, goesOnIn: other });
    if (ended.kind !== 'done' && ended.kind !== 'gone') return false;
    // The ticket is then listed as told, so that the next day does not ask Jira again.
    await parts.issues.noteReported(issue.account, issue.region, { at: parts.clock.now(), ticket });
    return true;
  };
}
