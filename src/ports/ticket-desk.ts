import type { SendResult } from './channel.ts';

/** A ticket of ours. */
export interface DeskTicket {
  readonly key: string;
  /** The markers it was made under; one, unless somebody merged tickets. */
  readonly markers: readonly string[];
}

/** All tickets of ours at once, to compare them with what is remembered. */
export interface TicketDesk {
  /** The tickets of ours that are not done, as the search index shows them. */
  listOpenTickets(): Promise<SendResult<readonly DeskTicket[]>>;
  /** How a ticket stands by itself, asked directly. */
  readTicketState(key: string): Promise<SendResult<'open' | 'done' | 'gone'>>;
  /** Closes a ticket as a duplicate of an older one, and says so on it. Harmless to repeat. */
  closeDuplicate(key: string, of: string): Promise<SendResult>;
}
