import type { MemberLook } from '#domain/facts/member-look.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { TestAlert } from '#domain/issues/test-alert.ts';
import type { Instant } from '#domain/values/instant.ts';

/** How the last attempt to tell a test alert in one place ended. */
export interface TestOutcome {
  readonly destination: string;
  readonly at: Instant;
  /** `failed`: the reporter itself could not work. */
  readonly kind: 'told' | 'later' | 'refused' | 'failed';
  readonly why?: string | undefined;
}

/** Everything that is known of a test alert, for whoever asked for it. */
export interface TestProgress {
  readonly alert: TestAlert;
  /** `destinationKey` of every place in which the deployed configuration has it told. */
  readonly destinations: readonly string[];
  readonly look?: MemberLook | undefined;
  readonly outcomes: readonly TestOutcome[];
}

/** Test alerts and how far they came. Reads are strongly consistent. */
export interface TestAlerts {
  /** Keeps `alert`, or leaves what is kept of it already; answers what is kept. */
  beginTestAlert(alert: TestAlert, destinations: readonly string[]): Promise<TestAlert>;
  noteLook(id: IncidentId, look: MemberLook): Promise<void>;
  /** Notes how an attempt ended, in place of the attempt before. */
  noteOutcome(id: IncidentId, outcome: TestOutcome): Promise<void>;
  /** Undefined when there is no test alert of that id. */
  readTestAlert(id: IncidentId): Promise<TestProgress | undefined>;
}
