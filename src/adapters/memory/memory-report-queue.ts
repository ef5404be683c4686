import type { Instant } from '#domain/values/instant.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';
import type { PendingReport, ReportQueue } from '#ports/follow-ups.ts';

/** A queue with delays measured by `clock`, like SQS up to 900 seconds. */
export interface MemoryReportQueue extends ReportQueue {
  /** The waiting reports, with the moment at which each is due. */
  readonly waiting: readonly { readonly report: PendingReport; readonly due: Instant }[];
  readonly deadLetters: readonly { readonly report: PendingReport; readonly why: string }[];
  /** Removes and returns the reports that are due now, in order. */
  receive(): PendingReport[];
}

/** Seconds by which SQS can delay a message. */
const longestDelay = 900;

/** A reporter's queue in memory. */
export function memoryReportQueue(clock: Clock): MemoryReportQueue {
  const waiting: { report: PendingReport; due: Instant }[] = [];
  const deadLetters: { report: PendingReport; why: string }[] = [];
  return {
    waiting,
    deadLetters,
    async sendLater(report, seconds) {
      const delay = Math.min(Math.max(Math.ceil(seconds), 0), longestDelay);
      waiting.push({ report, due: plusSeconds(clock.now(), delay) });
    },
    async giveUp(report, why) {
      deadLetters.push({ report, why });
    },
    receive() {
      const due = waiting.filter((one) => one.due <= clock.now());
      for (const one of due) waiting.splice(waiting.indexOf(one), 1);
      return due.map(({ report }) => report);
    },
  };
}
