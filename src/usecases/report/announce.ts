import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Channel, Recipient, ToldRef } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { Claims, ClaimStep } from './claims.ts';
import { claimLeaseMs, claimsIn } from './claims.ts';
import { nextEdit, secondsUntilEdit } from './pace-edits.ts';
import type { TellOutcome } from './tell-outcome.ts';
import { outcomeOfFailure, tellLater } from './tell-outcome.ts';

/** The channel and the receipts of a telling. */
interface TellParts {
  readonly channel: Channel;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
  /** A short text of letters and digits that differs for different values. */
  readonly digest: (value: unknown) => string;
}

/** The parts for telling incidents, or views of another kind: bursts, test alerts. */
export interface AnnounceParts<View = IncidentView> extends TellParts {
  readonly incidents: { readonly readIncident: (id: IncidentId) => Promise<View | undefined> };
  /** The words for `recipient`'s part of the incident; undefined when nothing in it is to be told there. */
  readonly compose: (view: View, recipient: Recipient) => Promise<Announcement | undefined>;
  /** Whether the incident is so large that one run reads it once only; by default none is. */
  readonly isWide?: ((view: View) => boolean) | undefined;
}

/** One telling of one incident to one recipient. */
interface Tell {
  readonly claims: Claims;
  readonly parts: TellParts;
  readonly recipient: Recipient;
  readonly announcement: Announcement;
  readonly marker: string;
}

function toldNow({ claims }: Tell, receipt: Receipt, told: ToldRef): Receipt {
  return { ...claims.withTold(receipt, told), refused: undefined };
}

/** The receipt as before the first telling, so that the incident is told anew, once, under the same claim rules. */
function forgetTold(receipt: Receipt): Receipt {
  const { incident, destination, version, refused, pendingDue, served } = receipt;
  return { incident, destination, version, refused, pendingDue, served, said: [] };
}

/** Ends a telling whose message the channel could not change; if the message is gone, the receipt is reset first. */
async function notDone(
  tell: Tell,
  receipt: Receipt,
  delivery: Parameters<typeof outcomeOfFailure>[0],
): Promise<ClaimStep> {
  if (delivery.kind === 'gone') await tell.claims.write(forgetTold(receipt));
  return { end: outcomeOfFailure(delivery) };
}

async function openFirst(tell: Tell, receipt: Receipt): Promise<ClaimStep> {
  const { parts, recipient, announcement, marker } = tell;
  // The first message contains all milestones so far: the claim records them for a process that finds it later.
  const files = parts.channel.attaches === true && announcement.accountList !== undefined;
  const said = announcement.milestones.flatMap(({ id, withAccounts }) => (files && withAccounts ? [] : id));
  const claimed = await tell.claims.claim({ ...receipt, said }, 'open');
  if ('end' in claimed) return claimed;
  const delivery = await parts.channel.open(recipient, announcement, marker);
  if (delivery.kind === 'done') {
    const shown = parts.digest(announcement);
    return tell.claims.write({ ...toldNow(tell, claimed.receipt, delivery.value), shown });
  }
  // An unknown outcome keeps its claim, so that it is looked up before it is repeated.
  if (delivery.kind === 'unknown') return { end: outcomeOfFailure(delivery) };
  await tell.claims.write({ ...claimed.receipt, intent: undefined });
  return { end: outcomeOfFailure(delivery) };
}

/** Another process claimed the first message and did not record the outcome: the message is searched before it is sent again. */
async function openAgain(tell: Tell, receipt: Receipt, begun: Instant): Promise<ClaimStep> {
  const { parts, recipient, marker } = tell;
  const age = parts.clock.now() - begun;
  const found = await parts.channel.find(recipient, marker, begun);
  if (found.kind !== 'done') return { end: outcomeOfFailure(found) };
  if (found.value) return tell.claims.write(toldNow(tell, receipt, found.value));
  if (age >= claimLeaseMs && age >= parts.channel.grace)
    return openFirst(tell, { ...receipt, intent: undefined });
  const wait = Math.min(Math.max(claimLeaseMs, parts.channel.grace) - age, 60_000);
  return { end: tellLater(Math.ceil(wait / 1000), 'it is not known yet whether it was told') };
}

async function open(tell: Tell, receipt: Receipt): Promise<ClaimStep> {
  const { intent } = receipt;
  return intent ? openAgain(tell, receipt, intent.at) : openFirst(tell, receipt);
}

async function refresh(tell: Tell, receipt: Receipt, told: ToldRef): Promise<ClaimStep> {
  const { parts, announcement } = tell;
  const shown = parts.digest(announcement);
  if (receipt.shown === shown) return { receipt };
  const delivery = await parts.channel.change(told, announcement);
  if (delivery.kind === 'done') {
    const edits = nextEdit(receipt, parts.clock.now());
    return tell.claims.write({ ...receipt, shown, edits, refused: undefined });
  }
  return delivery.kind === 'gone'
    ? tell.claims.write(forgetTold(receipt))
    : { end: outcomeOfFailure(delivery) };
}

