import type { MemberLook } from '#domain/facts/member-look.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { TestAlert } from '#domain/issues/test-alert.ts';
import type { Instant } from '#domain/values/instant.ts';

/** The outcome of the last attempt to send a test alert to one destination. */
export interface TestOutcome {
  readonly destination: string;
  readonly at: Instant;
  /** `failed`: the reporter itself failed. */
  readonly kind: 'told' | 'later' | 'refused' | 'failed';
  readonly why?: string | undefined;
}

/** The progress of a test alert, for its requester. */
export interface TestProgress {
  readonly alert: TestAlert;
  /** `recipientKey` of every destination that the deployed configuration names for it. */
  readonly destinations: readonly string[];
  readonly look?: MemberLook | undefined;
  readonly outcomes: readonly TestOutcome[];
}

/** Test alerts and their progress. Reads are strongly consistent. */
export interface TestAlerts {
  /** Stores `alert` unless one with its id is stored; returns the stored one. */
  beginTestAlert(alert: TestAlert, destinations: readonly string[]): Promise<TestAlert>;
  noteLook(id: IncidentId, look: MemberLook): Promise<void>;
  /** Stores the outcome of an attempt in place of the previous one. */
  noteOutcome(id: IncidentId, outcome: TestOutcome): Promise<void>;
  /** The test alert with its progress; undefined when the id is unknown. */
  readTestAlert(id: IncidentId): Promise<TestProgress | undefined>;
}
