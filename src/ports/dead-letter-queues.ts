import type { DeadLetters } from '#domain/reports/day-facts.ts';

/** The queues of what could not be worked on. */
export interface DeadLetterQueues {
  /** Those that hold anything. */
  listFilledQueues(): Promise<readonly DeadLetters[]>;
}
