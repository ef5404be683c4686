import { createHash } from 'node:crypto';
import type { AnnouncementContext } from '#domain/announcements/announcement-of.ts';
import { acceptSnippet } from '#domain/announcements/accept-snippet.ts';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { AnswerButtons, Announcement } from '#domain/announcements/announcement.ts';
import { askedPeople } from '#domain/announcements/answers.ts';
import { burstAnnouncement } from '#domain/announcements/burst-announcement.ts';
import { testAnnouncement } from '#domain/announcements/test-announcement.ts';
import type { AnswersConfig, Config } from '#config/config.ts';
import { notAcceptableByButton } from '#domain/issues/acceptance.ts';
import type { Burst } from '#domain/issues/burst.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { isTold, isWorthTicket, openMembers } from '#domain/issues/incident.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { TestAlert } from '#domain/issues/test-alert.ts';
import type { Clock } from '#ports/clock.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { Directory } from '#ports/directory.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { AnnounceParts } from '#usecases/report/announce.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';
import { accountsToldTo } from '#usecases/report/recipients.ts';
import { ticketOf } from '#usecases/report/ticket-of.ts';

/** The first 20 hexadecimal digits of the SHA-256 of a value's JSON. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 20);
}

/**
 * The link to the first Slack message of an incident in a channel, not a direct message. Slack's `app_redirect` needs
 * no workspace name (docs.slack.dev, deep linking).
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

/** The recipients in the other channel that could not be told of an incident, each with the reason. */
async function untoldIn(
  receipts: ReceiptStore,
  incident: IncidentId,
  other: Recipient['channel'],
): Promise<readonly string[]> {
  const name = other === 'slack' ? 'Slack' : 'Jira';
  return (await receipts.listReceipts(incident)).flatMap(({ destination, refused }) =>
    refused !== undefined && destination.startsWith(`${other}|`)
      ? [`${name} (${destination.split('|')[1] ?? ''}) could not be told of this: ${refused}`]
      : [],
  );
}

/** Composes the announcement of a burst of attempts. */
export function burstWords(directory: Directory): (burst: Burst) => Promise<Announcement> {
  return async (burst) => burstAnnouncement(burst, await directory.listAccounts());
}

/** Composes the announcement of a test alert in its present state. */
export function testWords(directory: Directory, clock: Clock): (alert: TestAlert) => Promise<Announcement> {
  return async (alert) => testAnnouncement(alert, await directory.listAccounts(), clock.now());
}

/** Whether the incident gets no ticket there, because the accounts' older trails still record; one that exists goes on. */
async function isWithoutTicket(
  { config, receipts }: Pick<Parameters<typeof composer>[0], 'config' | 'receipts'>,
  { incident, members }: IncidentView,
  recipient: Recipient,
): Promise<boolean> {
  if (recipient.channel !== 'jira' || config.jira.ticketsWhenStillRecorded || isWorthTicket(members))
    return false;
  return (await receipts.readReceipt(incident.id, recipientKey(recipient))).told === undefined;
}

/** Composes the announcement of an incident for a recipient: its own accounts, with links to the other channel. */
export function composer(parts: {
  config: {
    readonly jira: Pick<Config['jira'], 'site' | 'ticketsWhenStillRecorded'>;
    /** Without it, messages have no buttons. */
    readonly slack?: Pick<Config['slack'], 'answers'>;
  };
  receipts: ReceiptStore;
  directory: Directory;
  clock: Clock;
  ownersOf: OwnersOf;
}): AnnounceParts['compose'] {
  const { config, receipts, directory, clock, ownersOf } = parts;
  const ticketFor = async (incident: IncidentId | undefined) =>
    ticketOf(incident ? await receipts.listReceipts(incident) : [], config.jira.site);
  return async (view, recipient) => {
    const only = accountsToldTo(view, recipient, ownersOf);
    const own = { ...view, members: view.members.filter(({ account }) => only.has(account)) };
    if (!isTold(own) || (await isWithoutTicket(parts, own, recipient))) return undefined;
    const other = recipient.channel === 'slack' ? 'jira' : 'slack';
    const [ticket, thread, previousTicket, untold, accounts, members] = await Promise.all([
      recipient.channel === 'slack' ? ticketFor(view.incident.id) : undefined,
      recipient.channel === 'jira' ? threadOf(receipts, view.incident.id) : undefined,
      ticketFor(view.incident.previous),
      untoldIn(receipts, view.incident.id, other),
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
      untold,
    };
    return { ...announcementOf(view, context), ...answering(config.slack?.answers, own, recipient) };
  };
}

/** How the incident can be answered: by buttons in Slack; on a ticket with what the whitelist would need. */
function answering(
  config: AnswersConfig | undefined,
  view: IncidentView,
  recipient: Recipient,
): Pick<Announcement, 'answers' | 'acceptSnippet'> {
  const answers = buttonsFor(config, view, recipient);
  const snippet = recipient.channel === 'jira' ? acceptSnippet(view, view.incident.openedAt) : undefined;
  return { ...(answers && { answers }), ...(snippet !== undefined && { acceptSnippet: snippet }) };
}

/** The buttons of a message in Slack, while the incident is open and people can answer. */
function buttonsFor(
  config: AnswersConfig | undefined,
  view: IncidentView,
  { channel }: Recipient,
): AnswerButtons | undefined {
  if (config?.enabled !== true || channel !== 'slack' || openMembers(view).length === 0) return undefined;
  const isAnswered = view.answers?.some(({ kind }) => kind === 'was-me' || kind === 'was-not-me') === true;
  return {
    accept: config.mayAccept.length > 0 && notAcceptableByButton(view) === undefined,
    asked: isAnswered ? [] : askedPeople(view, config.people),
  };
}

/** Composes the announcement of all of an incident, for machines: with the links to its ticket and its message. */
export function wholeComposer(
  parts: Omit<Parameters<typeof composer>[0], 'ownersOf' | 'config'> & {
    readonly config: { readonly jira: Pick<Config['jira'], 'site'> };
  },
): (view: IncidentView) => Promise<Announcement> {
  const { config, receipts, directory, clock } = parts;
  return async (view) => {
    const [all, thread, accounts, members] = await Promise.all([
      receipts.listReceipts(view.incident.id),
      threadOf(receipts, view.incident.id),
      directory.listAccounts(),
      directory.listMembers(),
    ]);
    const ticket = ticketOf(all, config.jira.site);
    const now = clock.now();
    return announcementOf(view, { accounts, organizationSize: members.size, now, ticket, thread });
  };
}
