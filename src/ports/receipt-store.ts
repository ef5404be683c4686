import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { ToldRef } from './channel.ts';

/** The record of what was sent about one incident to one recipient, which makes repeated sending harmless. */
export interface Receipt {
  readonly incident: IncidentId;
  /** The recipient, as `recipientKey` has it (stored under this name). */
  readonly destination: string;
  /** Number of writes; 0 for a receipt that was never stored. */
  readonly version: number;
  /** The message or ticket; undefined while none is known. */
  readonly told?: (ToldRef & { readonly at: Instant }) | undefined;
  /** The digest of the content shown there now. */
  readonly shown?: string | undefined;
  /** The last edit, and the length of the run of edits in quick succession; used to debounce edits. */
  readonly edits?: { readonly at: Instant; readonly row: number } | undefined;
  /** Ids of the milestones that were posted. */
  readonly said: readonly string[];
  /** A call with unknown outcome that must not be repeated blindly: `open` or a milestone's id. */
  readonly intent?: { readonly what: string; readonly at: Instant } | undefined;
  readonly finished?: boolean | undefined;
  /** Whether the ticket of an incident that is over could not be moved to done, so that a person has to. */
  readonly leftOpen?: boolean | undefined;
  /** Whether the issues of all members are marked as reported. */
  readonly noted?: boolean | undefined;
  /** Why sending is refused until a person repairs the cause. */
  readonly refused?: string | undefined;
  /** The display name of the person to whom the ticket is assigned, as last read from Jira. Untrusted text. */
  readonly assignee?: string | undefined;
  /** When the queued request is due, and the time up to which queued requests were served. */
  readonly pendingDue?: Instant | undefined;
  readonly served?: Instant | undefined;
}

/** Receipts by incident and recipient. Reads are strongly consistent. */
export interface ReceiptStore {
  /** The receipt, or an empty one of version 0. */
  readReceipt(incident: IncidentId, destination: string): Promise<Receipt>;
  /** Every receipt of an incident. */
  listReceipts(incident: IncidentId): Promise<readonly Receipt[]>;
  /** Replaces the version that was read; returns the new version, or `stale` when another run wrote in between. */
  writeReceipt(receipt: Receipt): Promise<Receipt | 'stale'>;
  /** Marks that a request is queued for `due`, unless one was served at or after `due`. */
  markPending(incident: IncidentId, destination: string, due: Instant): Promise<void>;
  /** Removes the mark before the queued request is served. */
  markServed(incident: IncidentId, destination: string, now: Instant): Promise<void>;
  /** Stores who the ticket is assigned to, beside what reporters write; nothing where no ticket is known. */
  noteAssignee(incident: IncidentId, destination: string, assignee: string | undefined): Promise<void>;
}
