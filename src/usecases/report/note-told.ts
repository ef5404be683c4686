import pLimit from 'p-limit';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { IssueMovement } from '#domain/issues/movement.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Place } from '#domain/values/place.ts';
import { recipientKey } from '#ports/channel.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import type { ReportParts } from './report-parts.ts';

const notesAtOnce = 10;
/** How many notes are written in the stream's batch, whose shard waits; more go through the queue. */
const notedAtOnceLimit = 5;
/** Notes that one message asks for: a few seconds of writes, and less than 50 KB of the 256 KB that a message holds. */
const notesPerMessage = 500;
/** How often writing the mark `noted` is tried. */
const maxMarkAttempts = 8;

/** Stores on an issue that it was reported, and its ticket if the channel is Jira. */
async function note(
  parts: ReportParts,
  { account, region, incident }: IssueMovement,
  ref: string,
): Promise<void> {
  const ticket = parts.channel.name === 'jira' ? ref : undefined;
  await parts.issues.noteReported(account, region, { at: parts.clock.now(), ticket, incident });
}

/** The places of an incident's members, each once. */
export function placesOf({
  incident,
  members,
}: Pick<IncidentView, 'incident' | 'members'>): readonly IssueMovement[] {
  const places = members.map(({ account, region }) => ({ account, region, incident: incident.id }));
  return [...new Map(places.map((place) => [`${place.account} ${place.region}`, place])).values()];
}

/** Those of `places` whose accounts the recipient `key` is told of. */
export async function toldToRecipient<Place extends { readonly account: AccountId }>(
  parts: Pick<ReportParts, 'recipients'>,
  key: string,
  places: readonly Place[],
): Promise<readonly Place[]> {
  const own = new Set<AccountId>();
  for (const account of new Set(places.map((place) => place.account))) {
    const recipients = await parts.recipients({ members: [{ account }] });
    if (recipients.some((one) => recipientKey(one) === key)) own.add(account);
  }
  return places.filter(({ account }) => own.has(account));
}

/** Notes that these issues were reported; thousands of them in messages, each of which a function writes in its time. */
async function notePages(
  parts: ReportParts,
  report: { readonly incident: IncidentId; readonly destination: string },
  places: readonly IssueMovement[],
  ref: string,
): Promise<void> {
  if (places.length <= notesPerMessage) return noteOn(parts, places, ref);
  const limit = pLimit(notesAtOnce);
  const pages = Array.from({ length: Math.ceil(places.length / notesPerMessage) }, (_, index) =>
    places
      .slice(index * notesPerMessage, (index + 1) * notesPerMessage)
      .map(({ account, region }) => ({ account, region })),
  );
  await Promise.all(
    pages.map((note) => limit(() => parts.queue.sendLater({ ...report, attempts: 0, note }, 0))),
  );
}

async function noteOn(parts: ReportParts, places: readonly IssueMovement[], ref: string): Promise<void> {
  const limit = pLimit(notesAtOnce);
  await Promise.all(places.map((place) => limit(() => note(parts, place, ref))));
}

/** Stores on these issues that they were reported; skipped if the receipt was reset, as all are then noted anew. */
export async function notePlaces(
  parts: ReportParts,
  { incident, destination = '' }: PendingReport,
  places: readonly Place[],
): Promise<void> {
  const { told } = await parts.receipts.readReceipt(incident, destination);
  if (told)
    await noteOn(
      parts,
      places.map((place) => ({ ...place, incident })),
      told.ref,
    );
}

/** Stores on issues that moved that they were reported already; many of them through the queue, not in the batch. */
export async function noteMovements(
  parts: ReportParts,
  { incident, destination, told }: Receipt,
  movements: readonly IssueMovement[],
): Promise<void> {
  if (!told) return;
  if (movements.length <= notedAtOnceLimit) return noteOn(parts, movements, told.ref);
  const places = movements.map(({ account, region }) => ({ account, region }));
  await parts.queue.sendLater({ incident, destination, attempts: 0, note: places }, 0);
}

/** Asks for the notes on all members in a run of their own, unless they are noted: each reads the incident. */
export async function askForNotes(
  { receipts, queue }: Pick<ReportParts, 'receipts' | 'queue'>,
  incident: IncidentId,
  destination: string,
): Promise<void> {
  const { told, noted } = await receipts.readReceipt(incident, destination);
  if (told && noted !== true) await queue.sendLater({ incident, destination, attempts: 0, note: 'all' }, 0);
}

/** Stores on the issues of all members that the recipient is told of that they were reported, once after the first telling. */
export async function noteAllMembers(parts: ReportParts, incident: IncidentId, key: string): Promise<void> {
  const receipt = await parts.receipts.readReceipt(incident, key);
  const view = receipt.told && !receipt.noted ? await parts.incidents.readIncident(incident) : undefined;
  if (!view || !receipt.told) return;
  const { ref } = receipt.told;
  const members = await toldToRecipient(parts, key, view.members);
  await notePages(parts, { incident, destination: key }, placesOf({ ...view, members }), ref);
  await parts.onFirstTold(view, receipt.told.at);
  await markNoted(parts, incident, key);
}

/** Marks the receipt as noted, on its newest version; without the mark every refresh would note all members again. */
async function markNoted({ receipts }: ReportParts, incident: IncidentId, key: string): Promise<void> {
  for (let attempt = 0; attempt < maxMarkAttempts; attempt += 1) {
    const receipt = await receipts.readReceipt(incident, key);
    if (receipt.noted === true || (await receipts.writeReceipt({ ...receipt, noted: true })) !== 'stale')
      return;
  }
}
