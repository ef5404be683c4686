import type { Instant } from '#domain/values/instant.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';
import type { PendingReport, ReportQueue } from '#ports/follow-ups.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { TellOutcome } from './tell-outcome.ts';

/** What putting reports off needs. */
export interface PendingParts {
  readonly queue: ReportQueue;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
}

/** A pending report to one destination. */
export type PendingForRecipient = PendingReport & { readonly destination: string };

/** A pending message that is overdue by so much counts as lost, in seconds. */
const lostAfterSeconds = 60;
/** After so long a report is given up and put where a person looks, in seconds. */
const giveUpAfterSeconds = 24 * 3600;
/** The longest pause between two attempts that nobody asked for, in seconds. */
const longestPauseSeconds = 300;
/** A queue holds a message back for so many seconds at the most; whoever receives it then puts it off again. */
const longestQueueDelaySeconds = 900;

/** Puts a report off for `seconds`. */
export async function putOff(
  parts: PendingParts,
  report: PendingForRecipient,
  seconds: number,
): Promise<void> {
  const due = plusSeconds(parts.clock.now(), seconds);
  const notBefore = seconds > longestQueueDelaySeconds ? due : undefined;
  // The message first, then its mark: a mark without a message would be a loss, a message without a mark is harmless.
  await parts.queue.sendLater({ ...report, due, notBefore }, seconds);
  await parts.receipts.markPending(report.incident, report.destination, due);
}

/** Puts a report off that came out of the queue before its time; answers whether it did. */
export async function isEarly({ queue, clock }: PendingParts, report: PendingReport): Promise<boolean> {
  const left = ((report.notBefore ?? 0) - clock.now()) / 1000;
  if (left > 0) await queue.sendLater(report, left);
  return left > 0;
}

/**
 * Whether a message that was put off for longer is on its way. Two that noticed the same movement at once each put one
 * off: were both served, and each followed by another, a storm would have more edits with every such meeting.
 */
export async function isOvertaken(
  { receipts, clock }: PendingParts,
  report: PendingReport,
): Promise<boolean> {
  const { incident, destination, due } = report;
  if (destination === undefined || due === undefined) return false;
  const { pendingDue } = await receipts.readReceipt(incident, destination);
  // One whose time has come as well may have been served already, and its mark been late.
  return pendingDue !== undefined && pendingDue > due && pendingDue > clock.now();
}

/** Whether a message is on its way that will tell what there is to tell. */
export function isPending(receipt: Receipt, now: Instant): boolean {
  return receipt.pendingDue !== undefined && now < receipt.pendingDue + lostAfterSeconds * 1000;
}

/**
 * Puts a refused report where a person looks, once for each reason: whatever moves until somebody has mended it is
 * refused for the same one. The letter first, then its mark: killed in between, there are two letters and never none.
 */
async function giveUpOnce(
  { queue, receipts }: PendingParts,
  report: PendingForRecipient,
  why: string,
): Promise<void> {
  const receipt = await receipts.readReceipt(report.incident, report.destination);
  if (receipt.refused === why) return;
  await queue.giveUp(report, why);
  await receipts.writeReceipt({ ...receipt, refused: why });
}

/** What follows a telling: nothing, another attempt later, or a dead letter with the reason in words. */
export async function concludeTelling(
  parts: PendingParts,
  report: PendingForRecipient,
  telling: TellOutcome,
): Promise<void> {
  if (telling.kind === 'told') return;
  if (telling.kind === 'refused') {
    await giveUpOnce(parts, report, telling.why);
    return;
  }
  const now = parts.clock.now();
  const firstFailureAt = telling.failure ? (report.firstFailureAt ?? now) : report.firstFailureAt;
  if (firstFailureAt !== undefined && now - firstFailureAt >= giveUpAfterSeconds * 1000) {
    await parts.queue.giveUp(report, `Tried for 24 hours. The last answer was: ${telling.why}`);
    return;
  }
  const attempts = telling.failure ? report.attempts + 1 : report.attempts;
  const pause = telling.failure ? Math.min(2 ** attempts, longestPauseSeconds) : 0;
  const seconds = Math.min(Math.max(telling.seconds, pause), giveUpAfterSeconds);
  await putOff(parts, { ...report, attempts, firstFailureAt }, seconds);
}
