import type { Instant } from '#domain/values/instant.ts';
import type { Receipt } from '#ports/receipt-store.ts';

/** An edit waits for company, in seconds: a storm is a few edits, not hundreds. Each that follows waits longer. */
const first = 1;
const grows = 2;
const most = 30;
/** Edits are in a row when less than this lies between them, in milliseconds. */
const inARow = 60_000;

/** How long the next edit of what was told waits for company, in seconds. */
export function secondsUntilEdit({ edits }: Receipt): number {
  return Math.ceil(Math.min(first * grows ** (edits?.row ?? 0), most));
}

/** The mark that something was edited at `at`. */
export function nextEdit({ edits }: Receipt, at: Instant): Receipt['edits'] {
  return { at, row: edits && at - edits.at < inARow ? edits.row + 1 : 0 };
}
