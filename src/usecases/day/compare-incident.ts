import type { Sentence } from '#domain/announcements/announcement.ts';
import { plain, say } from '#domain/announcements/wording.ts';
import type { ToldIncident } from '#domain/reports/told-incident.ts';
import { headlineFor, toldIncidentOf } from '#domain/reports/told-incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import { partsOf } from '#usecases/report/recipients.ts';
import { askTwice } from './ask-twice.ts';
import type { RemarkKind, ComparisonNote } from './compare-tickets.ts';
import type { ComparisonContext } from './comparison-context.ts';

/** An incident that opened less than this long ago does not count as missing, in milliseconds. */
const missingAfterMs = 15 * 60 * 1000;

/** A sentence that is complete: the incident's headline is not appended to it. */
interface CompleteSentence {
  readonly whole: Sentence;
}

const accountsOf = ({ members }: ToldIncident): AccountId[] => [
  ...new Set(members.map(({ account }) => account)),
];

const recipientWords = (recipient: Recipient): string =>
  recipient.channel === 'slack'
    ? `Slack (${plain(recipient.to, 60)})`
    : `Jira (${plain(recipient.project, 30)})`;

async function ofTicket(
  { parts, tickets }: ComparisonContext,
  incident: ToldIncident,
  receipt: Receipt,
): Promise<readonly [RemarkKind, string | CompleteSentence][]> {
  const { told } = receipt;
  const { desk, receipts } = parts;
  const shown = tickets?.get(incident.id) ?? [];
  if (!desk || !tickets || !told || incident.status !== 'open' || shown.some(({ key }) => key === told.ref))
    return [];
  // The search index lags and labels get removed: the ticket itself decides.
  const stands = await askTwice(() => desk.readTicketState(told.ref));
  if (stands.kind !== 'done' || stands.value === 'open') return [];
  if (stands.value === 'done')
    return [['mismatches', `Ticket ${told.ref} was closed by hand, but this is still open: `]];
  await receipts.writeReceipt(unshown(receipt));
  return [['repaired', `Ticket ${told.ref} was gone, a new one is made: `]];
}

/** The receipt without its digest: the reporter then edits the message again, and notices that it is gone. */
const unshown = (receipt: Receipt): Receipt => ({ ...receipt, shown: undefined });

async function ofThread(
  { parts }: ComparisonContext,
  incident: ToldIncident,
  receipt: Receipt,
  where: string,
): Promise<readonly [RemarkKind, string | CompleteSentence][]> {
  if (!parts.threads || !receipt.told || incident.status !== 'open') return [];
  const { threads } = parts;
  const { told } = receipt;
  const stands = await askTwice(() => threads.readMessageState(told));
  if (stands.kind !== 'done') {
    const words = say(`Not every message could be looked for in ${where}: ${plain(stands.why, 200)}`);
    return [['mismatches', { whole: words }]];
  }
  if (stands.value === 'there') return [];
  await parts.receipts.writeReceipt(unshown(receipt));
  return [['repaired', `The message of this in ${where} was gone, a new one is made: `]];
}

function ofReceipt(
  receipt: Receipt,
  incident: ToldIncident,
  where: string,
  now: number,
): [RemarkKind, string][] {
  if (receipt.told || incident.status !== 'open' || now - incident.openedAt < missingAfterMs) return [];
  if (receipt.refused !== undefined) {
    return [['untold', `${where} did not take this (${plain(receipt.refused, 200)}): `]];
  }
  return [['repaired', `${where} had not been told of this and is told now: `]];
}

/** Compares a recipient's part of an incident with its ticket or message, and asks the reporter to correct it. */
async function comparePart(
  work: ComparisonContext,
  incident: ToldIncident,
  recipient: Recipient,
): Promise<ComparisonNote[]> {
  const { parts, names } = work;
  const now = parts.clock.now();
  const key = recipientKey(recipient);
  const receipt = await parts.receipts.readReceipt(incident.id, key);
  const isTicketless = recipient.channel === 'jira' && !parts.isTicketed(incident.members);
  if (isTicketless && receipt.told === undefined) return [];
  const found = [
    ...ofReceipt(receipt, incident, recipientWords(recipient), now),
    ...(recipient.channel === 'jira'
      ? await ofTicket(work, incident, receipt)
      : await ofThread(work, incident, receipt, recipientWords(recipient))),
  ];
  // The reporter corrects what is missing or stale, from the state that it reads then.
  await parts.queues[recipient.channel].sendLater(
    { incident: incident.id, destination: key, attempts: 0 },
    0,
  );
  if (found.length === 0) return [];
  const headline = headlineFor(incident, names, now);
  return found.map(([kind, words]) =>
    typeof words === 'string'
      ? { kind, accounts: accountsOf(incident), words: say(words, headline, '.') }
      : { kind, accounts: [], words: words.whole },
  );
}

/**
 * Compares an incident with its tickets and messages, recipient by recipient. A recipient whose accounts were only
 * weakened is rightly told nothing.
 */
export async function compareIncident(
  work: ComparisonContext,
  { id, members }: ToldIncident,
): Promise<ComparisonNote[]> {
  const notes = await Promise.all(
    partsOf(members, work.parts.ownersOf)
      .map((part) => ({ ...part, incident: toldIncidentOf(id, part.members) }))
      .filter(({ incident }) => incident.harmful)
      .map(({ incident, recipient }) => comparePart(work, incident, recipient)),
  );
  return notes.flat();
}
