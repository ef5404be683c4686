import type { SendResult } from './channel.ts';

/** A ticket that Trailwarden's own user created. */
export interface DeskTicket {
  readonly key: string;
  /** The marker in its property, which it was created with. */
  readonly marker: string;
}

/** A ticket with the person to whom it is assigned. */
export interface AssignedTicket extends DeskTicket {
  /** A display name, which that person chose: untrusted text. Undefined for no one. */
  readonly assignee: string | undefined;
}

/** Trailwarden's tickets in Jira, read to compare them with the receipts. */
export interface TicketDesk {
  /** The tickets of Trailwarden's own user that are not done and bear its property, from the search index, which lags behind. */
  listOpenTickets(): Promise<SendResult<readonly DeskTicket[]>>;
  /** Up to 100 of those tickets that changed within the last two hours, last changed first. */
  listChangedTickets(): Promise<SendResult<readonly AssignedTicket[]>>;
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
