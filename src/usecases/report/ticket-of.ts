import type { TicketLink } from '#domain/announcements/announcement-of.ts';
import type { Receipt } from '#ports/receipt-store.ts';

/**
 * The ticket of an incident by its receipts, with its address on `jiraSite` and who it was assigned to when that was last
 * read; undefined if there is none to link to.
 */
export function ticketOf(receipts: readonly Receipt[], jiraSite: string | undefined): TicketLink | undefined {
  const receipt = receipts.find(({ destination, told }) => destination.startsWith('jira|') && told);
  const key = receipt?.told?.ref;
  if (key === undefined || jiraSite === undefined) return undefined;
  return { key, url: `${jiraSite}/browse/${key}`, assignee: receipt?.assignee };
}
