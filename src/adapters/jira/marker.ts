import { createHash } from 'node:crypto';

/** The label by which a ticket is found: one per marker, without spaces and capitals, at most 255 characters. */
export function markerLabel(marker: string): string {
  if (/^[a-z0-9-]{1,200}$/.test(marker)) return `tw-${marker}`;
  return `tw-${createHash('sha256').update(marker).digest('hex').slice(0, 40)}`;
}

/** Whether `text` is a ticket's key, e.g. `AWSSEC-12`; other text must not become part of a URL. */
export function isTicketKey(text: string): boolean {
  return /^[A-Z][A-Z0-9_]*-\d+$/i.test(text);
}

/** The number in a ticket's key; older tickets have lower numbers. */
export function ticketNumber(key: string): number {
  return Number(key.slice(key.lastIndexOf('-') + 1));
}
