import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Channel, Recipient, ToldRef } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import { nextEdit, secondsUntilEdit } from './pace-edits.ts';
import type { TellOutcome } from './tell-outcome.ts';
import { outcomeOfFailure, tellLater } from './tell-outcome.ts';

/** What telling anything needs. */
interface TellParts {
  readonly channel: Channel;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
  /** A short text of letters and digits that is equal for equal values only. */
  readonly digest: (value: unknown) => string;
}

/** What telling an incident needs, or whatever else is told under an id of its own. */
export interface AnnounceParts<View = IncidentView> extends TellParts {
  readonly incidents: { readonly readIncident: (id: IncidentId) => Promise<View | undefined> };
  /** The words for `destination`'s part of the incident; undefined when nothing in it is to be told there. */
  readonly compose: (view: View, destination: Recipient) => Promise<Announcement | undefined>;
}

/** How long another process may still be at what it began, in milliseconds: as long as a reporter may run. */
const claimLeaseMs = 30_000;

/** One attempt to tell one incident in one place, with everything it works on. */
interface Tell {
  readonly parts: TellParts;
  readonly destination: Recipient;
  readonly announcement: Announcement;
  readonly marker: string;
}

/** Either the next receipt to go on from, or the end of this attempt. */
type Step = { readonly receipt: Receipt } | { readonly end: TellOutcome };

async function writeStep(attempt: Tell, receipt: Receipt): Promise<Step> {
  const next = await attempt.parts.receipts.writeReceipt(receipt);
  return next === 'stale'
    ? { end: tellLater(1, 'somebody else is telling this incident') }
    : { receipt: next };
}

function toldNow({ parts }: Tell, receipt: Receipt, told: ToldRef): Receipt {
  return { ...receipt, told: { ...told, at: parts.clock.now() }, intent: undefined, refused: undefined };
}

/** Nothing is known to be told there any more, so that it is told anew, once, under the same claim rules. */
function forgetTold(receipt: Receipt): Receipt {
  const { incident, destination, version, refused, pendingDue, served } = receipt;
  return { incident, destination, version, refused, pendingDue, served, said: [] };
}

/** The end of an attempt whose message the channel could not change; one that is gone is forgotten first. */
async function notDone(
  attempt: Tell,
  receipt: Receipt,
  delivery: Parameters<typeof outcomeOfFailure>[0],
): Promise<Step> {
  if (delivery.kind === 'gone') await writeStep(attempt, forgetTold(receipt));
  return { end: outcomeOfFailure(delivery) };
}

async function openFirst(attempt: Tell, receipt: Receipt): Promise<Step> {
  const { parts, destination, announcement, marker } = attempt;
  // The first message says all there is so far; whoever finds it later has to know what that was.
  const files = parts.channel.attaches === true && announcement.accountList !== undefined;
  const said = announcement.milestones.flatMap(({ id, withAccounts }) => (files && withAccounts ? [] : id));
  const claimed = await writeStep(attempt, {
    ...receipt,
    said,
    intent: { what: 'open', at: parts.clock.now() },
  });
  if ('end' in claimed) return claimed;
  const delivery = await parts.channel.open(destination, announcement, marker);
  if (delivery.kind === 'done') {
    const shown = parts.digest(announcement);
    return writeStep(attempt, { ...toldNow(attempt, claimed.receipt, delivery.value), shown });
  }
  // An unknown outcome keeps its claim: nobody repeats it before it was looked into.
  if (delivery.kind === 'unknown') return { end: outcomeOfFailure(delivery) };
  await writeStep(attempt, { ...claimed.receipt, intent: undefined });
  return { end: outcomeOfFailure(delivery) };
}

/** Somebody began to tell and did not say how it ended: look for what was told before telling again. */
async function openAgain(attempt: Tell, receipt: Receipt, begun: Instant): Promise<Step> {
  const { parts, destination, marker } = attempt;
  const age = parts.clock.now() - begun;
  const found = await parts.channel.find(destination, marker, begun);
  if (found.kind !== 'done') return { end: outcomeOfFailure(found) };
  if (found.value) return writeStep(attempt, toldNow(attempt, receipt, found.value));
  if (age >= claimLeaseMs && age >= parts.channel.grace)
    return openFirst(attempt, { ...receipt, intent: undefined });
  const wait = Math.min(Math.max(claimLeaseMs, parts.channel.grace) - age, 60_000);
  return { end: tellLater(Math.ceil(wait / 1000), 'it is not known yet whether it was told') };
}

async function open(attempt: Tell, receipt: Receipt): Promise<Step> {
  const { intent } = receipt;
  return intent ? openAgain(attempt, receipt, intent.at) : openFirst(attempt, receipt);
}

