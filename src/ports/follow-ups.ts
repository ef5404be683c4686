import type { Trigger } from '#domain/facts/trigger.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** Asks for an evaluation of an account. */
export interface EvaluationRequest {
  readonly account: AccountId;
  /** Where to look first, or everywhere. */
  readonly regions: readonly Region[] | 'all';
  /** `own-change`: the triggers are calls on the detector itself, and nothing else is looked at. */
  readonly why: 'event' | 'sweep' | 'look-again' | 'member' | 'find-cause' | 'own-change';
  /** What prompted it; kept through every later look that it causes. */
  readonly triggers: readonly Trigger[];
  /** How many later looks there were for these triggers. */
  readonly lookedAgain?: number | undefined;
  /** The sweep that asks, which is told what became of it. */
  readonly sweep?: string | undefined;
  /** What is seen for the first time stood before Trailwarden came. */
  readonly baseline?: boolean | undefined;
  /** Why nobody can be named for what is found, after the event history was asked. */
  readonly unexplained?: string | undefined;
  /** A bucket or key is not as it was known here: it was read for the first time, or found changed. */
  readonly inspected?: 'first' | 'changed' | undefined;
  /** No event asked for it just now, so events do not wait for it: it goes with the members of organization trails. */
  readonly unhurried?: boolean | undefined;
  /** It was received before: an earlier run may have ended halfway, so what it may not have sent is sent again. */
  readonly repeated?: boolean | undefined;
}

/** Sends what has to happen later. Sending twice is harmless: receivers are idempotent. */
export interface FollowUps {
  /** Asks for another look in `seconds` (0 to 900), among the events or, unhurried, among the members. */
  lookAgain(request: EvaluationRequest, seconds: number): Promise<void>;
  /** Asks for the evaluation of accounts in `seconds` (0 to 900), in the name of the sweep. */
  evaluateAll(requests: readonly EvaluationRequest[], seconds?: number): Promise<void>;
  /** Asks for the members of an organization trail, on a queue of their own so that other events do not wait. */
  fanOut(requests: readonly EvaluationRequest[]): Promise<void>;
  /** Puts changes of incidents on the bus, for anybody's own consumers. */
  publishChanges(changes: readonly IncidentChange[]): Promise<void>;
}

/** What moved in an incident, as it is put on the central bus. */
export interface IncidentChange {
  readonly incident: IncidentId;
  readonly account: AccountId;
  readonly region: Region;
  readonly rule: string;
  readonly subject: string;
  readonly state: string;
  readonly severity: string;
  readonly at: Instant;
}

/** A pending message to a reporter: tell this incident there, from the state read then. */
export interface PendingReport {
  readonly incident: IncidentId;
  /** `destinationKey`; undefined: all of the reporter's destinations. */
  readonly destination?: string | undefined;
  readonly attempts: number;
  readonly firstFailureAt?: Instant | undefined;
  /** When it was meant to be served; a later one that is on its way tells what this one would. */
  readonly due?: Instant | undefined;
  /** Nothing is to be done earlier: it waits for longer than a queue can hold a message back. */
  readonly notBefore?: Instant | undefined;
  /** Nothing is to be told: these issues, or all of the incident, are to carry the note that they were reported. */
  readonly note?: readonly Place[] | 'all' | undefined;
}

/** Where an issue is. */
export interface Place {
  readonly account: AccountId;
  readonly region: Region;
}

/** A reporter's own queue. */
export interface ReportQueue {
  /** Sends `report` to be received in `seconds`, 900 at the most: whoever receives it before its time puts it off again. */
  sendLater(report: PendingReport, seconds: number): Promise<void>;
  /** Gives up on `report` and says why, in words for the person who will read the dead-letter queue. */
  giveUp(report: PendingReport, why: string): Promise<void>;
}
