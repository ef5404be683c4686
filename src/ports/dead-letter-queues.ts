import type { DeadLetters } from '#domain/reports/day-facts.ts';

/** The dead-letter queues of the deployed functions. */
export interface DeadLetterQueues {
  /** The queues that hold messages. */
  listFilledQueues(): Promise<readonly DeadLetters[]>;
}
