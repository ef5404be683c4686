import type { TicketLink } from '#domain/announcements/announcement-of.ts';
import type { Receipt } from '#ports/receipt-store.ts';

/** The ticket of an incident by its receipts, with its address on `jiraServer`; undefined if none was made. */
export function ticketOf(
  receipts: readonly Receipt[],
  jiraServer: string | undefined,
): TicketLink | undefined {
  const key = receipts.find(({ destination, told }) => destination.startsWith('jira|') && told)?.told?.ref;
  return key === undefined ? undefined : { key, url: `${jiraServer ?? ''}/browse/${key}` };
}
