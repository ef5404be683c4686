import pLimit from 'p-limit';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Place } from '#domain/values/place.ts';
import { recipientKey } from '#ports/channel.ts';
import type { Receipt } from '#ports/receipt-store.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import type { Movement, ReportParts } from './report-parts.ts';

const notesAtOnce = 10;
/** A stream's shard waits for so many notes at the most. */
const notedAtOnceLimit = 5;
/** How often the mark that all was noted is tried to be written. */
const maxMarkAttempts = 8;

/** Notes on one issue that it was told, and as which ticket. */
async function note(parts: ReportParts, { account, region, incident }: Movement, ref: string): Promise<void> {
  const ticket = parts.channel.name === 'jira' ? ref : undefined;
  await parts.issues.noteReported(account, region, { at: parts.clock.now(), ticket, incident });
}

/** Where an incident shows, each place once. */
export function placesOf({
  incident,
  members,
}: Pick<IncidentView, 'incident' | 'members'>): readonly Movement[] {
  const places = members.map(({ account, region }) => ({ account, region, incident: incident.id }));
  return [...new Map(places.map((place) => [`${place.account} ${place.region}`, place])).values()];
}

/** Those of `places` whose accounts are told of in this destination. */
export async function toldToRecipient<Place extends { readonly account: AccountId }>(
  parts: Pick<ReportParts, 'destinations'>,
  key: string,
  places: readonly Place[],
): Promise<readonly Place[]> {
  const own = new Set<AccountId>();
  for (const account of new Set(places.map((place) => place.account))) {
    const destinations = await parts.destinations({ members: [{ account }] });
    if (destinations.some((one) => recipientKey(one) === key)) own.add(account);
  }
  return places.filter(({ account }) => own.has(account));
}

async function noteOn(parts: ReportParts, places: readonly Movement[], ref: string): Promise<void> {
  const limit = pLimit(notesAtOnce);
  await Promise.all(places.map((place) => limit(() => note(parts, place, ref))));
}

/** Notes on these issues that they were told, if they still are: what is told anew is noted as a whole. */
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

/** Notes on what moved that it was told already; many notes through the queue, as whatever else moved waits meanwhile. */
export async function noteMovements(
  parts: ReportParts,
  { incident, destination, told }: Receipt,
  movements: readonly Movement[],
): Promise<void> {
  if (!told) return;
  if (movements.length <= notedAtOnceLimit) return noteOn(parts, movements, told.ref);
  const places = movements.map(({ account, region }) => ({ account, region }));
  await parts.queue.sendLater({ incident, destination, attempts: 0, note: places }, 0);
}

/** Notes the report on the issues of all members that are told of there, once after the first telling. */
export async function noteAllMembers(parts: ReportParts, incident: IncidentId, key: string): Promise<void> {
  const receipt = await parts.receipts.readReceipt(incident, key);
  const view = receipt.told && !receipt.noted ? await parts.incidents.readIncident(incident) : undefined;
  if (!view || !receipt.told) return;
  const { ref } = receipt.told;
  const members = await toldToRecipient(parts, key, view.members);
  await noteOn(parts, placesOf({ ...view, members }), ref);
  await parts.onFirstTold(view, receipt.told.at);
  await keepNoted(parts, incident, key);
}

/** In a storm the receipt has changed meanwhile; without this mark every refresh would note thousands again. */
async function keepNoted({ receipts }: ReportParts, incident: IncidentId, key: string): Promise<void> {
  for (let attempt = 0; attempt < maxMarkAttempts; attempt += 1) {
    const receipt = await receipts.readReceipt(incident, key);
    if (receipt.noted === true || (await receipts.writeReceipt({ ...receipt, noted: true })) !== 'stale')
      return;
  }
}
