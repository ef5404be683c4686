import type { IncidentView } from '#domain/issues/incident.ts';
import type { IssueMovement } from '#domain/issues/movement.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import { toldToRecipient, placesOf } from './note-told.ts';
import type { ReportParts } from './report-parts.ts';

/** How many issues at most are searched for a ticket of Hammer, which made one per account and Region. */
const maxIssuesSearched = 100;

/** Adopts a ticket that Hammer made for one of these issues as the incident's ticket, so that no second one is made. */
export async function inheritTicket(
  parts: ReportParts,
  receipt: Receipt,
  movements: readonly IssueMovement[],
): Promise<Receipt> {
  if (parts.channel.name !== 'jira' || receipt.version > 0) return receipt;
  for (const { account, region, incident } of movements.slice(0, maxIssuesSearched)) {
    const { issue } = await parts.issues.readRemembered(account, region);
    const ticket = issue?.inheritedTicket;
    // Hammer told of harmful findings only, so others do not belong to its ticket.
    const own = [...(issue?.findings.values() ?? [])].filter((finding) => finding.incident === incident);
    if (ticket === undefined || !own.some(({ harmful }) => harmful)) continue;
    const told = { ref: ticket, place: ticket.replace(/-\d+$/, ''), at: parts.clock.now() };
    const next = await parts.receipts.writeReceipt({ ...receipt, told });
    return next === 'stale' ? receipt : next;
  }
  return receipt;
}

/** Adopts a ticket of Hammer before the incident is first told to the recipient `key`. */
export async function inheritTicketOfView(
  parts: ReportParts,
  view: IncidentView,
  key: string,
): Promise<void> {
  if (parts.channel.name !== 'jira') return;
  const receipt = await parts.receipts.readReceipt(view.incident.id, key);
  if (receipt.version === 0)
    await inheritTicket(parts, receipt, await toldToRecipient(parts, key, placesOf(view)));
}