async function refresh(attempt: Tell, receipt: Receipt, told: ToldRef): Promise<Step> {
  const { parts, announcement } = attempt;
  const shown = parts.digest(announcement);
  if (receipt.shown === shown) return { receipt };
  const delivery = await parts.channel.change(told, announcement);
  if (delivery.kind === 'done') {
    const edits = nextEdit(receipt, parts.clock.now());
    return writeStep(attempt, { ...receipt, shown, edits, refused: undefined });
  }
  return delivery.kind === 'gone'
    ? writeStep(attempt, forgetTold(receipt))
    : { end: outcomeOfFailure(delivery) };
}

async function wasSaid(attempt: Tell, receipt: Receipt, told: ToldRef): Promise<Step> {
  const { parts } = attempt;
  const { intent } = receipt;
  if (!intent) return { receipt };
  if (parts.clock.now() - intent.at < claimLeaseMs)
    return { end: tellLater(claimLeaseMs / 1000, 'it is not known yet whether it was said') };
  const said = await parts.channel.said(told);
  if (said.kind !== 'done') return notDone(attempt, receipt, said);
  const done = said.value.includes(intent.what) ? [intent.what] : [];
  return writeStep(attempt, { ...receipt, intent: undefined, said: [...receipt.said, ...done] });
}

async function say(attempt: Tell, receipt: Receipt, told: ToldRef, milestone: Milestone): Promise<Step> {
  const { parts, announcement } = attempt;
  const claimed = await writeStep(attempt, {
    ...receipt,
    intent: { what: milestone.id, at: parts.clock.now() },
  });
  if ('end' in claimed) return claimed;
  const delivery = await parts.channel.say(told, announcement, milestone);
  if (delivery.kind === 'done') {
    const said = [...receipt.said, milestone.id];
    return writeStep(attempt, { ...claimed.receipt, intent: undefined, refused: undefined, said });
  }
  if (delivery.kind === 'unknown') return { end: outcomeOfFailure(delivery) };
  if (delivery.kind !== 'gone') await writeStep(attempt, { ...claimed.receipt, intent: undefined });
  return notDone(attempt, claimed.receipt, delivery);
}

async function finish(attempt: Tell, receipt: Receipt, told: ToldRef): Promise<Step> {
  const { parts, announcement } = attempt;
  if (announcement.done === (receipt.finished ?? false) || !announcement.done) return { receipt };
  const delivery = await parts.channel.finish(told, announcement);
  if (delivery.kind !== 'done') return notDone(attempt, receipt, delivery);
  const leftOpen = delivery.value === 'left-open' || undefined;
  return writeStep(attempt, { ...receipt, finished: true, leftOpen, refused: undefined });
}

async function bringUpToDate(attempt: Tell, first: Receipt): Promise<Step> {
  let step: Step = first.told ? await refresh(attempt, first, first.told) : await open(attempt, first);
  if ('receipt' in step && !step.receipt.told) step = await open(attempt, step.receipt);
  if ('end' in step || !step.receipt.told) return step;
  const { told } = step.receipt;
  step = await wasSaid(attempt, step.receipt, told);
  if ('end' in step) return step;
  const { said } = step.receipt;
  const [next, ...others] = attempt.announcement.milestones.filter(({ id }) => !said.includes(id));
  // Slack takes one message a second in a channel.
  const more = { end: tellLater(1, 'there is more to say') };
  if (next && told.ref !== first.told?.ref) return more;
  if (next) step = await say(attempt, step.receipt, told, next);
  if ('end' in step) return step;
  return others.length > 0 ? more : finish(attempt, step.receipt, told);
}

/**
 * Tells `destination` of the incident as it is now: the first time with a message of its own, then by keeping that
 * message up to date and saying what a person must notice. Killed anywhere, and repeated by anybody, it tells once.
 * `seen` is the incident as the caller has just read it.
 */
export function announce<View>(parts: AnnounceParts<View>) {
  return async (incident: IncidentId, destination: Recipient, seen?: View): Promise<TellOutcome> => {
    const key = recipientKey(destination);
    const [view, receipt] = await Promise.all([
      seen ?? parts.incidents.readIncident(incident),
      parts.receipts.readReceipt(incident, key),
    ]);
    const announcement = view && (await parts.compose(view, destination));
    if (!announcement) return { kind: 'told' };
    const attempt: Tell = { parts, destination, announcement, marker: `${incident}-${parts.digest(key)}` };
    const step = await bringUpToDate(attempt, receipt);
    if ('end' in step) return step.end;
    // Where nothing was sent, no time has passed in which something could have changed unnoticed.
    if (step.receipt.version === receipt.version) return { kind: 'told', ref: receipt.told?.ref };
    const now = await parts.incidents.readIncident(incident);
    const changed = now && parts.digest(await parts.compose(now, destination)) !== step.receipt.shown;
    return changed
      ? tellLater(secondsUntilEdit(step.receipt), 'it changed meanwhile')
      : { kind: 'told', ref: step.receipt.told?.ref };
  };
}
