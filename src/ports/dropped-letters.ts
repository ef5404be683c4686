import type { Instant } from '#domain/values/instant.ts';

/** A dead letter that a person took out for good. */
export interface DroppedLetter {
  /** The message's id. */
  readonly id: string;
  /** The dead-letter queue's name without its stage. */
  readonly queue: string;
  readonly at: Instant;
  /** The ARN of who dropped it. */
  readonly by: string;
  readonly reason: string;
  /** The message itself, capped. */
  readonly body: string;
}

/** What people dropped, kept for 400 days. */
export interface DroppedLetters {
  /** Stores a dropped letter; idempotent. */
  keepDropped(letter: DroppedLetter): Promise<void>;
  /** All, oldest first. */
  listDropped(): Promise<readonly DroppedLetter[]>;
}
