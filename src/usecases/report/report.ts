import type { IncidentId } from '#domain/issues/incident-id.ts';
import { isWide } from '#domain/issues/incident-id.ts';
import type { IssueMovement } from '#domain/issues/movement.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';
import { announce } from './announce.ts';
import type { AboutAccounts } from './recipients.ts';
import { inheritTicket, inheritTicketOfView } from './inherit-ticket.ts';
import { askForNotes, noteAllMembers, noteMovements, notePlaces, toldToRecipient } from './note-told.ts';
import { secondsUntilEdit } from './pace-edits.ts';
import { concludeTelling, isEarly, isOvertaken, isPending, putOff } from './pending.ts';
import { tellLater } from './tell-outcome.ts';
import type { ServeParts, ReportParts } from './report-parts.ts';

/** How long a stream's batch may call Slack or Jira, in milliseconds: its shard waits meanwhile. */
const outsideCallsBudgetMs = 3000;
/** When the number of affected accounts is told as final, in seconds: a minute after it counts as such. */
const finalCountAfterSeconds = 900;

async function reportTo(
  parts: ReportParts,
  recipient: Recipient,
  movements: readonly [IssueMovement, ...IssueMovement[]],
  until: number,
): Promise<void> {
  const [{ incident }] = movements;
  const key = recipientKey(recipient);
  const receipt = await inheritTicket(parts, await parts.receipts.readReceipt(incident, key), movements);
  const report = { incident, destination: key, attempts: 0 };
  if (receipt.version > 0) {
    // Told already: a pending report will show this change with all others until then.
    if (!isPending(receipt, parts.clock.now())) await putOff(parts, report, secondsUntilEdit(receipt));
    await noteMovements(parts, receipt, movements);
    return;
  }
  // The message of an organization trail says how many accounts it can be; one more look tells how many it is.
  if (isWide(incident)) await parts.queue.sendLater(report, finalCountAfterSeconds);
  const inTime = parts.clock.now() < until && parts.channel.isQuick?.(recipient) !== false;
  const outcome = inTime
    ? await announce(parts)(incident, recipient)
    : tellLater(0, 'the batch does not wait for it');
  await concludeTelling(parts, report, outcome);
  // The notes go through the queue, so that the shard does not wait for them.
  if (outcome.kind === 'told' && outcome.ref !== undefined)
    await parts.queue.sendLater({ ...report, note: 'all' }, 0);
}

/** Reports what moved in one batch of the stream. */
export type ReportMovements = (movements: readonly IssueMovement[]) => Promise<void>;

/**
 * Begins a batch of the stream, and reports what moved in it: the first message of an incident is sent at once, everything
 * else goes through the queue. All incidents of the batch share the time for calls of Slack or Jira.
 */
export function reportMovements(parts: ReportParts): () => ReportMovements {
  const reportUntil = async (movements: readonly IssueMovement[], until: number): Promise<void> => {
    for (const [first, ...rest] of Map.groupBy(movements, ({ incident }) => incident).values()) {
      if (first === undefined) continue;
      // The incident, which is large in a storm, is read only when it is told.
      const recipients = await parts.recipients({ members: [first, ...rest] });
      const tellings = recipients.map(async (one) => {
        const [own, ...others] = await toldToRecipient(parts, recipientKey(one), [first, ...rest]);
        if (own !== undefined) await reportTo(parts, one, [own, ...others], until);
      });
      throwIfAny('telling an incident failed', (await settled(tellings)).failures);
    }
  };
  return () => {
    const until = parts.clock.now() + outsideCallsBudgetMs;
    return (movements) => reportUntil(movements, until);
  };
}

/** Called before and after a pending report is told to a recipient. */
interface ServeHooks<View> {
  readonly before: (view: View, destination: string) => Promise<void>;
  readonly after: (id: IncidentId, destination: string, view: View | undefined) => Promise<void>;
}

const nothing: ServeHooks<unknown> = { before: async () => undefined, after: async () => undefined };

async function sendEach(
  { queue }: Pick<ReportParts, 'queue'>,
  pending: PendingReport,
  destinations: readonly string[],
): Promise<void> {
  await Promise.all(destinations.map((destination) => queue.sendLater({ ...pending, destination }, 0)));
}

/** Serves pending reports of incidents, bursts and test alerts alike. */
export function serveReport<View extends AboutAccounts>(
  parts: ServeParts<View>,
  { before, after }: ServeHooks<View> = nothing,
): (report: PendingReport) => Promise<void> {
  const { receipts, incidents, recipients, clock } = parts;
  return async (pending) => {
    if ((await isEarly(parts, pending)) || (await isOvertaken(parts, pending))) return;
    const { incident, destination: named } = pending;
    // The mark is removed before the state is read, so that a later change sets it again.
    if (named !== undefined) await receipts.markServed(incident, named, clock.now());
    const view = await incidents.readIncident(incident);
    const all = view ? await recipients(view) : [];
    const meant = all.filter((one) => named === undefined || recipientKey(one) === named);
    // One run for each recipient: each reads the incident.
    if (named === undefined && view && parts.isWide?.(view) === true)
      return sendEach(parts, pending, meant.map(recipientKey));
    const tell = async (recipient: Recipient): Promise<void> => {
      const key = recipientKey(recipient);
      if (named === undefined) await receipts.markServed(incident, key, clock.now());
      if (view) await before(view, key);
      const outcome = await announce(parts)(incident, recipient, named === undefined ? undefined : view);
      await concludeTelling(parts, { ...pending, destination: key }, outcome);
      await after(incident, key, view);
    };
    throwIfAny('telling an incident failed', (await settled(meant.map(tell))).failures);
  };
}

/** Serves a pending report of an incident from the state read now, or stores the notes that it asks for. */
export function servePending(parts: ReportParts): (report: PendingReport) => Promise<void> {
  const tell = serveReport(parts, {
    before: (view, destination) => inheritTicketOfView(parts, view, destination),
    after: (incident, destination, view) =>
      view && parts.isWide?.(view) === true
        ? askForNotes(parts, incident, destination)
        : noteAllMembers(parts, incident, destination),
  });
  return async (report) => {
    const { incident, destination, note } = report;
    if (note === 'all' && destination !== undefined) return noteAllMembers(parts, incident, destination);
    return Array.isArray(note) ? notePlaces(parts, report, note) : tell(report);
  };
}
