import type { IncidentView } from '#domain/issues/incident.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import { partOf, placesOf } from './note-told.ts';
import type { Movement, ReportParts } from './report.ts';

/** Hammer made a ticket for every account and Region; so many are asked for one, as a storm has thousands. */
const among = 100;

/** A ticket that Hammer made for one of these issues becomes the incident's own, so that no second one is made. */
export async function inherit(
  parts: ReportParts,
  receipt: Receipt,
  movements: readonly Movement[],
): Promise<Receipt> {
  if (parts.channel.name !== 'jira' || receipt.version > 0) return receipt;
  for (const { account, region, incident } of movements.slice(0, among)) {
    const { issue } = await parts.issues.read(account, region);
    const ticket = issue?.inheritedTicket;
    // Hammer told of harm only: what merely weakens a trail has no part in its ticket.
    const own = [...(issue?.findings.values() ?? [])].filter((finding) => finding.incident === incident);
    if (ticket === undefined || !own.some(({ harmful }) => harmful)) continue;
    const told = { ref: ticket, place: ticket.replace(/-\d+$/, ''), at: parts.clock.now() };
    const next = await parts.receipts.write({ ...receipt, told });
    return next === 'stale' ? receipt : next;
  }
  return receipt;
}

/** Looks for a ticket of Hammer among all of an incident that `key` is told of, before anything was told there. */
export async function inheritFirst(parts: ReportParts, view: IncidentView, key: string): Promise<void> {
  if (parts.channel.name !== 'jira') return;
  const receipt = await parts.receipts.read(view.incident.id, key);
  if (receipt.version === 0) await inherit(parts, receipt, await partOf(parts, key, placesOf(view)));
}
