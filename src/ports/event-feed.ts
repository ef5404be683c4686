import type { Decision } from '#domain/facts/decision.ts';
import type { Instant } from '#domain/values/instant.ts';

/** An event that arrived, as far as it identifies itself, with what was decided about it and why. */
export interface DecidedEvent {
  /** Unique to this record, so that a repeated read can be told. */
  readonly id: string;
  readonly at: Instant;
  readonly decision: Decision['decision'];
  readonly reason: string;
  readonly eventName?: string | undefined;
  readonly eventId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

/** The record that the evaluator keeps of the events it was sent. It may lag some seconds behind. */
export interface EventFeed {
  /** The events that were decided at or after `since`, oldest first; the newest few hundred when there are more. */
  listDecisions(since: Instant): Promise<readonly DecidedEvent[]>;
}
