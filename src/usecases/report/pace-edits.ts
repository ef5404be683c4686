import type { Instant } from '#domain/values/instant.ts';
import type { Receipt } from '#ports/receipt-store.ts';

/** Edits are debounced: 1 s, doubled with each edit in a row, up to 30 s, so that a storm makes few edits. */
const firstDelaySeconds = 1;
const growth = 2;
const maxDelaySeconds = 30;
/** Edits are in a row if less than this lies between them, in milliseconds. */
const inARowMs = 60_000;

/** The delay before the next edit of a message, in seconds. */
export function secondsUntilEdit({ edits }: Receipt): number {
  return Math.ceil(Math.min(firstDelaySeconds * growth ** (edits?.row ?? 0), maxDelaySeconds));
}

/** The receipt's record of edits after an edit at `at`. */
export function nextEdit({ edits }: Receipt, at: Instant): Receipt['edits'] {
  return { at, row: edits && at - edits.at < inARowMs ? edits.row + 1 : 0 };
}
