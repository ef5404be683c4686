import type { Trigger } from '#domain/facts/trigger.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import type { Region } from '#domain/values/region.ts';

/** A request to evaluate an account. */
export interface EvaluationRequest {
  readonly account: AccountId;
  /** The Regions to evaluate, or all. */
  readonly regions: readonly Region[] | 'all';
  /**
   * The cause of the request. `own-change`: the triggers are calls on the detector itself and only they are handled.
   * `parts`: a look at the detector's parts in the account, or the evaluation that follows from it.
   */
  readonly why: 'event' | 'sweep' | 'look-again' | 'member' | 'find-cause' | 'own-change' | 'parts';
  /** The calls that caused the request; passed on to every later look. */
  readonly triggers: readonly Trigger[];
  /** Number of later looks already made for these triggers. */
  readonly lookedAgain?: number | undefined;
  /** Id of the sweep that requests it and records the outcome. */
  readonly sweep?: string | undefined;
  /** Whether new findings belong to the baseline. */
  readonly baseline?: boolean | undefined;
  /** Why no actor can be named, by `unexplainedKey`; set after the event history was searched, never in a message. */
  readonly unexplained?: ReadonlyMap<string, string> | undefined;
  /** Set when a bucket or key that the account's trails use was read for the first time, or found changed. */
  readonly inspected?: 'first' | 'changed' | undefined;
  /** Whether it may wait: no event caused it just now, so it goes to the fan-out queue, behind no event. */
  readonly unhurried?: boolean | undefined;
  /** When a read of `regions` was first refused; a second refusal 60 s later is told. */
  readonly refusedSince?: Instant | undefined;
}

/** Sends requests for later work. Sending twice is harmless: receivers are idempotent. */
export interface FollowUps {
  /** Requests another look in `seconds` (0 to 900): on the events queue or, when `unhurried`, on the fan-out queue. */
  lookAgain(request: EvaluationRequest, seconds: number): Promise<void>;
  /** Requests evaluations for a sweep, in `seconds` (0 to 900). */
  evaluateAll(requests: readonly EvaluationRequest[], seconds?: number): Promise<void>;
  /** Requests looks at the detector's parts in accounts, in `seconds` (0 to 900), on a queue of their own. */
  lookAtParts(requests: readonly EvaluationRequest[], seconds: number): Promise<void>;
  /** Requests evaluations that may be thousands, on the fan-out queue so that events do not wait, in `seconds` (0 to 900). */
  fanOut(requests: readonly EvaluationRequest[], seconds?: number): Promise<void>;
}

/** A queued request to a reporter: report the incident, in the state it has when the request is served. */
export interface PendingReport {
  readonly incident: IncidentId;
  /** `recipientKey` of one destination; undefined: all of the reporter's destinations. */
  readonly destination?: string | undefined;
  readonly attempts: number;
  readonly firstFailureAt?: Instant | undefined;
  /** When it was to be served; it is dropped when a later request for the same destination is queued. */
  readonly due?: Instant | undefined;
  /** Not to be served earlier; set when the wait is longer than a queue can delay a message (900 seconds). */
  readonly notBefore?: Instant | undefined;
  /** Set when only the issue table is to be updated: these issues, or all of the incident, are marked as reported. */
  readonly note?: readonly Place[] | 'all' | undefined;
  /** Why it was given up before: it is a dead letter that was sent back, and is not left without one when it fails again. */
  readonly why?: string | undefined;
}

/** The queue of one reporter. */
export interface ReportQueue {
  /** Sends `report` to be received in `seconds`; with more than 900 the receiver delays it again. */
  sendLater(report: PendingReport, seconds: number): Promise<void>;
  /** Moves `report` to the dead-letter queue, with the reason for the operator. */
  giveUp(report: PendingReport, why: string): Promise<void>;
}
