import { createHash } from 'node:crypto';
import type { AnnouncementContext, TicketLink } from '#domain/announcements/announcement-of.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { Announcement } from '#domain/announcements/announcement.ts';
import { burstAnnouncement } from '#domain/announcements/burst-announcement.ts';
import { testAnnouncement } from '#domain/announcements/test-announcement.ts';
import type { Config } from '#config/config.ts';
import type { Burst } from '#domain/issues/burst.ts';
import { isTold } from '#domain/issues/incident.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { TestAlert } from '#domain/issues/test-alert.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { AnnounceParts } from '#usecases/report/announce.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';
import { accountsToldTo } from '#usecases/report/recipients.ts';

/** A short text of letters and digits for a value; equal values have equal digests whatever process asks. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 20);
}

type ComposerConfig = { readonly jira: Pick<Config['jira'], 'server'> };

/** The ticket that was made of an incident, by its receipts. */
async function ticketOf(
  receipts: ReceiptStore,
  config: ComposerConfig,
  incident: IncidentId | undefined,
): Promise<TicketLink | undefined> {
  const all = incident ? await receipts.listReceipts(incident) : [];
  const key = all.find(({ destination, told }) => destination.startsWith('jira|') && told)?.told?.ref;
  return key === undefined ? undefined : { key, url: `${config.jira.server ?? ''}/browse/${key}` };
}

/**
 * The address of the Slack message that was told first, where everybody of the channel can read it. Slack's
 * `app_redirect` finds the workspace by itself (docs.slack.dev, deep linking).
 */
async function threadOf(receipts: ReceiptStore, incident: IncidentId): Promise<string | undefined> {
  const all = await receipts.listReceipts(incident);
  const told = all.flatMap(({ destination, told: one }) =>
    destination.startsWith('slack|') && one && /^[CG]/.test(one.place) ? [one] : [],
  );
  const [first] = told.sort((one, other) => one.at - other.at);
  const query = first && new URLSearchParams({ channel: first.place, message_ts: first.ref }).toString();
  return query === undefined ? undefined : `https://slack.com/app_redirect?${query}`;
}

/** What is said of a burst of attempts. */
export function burstWords(directory: Directory): (burst: Burst) => Promise<Announcement> {
  return async (burst) => burstAnnouncement(burst, await directory.listAccounts());
}

/** What is said of a test alert, as it is now. */
export function testWords(directory: Directory, clock: Clock): (alert: TestAlert) => Promise<Announcement> {
  return async (alert) => testAnnouncement(alert, await directory.listAccounts(), clock.now());
}

/** What one reporter says of an incident: its destination's part, with the ticket of the other reporter. */
export function composer(parts: {
  config: ComposerConfig;
  receipts: ReceiptStore;
  directory: Directory;
  clock: Clock;
  ownersOf: OwnersOf;
}): AnnounceParts['compose'] {
  const { config, receipts, directory, clock, ownersOf } = parts;
  return async (view, destination) => {
    const only = accountsToldTo(view, destination, ownersOf);
    if (!isTold({ ...view, members: view.members.filter(({ account }) => only.has(account)) }))
      return undefined;
    const [ticket, thread, previousTicket, accounts, members] = await Promise.all([
      destination.channel === 'slack' ? ticketOf(receipts, config, view.incident.id) : undefined,
      destination.channel === 'jira' ? threadOf(receipts, view.incident.id) : undefined,
      ticketOf(receipts, config, view.incident.previous),
      directory.listAccounts(),
      directory.listMembers(),
    ]);
    const context: AnnouncementContext = {
      accounts,
      organizationSize: members.size,
      only,
      now: clock.now(),
      ticket,
      thread,
      previousTicket,
    };
    return announcementOf(view, context);
  };
}
