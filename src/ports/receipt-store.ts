import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { ToldRef } from './channel.ts';

/** What has been told of one incident in one place, so that a replay is harmless. */
export interface Receipt {
  readonly incident: IncidentId;
  /** `destinationKey` of the destination. */
  readonly destination: string;
  /** Counts the writes; 0 for a receipt that was never stored. */
  readonly version: number;
  /** Where it was told; undefined while it was not, as far as is known. */
  readonly told?: (ToldRef & { readonly at: Instant }) | undefined;
  /** The digest of what is shown there now. */
  readonly shown?: string | undefined;
  /** When what is shown was changed last, and how many changes came right before that one. */
  readonly edits?: { readonly at: Instant; readonly row: number } | undefined;
  /** Milestones that were said. */
  readonly said: readonly string[];
  /** Something that must not be done twice was begun: `open` or a milestone's id. Its outcome is not known. */
  readonly intent?: { readonly what: string; readonly at: Instant } | undefined;
  readonly finished?: boolean | undefined;
  /** It is over, and its ticket could not be moved to done: a person has to. */
  readonly leftOpen?: boolean | undefined;
  /** The issues of all members carry the note that they were reported. */
  readonly noted?: boolean | undefined;
  /** Why it cannot be told, until a person mends it. */
  readonly refused?: string | undefined;
  /** When the pending message is due, and up to when pending messages have been served. */
  readonly pendingDue?: Instant | undefined;
  readonly served?: Instant | undefined;
}

/** Receipts of what was told. Reads are strongly consistent. */
export interface ReceiptStore {
  /** The receipt, or a blank one of version 0. */
  readReceipt(incident: IncidentId, destination: string): Promise<Receipt>;
  /** Every receipt of an incident. */
  listReceipts(incident: IncidentId): Promise<readonly Receipt[]>;
  /** Writes `receipt` over the version it was read at; answers the new version, or `stale`. */
  writeReceipt(receipt: Receipt): Promise<Receipt | 'stale'>;
  /** Marks that a pending message is on its way, unless one was served at or after `due`. */
  markPending(incident: IncidentId, destination: string, due: Instant): Promise<void>;
  /** Takes the mark away before the pending message is served. */
  markServed(incident: IncidentId, destination: string, now: Instant): Promise<void>;
}
