import type { Recipient } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { ThreadDesk } from '#ports/thread-desk.ts';
import type { TicketDesk } from '#ports/ticket-desk.ts';
import type { LivingIncidents } from '#ports/living-incidents.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';
import type { AccountNames } from '#domain/announcements/affected.ts';
import type { OpenTickets } from './compare-tickets.ts';

/** The stores, desks and queues that the comparison reads and writes. */
export interface CompareParts {
  readonly incidents: IncidentStore;
  readonly receipts: ReceiptStore;
  /** Undefined while tickets are switched off. */
  readonly desk: TicketDesk | undefined;
  /** Undefined while messages are switched off. */
  readonly threads: ThreadDesk | undefined;
  readonly issues: IssueStore;
  readonly living: LivingIncidents;
  /** The recipients of an account in all channels. */
  readonly ownersOf: OwnersOf;
  readonly queues: Readonly<Record<Recipient['channel'], ReportQueue>>;
  readonly clock: Clock;
}

/** What is the same for every incident of one comparison. */
export interface ComparisonContext {
  readonly parts: CompareParts;
  readonly names: AccountNames;
  /** The open tickets by incident; undefined when Jira could not be asked, or is switched off. */
  readonly tickets: OpenTickets | undefined;
}
