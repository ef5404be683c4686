import type { IncidentView } from '#domain/issues/incident.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import { toldToRecipient, placesOf } from './note-told.ts';
import type { Movement, ReportParts } from './report-parts.ts';

/** Hammer made a ticket for every account and Region; so many are asked for one, as a storm has thousands. */
const maxIssuesSearched = 100;

/** A ticket that Hammer made for one of these issues becomes the incident's own, so that no second one is made. */
export async function inheritTicket(
  parts: ReportParts,
  receipt: Receipt,
  movements: readonly Movement[],
): Promise<Receipt> {
  if (parts.channel.name !== 'jira' || receipt.version > 0) return receipt;
  for (const { account, region, incident } of movements.slice(0, maxIssuesSearched)) {
    const { issue } = await parts.issues.readRemembered(account, region);
    const ticket = issue?.inheritedTicket;
    // Hammer told of harm only: what merely weakens a trail has no part in its ticket.
    const own = [...(issue?.findings.values() ?? [])].filter((finding) => finding.incident === incident);
    if (ticket === undefined || !own.some(({ harmful }) => harmful)) continue;
    const told = { ref: ticket, place: ticket.replace(/-\d+$/, ''), at: parts.clock.now() };
    const next = await parts.receipts.writeReceipt({ ...receipt, told });
    return next === 'stale' ? receipt : next;
  }
  return receipt;
}

/** Looks for a ticket of Hammer among all of an incident that `key` is told of, before anything was told there. */
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
