import type { AccountNames } from '#domain/announcements/affected.ts';
import { accountsOf } from '#domain/announcements/affected.ts';
import type { AnnouncementContext } from '#domain/announcements/announcement-of.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { Announcement } from '#domain/announcements/announcement.ts';
import { causesOf } from '#domain/announcements/causes.ts';
import type { Telling, TimelineEntry } from '#domain/announcements/timeline.ts';
import { timelineOf } from '#domain/announcements/timeline.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { isTold } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import { ticketOf } from '#usecases/report/ticket-of.ts';

/** The stores that an incident is read from. */
export interface SeeIncidentParts {
  readonly incidents: Pick<IncidentStore, 'readIncident'>;
  readonly receipts: Pick<ReceiptStore, 'listReceipts'>;
  readonly directory: Directory;
  readonly clock: Clock;
  /** The address of the Jira site, for links to tickets. */
  readonly jiraSite: string | undefined;
}

/** An incident in full: what is told of it, its course, and the calls that caused it. */
export interface SeenIncident {
  readonly announcement: Announcement;
  readonly timeline: readonly TimelineEntry[];
  readonly causes: readonly Trigger[];
  readonly openedAt: Instant;
  /** Number of accounts that it concerns. */
  readonly accounts: number;
  /** Whether it is reported in messages and tickets of its own. */
  readonly told: boolean;
}

function tellingsOf(receipts: readonly Receipt[]): Telling[] {
  return receipts.flatMap(({ destination, told }): Telling[] => {
    if (!told) return [];
    const [channel, to = ''] = destination.split('|');
    if (channel === 'slack') return [{ at: told.at, channel, to }];
    return channel === 'jira' ? [{ at: told.at, channel, to, ticket: told.ref }] : [];
  });
}

async function contextOf(
  { receipts, directory, clock, jiraSite }: SeeIncidentParts,
  own: readonly Receipt[],
  previous: IncidentId | undefined,
): Promise<AnnouncementContext & { readonly accounts: AccountNames }> {
  const [accounts, members, before] = await Promise.all([
    directory.listAccounts(),
    directory.listMembers(),
    previous === undefined ? [] : receipts.listReceipts(previous),
  ]);
  return {
    accounts,
    organizationSize: members.size,
    now: clock.now(),
    ticket: ticketOf(own, jiraSite),
    previousTicket: ticketOf(before, jiraSite),
  };
}

/** Reads an incident as it is now; undefined when its id is unknown. */
export function seeIncident(parts: SeeIncidentParts): (id: IncidentId) => Promise<SeenIncident | undefined> {
  return async (id) => {
    const [view, receipts] = await Promise.all([
      parts.incidents.readIncident(id),
      parts.receipts.listReceipts(id),
    ]);
    if (!view) return undefined;
    const context = await contextOf(parts, receipts, view.incident.previous);
    return {
      announcement: announcementOf(view, context),
      timeline: timelineOf(view, tellingsOf(receipts), context.accounts),
      causes: causesOf(view),
      openedAt: view.incident.openedAt,
      accounts: accountsOf(view.members).length,
      told: isTold(view),
    };
  };
}
