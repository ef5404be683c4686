import { incidentEvent } from '#domain/announcements/incident-event.ts';
import type { IncidentEvent } from '#domain/announcements/incident-event.ts';
import { unsaidMilestones } from '#domain/announcements/incident-milestones.ts';
import type { Announcement } from '#domain/announcements/announcement.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Clock } from '#ports/clock.ts';
import type { Directory } from '#ports/directory.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import type { IncidentListener } from '#ports/incident-listeners.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';
import { machines } from './ask-for-milestones.ts';

/** The stores, the words and the listeners for telling machines. */
export interface PublishParts {
  readonly incidents: Pick<IncidentStore, 'readIncident'>;
  readonly receipts: ReceiptStore;
  readonly directory: Pick<Directory, 'listAccounts'>;
  readonly clock: Clock;
  /** The words for all of the incident. */
  readonly compose: (view: IncidentView) => Promise<Announcement>;
  readonly listeners: readonly IncidentListener[];
  /** Called once a listener has taken events; a repeated run may call it twice. */
  readonly onSent: (listener: string, events: readonly IncidentEvent[]) => void;
}

/** How often a receipt that another run wrote meanwhile is read again. */
const maxWriteAttempts = 8;

/** Sends what the listener has not heard of, then notes it: killed in between, it is sent again under the same ids. */
async function tellListener(
  parts: PublishParts,
  listener: IncidentListener,
  view: IncidentView,
  words: () => Promise<Announcement>,
): Promise<void> {
  for (let attempt = 0; attempt < maxWriteAttempts; attempt += 1) {
    const receipt = await parts.receipts.readReceipt(view.incident.id, listener.name);
    const { publish, said } = unsaidMilestones(view, receipt.said);
    if (said.length === receipt.said.length) return;
    const announcement = await words();
    const context = { names: await parts.directory.listAccounts(), now: parts.clock.now() };
    const events = publish.map((milestone) => incidentEvent(view, announcement, milestone, context));
    if (events.length > 0) await listener.sendEvents(events);
    if ((await parts.receipts.writeReceipt({ ...receipt, said })) === 'stale') continue;
    parts.onSent(listener.name, events);
    return;
  }
  throw new Error(`The milestones of ${view.incident.id} are sent by too many at once, try again`);
}

/**
 * Tells every listener the milestones of an incident that it has not heard of, from the state read now. A listener that
 * refuses does not keep the others from hearing; the request is tried again.
 */
export function publishMilestones(parts: PublishParts): (report: PendingReport) => Promise<void> {
  return async ({ incident }) => {
    // The mark is removed before the state is read, so that a later change sets it again.
    await parts.receipts.markServed(incident, machines, parts.clock.now());
    const view = await parts.incidents.readIncident(incident);
    if (!view) return;
    let composed: Promise<Announcement> | undefined;
    const words = () => (composed ??= parts.compose(view));
    const tellings = parts.listeners.map((listener) => tellListener(parts, listener, view, words));
    throwIfAny('telling machines of an incident failed', (await settled(tellings)).failures);
  };
}
