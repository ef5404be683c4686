import type { Announcement } from '#domain/announcements/announcement.ts';
import type { TestAlert } from '#domain/issues/test-alert.ts';
import { isTestAlertId } from '#domain/issues/test-alert.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import type { TestAlerts, TestOutcome } from '#ports/test-alerts.ts';
import type { AnnounceParts } from '#usecases/report/announce.ts';
import { announce } from '#usecases/report/announce.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';
import { concludeTelling, isEarly, isOvertaken } from '#usecases/report/pending.ts';
import type { ServeParts } from '#usecases/report/report-parts.ts';

type Serve = (report: PendingReport) => Promise<void>;

/** A reporter's parts, with the store and the wording of test alerts. */
export interface TestParts extends Omit<ServeParts<never>, 'incidents' | 'compose' | 'isWide'> {
  readonly tests: TestAlerts;
  readonly words: (alert: TestAlert) => Promise<Announcement>;
}

/** A test that was not told this long after its end is not told any more, in milliseconds. */
const tellableAfterEndMs = 5 * 60_000;

function announcing({ tests, words, ...parts }: TestParts): AnnounceParts<TestAlert> {
  const incidents = { readIncident: async (id: TestAlert['id']) => (await tests.readTestAlert(id))?.alert };
  return { ...parts, incidents, compose: (alert) => words(alert) };
}

/** The messages of a failure and of its causes, outermost first, cut at 500 characters. */
function wordsOf(error: unknown): string {
  const cause = error instanceof Error && error.cause !== undefined ? `: ${wordsOf(error.cause)}` : '';
  return `${error instanceof Error ? error.message : String(error)}${cause}`.slice(0, 500);
}

async function tell(
  parts: TestParts,
  alert: TestAlert,
  recipient: Recipient,
  report: PendingReport,
): Promise<Omit<TestOutcome, 'at' | 'destination'>> {
  const { receipts, clock, queue } = parts;
  const key = recipientKey(recipient);
  const { told } = await receipts.readReceipt(alert.id, key);
  if (told === undefined && clock.now() > alert.endsAt + tellableAfterEndMs)
    return { kind: 'failed', why: 'it could not be told in time' };
  await receipts.markServed(alert.id, key, clock.now());
  const outcome = await announce(announcing(parts))(alert.id, recipient, alert);
  // The reason is shown to the person who asked; a dead letter would raise an alarm and be listed in the daily report.
  const quiet = { ...parts, queue: { ...queue, giveUp: async () => undefined } };
  await concludeTelling(quiet, { ...report, destination: key }, outcome);
  return { kind: outcome.kind, why: outcome.kind === 'told' ? undefined : outcome.why };
}

async function tellAndNote(
  parts: TestParts,
  alert: TestAlert,
  recipient: Recipient,
  report: PendingReport,
): Promise<void> {
  // If the note fails as well, the message returns to its queue.
  const outcome = await tell(parts, alert, recipient, report).catch((error: unknown) => ({
    kind: 'failed' as const,
    why: wordsOf(error),
  }));
  const at = parts.clock.now();
  await parts.tests.noteOutcome(alert.id, { destination: recipientKey(recipient), at, ...outcome });
}

/**
 * Serves the pending reports of test alerts as those of incidents, and hands all other reports to `others`. The outcome
 * of each attempt is stored for the person who waits; no metric is counted and no dead letter is sent.
 */
export function tellTestAlerts(parts: TestParts, others: Serve): Serve {
  return async (report) => {
    const { incident, destination: named } = report;
    if (!isTestAlertId(incident)) return others(report);
    if ((await isEarly(parts, report)) || (await isOvertaken(parts, report))) return;
    const progress = await parts.tests.readTestAlert(incident);
    if (!progress) return;
    const { alert } = progress;
    const all = await parts.recipients({ members: [{ account: alert.account }] });
    const meant = all.filter((one) => named === undefined || recipientKey(one) === named);
    const tellings = meant.map((one) => tellAndNote(parts, alert, one, report));
    throwIfAny('telling a test alert failed', (await settled(tellings)).failures);
  };
}
