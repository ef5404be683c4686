import { createHash } from 'node:crypto';

/** The label under which a ticket is found again: no spaces, no capitals, at most 255 characters, one per marker. */
export function markerLabel(marker: string): string {
  if (/^[a-z0-9-]{1,200}$/.test(marker)) return `tw-${marker}`;
  return `tw-${createHash('sha256').update(marker).digest('hex').slice(0, 40)}`;
}

/** Whether `text` is a ticket's key, e.g. `AWSSEC-12`; anything else must not become part of an address. */
export function isTicketKey(text: string): boolean {
  return /^[A-Z][A-Z0-9_]*-\d+$/i.test(text);
}

/** The number in a ticket's key, by which older tickets come first. */
export function ticketNumber(key: string): number {
  return Number(key.slice(key.lastIndexOf('-') + 1));
}
