import type { SendResult } from './channel.ts';

/** A ticket that Trailwarden created. */
export interface DeskTicket {
  readonly key: string;
  /** The markers it was created with; several when a person merged tickets. */
  readonly markers: readonly string[];
}

/** Trailwarden's tickets in Jira, read to compare them with the receipts. */
export interface TicketDesk {
  /** Trailwarden's tickets that are not done, from the search index, which lags behind. */
  listOpenTickets(): Promise<SendResult<readonly DeskTicket[]>>;
  /** The state of one ticket, by a direct read. */
  readTicketState(key: string): Promise<SendResult<'open' | 'done' | 'gone'>>;
  /** Ends a ticket of Hammer with a comment, and links the ticket that goes on with it. Idempotent. */
  endInherited(
    key: string,
    said: { readonly remark: string; readonly goesOnIn: string | undefined },
  ): Promise<SendResult>;
  /** Closes a ticket as a duplicate of the ticket `of`, with a comment. Idempotent. */
  closeDuplicate(key: string, of: string): Promise<SendResult>;
}
