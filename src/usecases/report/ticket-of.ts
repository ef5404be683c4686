import type { TicketLink } from '#domain/announcements/announcement-of.ts';
import type { Receipt } from '#ports/receipt-store.ts';

/** The ticket of an incident by its receipts, with its address on `jiraSite`; undefined if there is none to link to. */
export function ticketOf(receipts: readonly Receipt[], jiraSite: string | undefined): TicketLink | undefined {
  const key = receipts.find(({ destination, told }) => destination.startsWith('jira|') && told)?.told?.ref;
  return key === undefined || jiraSite === undefined ? undefined : { key, url: `${jiraSite}/browse/${key}` };
}