async function wasSaid(tell: Tell, receipt: Receipt, told: ToldRef): Promise<ClaimStep> {
  const { parts } = tell;
  const { intent } = receipt;
  if (!intent) return { receipt };
  if (tell.claims.isHeld(intent))
    return { end: tellLater(claimLeaseMs / 1000, 'it is not known yet whether it was said') };
  const said = await parts.channel.said(told);
  if (said.kind !== 'done') return notDone(tell, receipt, said);
  const done = said.value.includes(intent.what) ? [intent.what] : [];
  return tell.claims.write({ ...receipt, intent: undefined, said: [...receipt.said, ...done] });
}

async function say(tell: Tell, receipt: Receipt, told: ToldRef, milestone: Milestone): Promise<ClaimStep> {
  const { parts, announcement } = tell;
  const claimed = await tell.claims.claim(receipt, milestone.id);
  if ('end' in claimed) return claimed;
  const delivery = await parts.channel.say(told, announcement, milestone);
  if (delivery.kind === 'done') {
    const said = [...receipt.said, milestone.id];
    return tell.claims.write({ ...claimed.receipt, intent: undefined, refused: undefined, said });
  }
  if (delivery.kind === 'unknown') return { end: outcomeOfFailure(delivery) };
  if (delivery.kind !== 'gone') await tell.claims.write({ ...claimed.receipt, intent: undefined });
  return notDone(tell, claimed.receipt, delivery);
}

async function finish(tell: Tell, receipt: Receipt, told: ToldRef): Promise<ClaimStep> {
  const { parts, announcement } = tell;
  if (announcement.done === (receipt.finished ?? false) || !announcement.done) return { receipt };
  const delivery = await parts.channel.finish(told, announcement);
  if (delivery.kind !== 'done') return notDone(tell, receipt, delivery);
  const leftOpen = delivery.value === 'left-open' || undefined;
  return tell.claims.write({ ...receipt, finished: true, leftOpen, refused: undefined });
}

async function bringUpToDate(tell: Tell, first: Receipt): Promise<ClaimStep> {
  let step: ClaimStep = first.told ? await refresh(tell, first, first.told) : await open(tell, first);
  if ('receipt' in step && !step.receipt.told) step = await open(tell, step.receipt);
  if ('end' in step || !step.receipt.told) return step;
  const { told } = step.receipt;
  step = await wasSaid(tell, step.receipt, told);
  if ('end' in step) return step;
  const { said } = step.receipt;
  const [next, ...others] = tell.announcement.milestones.filter(({ id }) => !said.includes(id));
  // Slack accepts one message per second and channel.
  const more = { end: tellLater(1, 'there is more to say') };
  if (next && told.ref !== first.told?.ref) return more;
  if (next) step = await say(tell, step.receipt, told, next);
  if ('end' in step) return step;
  return others.length > 0 ? more : finish(tell, step.receipt, told);
}

/**
 * Tells `recipient` of the incident as it is now: first with a new message or ticket, then by editing it, and with a
 * reply or comment for each new milestone. If it is killed and repeated, also concurrently, each is sent once. `seen`
 * is the incident if the caller has just read it.
 */
export function announce<View>(parts: AnnounceParts<View>) {
  return async (incident: IncidentId, recipient: Recipient, seen?: View): Promise<TellOutcome> => {
    const key = recipientKey(recipient);
    const [view, receipt] = await Promise.all([
      seen ?? parts.incidents.readIncident(incident),
      parts.receipts.readReceipt(incident, key),
    ]);
    const announcement = view && (await parts.compose(view, recipient));
    if (!announcement) return { kind: 'told' };
    const claims = claimsIn(parts, tellLater(1, 'another process is telling this incident'));
    const marker = `${incident}-${parts.digest(key)}`;
    const tell: Tell = { parts, claims, recipient, announcement, marker };
    const step = await bringUpToDate(tell, receipt);
    if ('end' in step) return step.end;
    // If nothing was written, nothing was sent, and a change since the read causes a report of its own.
    if (step.receipt.version === receipt.version) return { kind: 'told', ref: receipt.told?.ref };
    // A later run looks whether it changed meanwhile: reading 170,000 members twice takes longer than a function may.
    if (parts.isWide?.(view) === true)
      return tellLater(secondsUntilEdit(step.receipt), 'it is read once a run');
    const now = await parts.incidents.readIncident(incident);
    const changed = now && parts.digest(await parts.compose(now, recipient)) !== step.receipt.shown;
    return changed
      ? tellLater(secondsUntilEdit(step.receipt), 'it changed meanwhile')
      : { kind: 'told', ref: step.receipt.told?.ref };
  };
}
