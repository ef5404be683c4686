import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';
import type { PendingReport, ReportQueue } from '#ports/follow-ups.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { TellOutcome } from './tell-outcome.ts';

/** The queue and the receipts by which reports are postponed. */
export interface PendingParts {
  readonly queue: ReportQueue;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
  /** Called when a recipient's channel refuses an incident for a new reason, so that another channel says so. */
  readonly onRefused?: ((incident: IncidentId) => Promise<void>) | undefined;
}

/** A pending report to one recipient. */
export type PendingForRecipient = PendingReport & { readonly destination: string };

/** A pending message that is overdue by more than this counts as lost, in seconds. */
const lostAfterSeconds = 60;
/** How long a failing report is tried before it goes to the dead-letter queue, in seconds. */
const giveUpAfterSeconds = 24 * 3600;
/** The longest pause between two attempts unless the channel asks for a longer one, in seconds. */
const longestPauseSeconds = 300;
/** The shortest pause after a refusal, in seconds: a person has to act first. */
const firstRetrySeconds = 60;
/** The longest delay of an SQS message, in seconds; a report that is received before its time is postponed again. */
const longestQueueDelaySeconds = 900;

/** Postpones a report by `seconds`, and marks its receipt as pending. */
export async function putOff(
  parts: PendingParts,
  report: PendingForRecipient,
  seconds: number,
): Promise<void> {
  const due = plusSeconds(parts.clock.now(), seconds);
  const notBefore = seconds > longestQueueDelaySeconds ? due : undefined;
  // The message is sent before the mark: a mark without a message would lose the report.
  await parts.queue.sendLater({ ...report, due, notBefore }, seconds);
  await parts.receipts.markPending(report.incident, report.destination, due);
}

/** Postpones a report that was received before its time; returns whether it did. */
export async function isEarly({ queue, clock }: PendingParts, report: PendingReport): Promise<boolean> {
  const left = ((report.notBefore ?? 0) - clock.now()) / 1000;
  if (left > 0) await queue.sendLater(report, left);
  return left > 0;
}

/**
 * Whether a message for the same recipient with a later due time is on its way. Two processes that notice the same
 * movement each postpone a message; if both were served and postponed again, the edits would multiply in a storm.
 */
export async function isOvertaken(
  { receipts, clock }: PendingParts,
  report: PendingReport,
): Promise<boolean> {
  const { incident, destination, due } = report;
  if (destination === undefined || due === undefined) return false;
  const { pendingDue } = await receipts.readReceipt(incident, destination);
  // A mark whose time has passed may belong to a message that was served already.
  return pendingDue !== undefined && pendingDue > due && pendingDue > clock.now();
}

/** Whether a pending message is on its way that will tell the present state. */
export function isPending(receipt: Receipt, now: Instant): boolean {
  return receipt.pendingDue !== undefined && now < receipt.pendingDue + lostAfterSeconds * 1000;
}

/** The report as a letter has it: sent back, it is tried for 24 hours anew. */
function letterOf(report: PendingForRecipient): PendingForRecipient {
  return { ...report, attempts: 0, firstFailureAt: undefined, due: undefined, notBefore: undefined };
}

/**
 * Sends a letter about a refused report to the dead-letter queue, whose alarm calls a person: once per reason, because
 * every attempt is refused for the same one, and again when the letter itself was sent back. The letter is sent before its mark: a crash in between makes two letters
 * rather than none.
 */
async function writeLetterOnce(
  { queue, receipts, onRefused }: PendingParts,
  report: PendingForRecipient,
  why: string,
): Promise<void> {
  const receipt = await receipts.readReceipt(report.incident, report.destination);
  if (receipt.refused === why && report.why === undefined) return;
  await queue.giveUp(letterOf(report), why);
  await receipts.writeReceipt({ ...receipt, refused: why });
  // After the mark, from which the other channel reads it; a crash before leaves it to the next change of the incident.
  await onRefused?.(report.incident);
}

/**
 * Follows up the outcome of a telling: nothing, or a later attempt for up to 24 hours. A refusal is told to a person at
 * once by a dead letter, and tried again all the same: a token is renewed, an app invited, without a word to Trailwarden.
 */
export async function concludeTelling(
  parts: PendingParts,
  report: PendingForRecipient,
  outcome: TellOutcome,
): Promise<void> {
  if (outcome.kind === 'told') return;
  const refused = outcome.kind === 'refused';
  if (refused) await writeLetterOnce(parts, report, outcome.why);
  const now = parts.clock.now();
  const failed = refused || outcome.failure;
  const firstFailureAt = failed ? (report.firstFailureAt ?? now) : report.firstFailureAt;
  if (firstFailureAt !== undefined && now - firstFailureAt >= giveUpAfterSeconds * 1000) {
    // Of a refusal there is a letter already.
    if (!refused)
      await parts.queue.giveUp(letterOf(report), `Tried for 24 hours. The last answer was: ${outcome.why}`);
    return;
  }
  const attempts = failed ? report.attempts + 1 : report.attempts;
  const pause = failed
    ? Math.min(2 ** attempts, refused ? longestQueueDelaySeconds : longestPauseSeconds)
    : 0;
  const seconds = Math.min(
    Math.max(refused ? firstRetrySeconds : outcome.seconds, pause),
    giveUpAfterSeconds,
  );
  const why = refused ? undefined : report.why;
  await putOff(parts, { ...report, attempts, firstFailureAt, why }, seconds);
}
