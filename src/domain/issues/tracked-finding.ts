import type { Finding, Severity } from '#domain/findings/finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { IncidentId } from './incident-id.ts';

/** The state of a stored finding. `resolved`: its end was proven, by a repairing call or by repeated looks. */
export type FindingState = 'open' | 'whitelisted' | 'resolved';

/** Why a finding is no longer tracked: it stayed healthy and its end was reported, or it went out of scope. */
export interface Closing {
  readonly at: Instant;
  readonly because: 'healthy' | 'account-left' | 'region-disabled' | 'not-watched';
}

/** A finding as it is carried from look to look, before an incident is assigned to it. */
export interface FindingDraft extends Finding {
  readonly state: FindingState;
  readonly incident: IncidentId | undefined;
  /** The incident that this finding belonged to earlier, set when it needs a new incident. */
  readonly returnsFrom?: IncidentId | undefined;
  /** Time of the first look that showed it. */
  readonly openedAt: Instant;
  /** Time of the latest look that showed it. */
  readonly seenAt: Instant;
  /** Time of the first look of the current unbroken series that no longer shows it. */
  readonly healthyAt?: Instant | undefined;
  /** Time of the look that proved that it is over. */
  readonly resolvedAt?: Instant | undefined;
  /** How often the trail stopped, with less than an hour in between, and since when; absent: once. */
  readonly repeated?: { readonly times: number; readonly since: Instant } | undefined;
  /** Time of the latest harmful call that is known of it; only a repair that is as new resolves it at once. */
  readonly harmedAt?: Instant | undefined;
  /** The worst severity it has had so far. */
  readonly peak: Severity;
  /** Whether some look showed harm to coverage that no exemption accepted; only then it is reported. */
  readonly harmful: boolean;
  /** Event id of the call that caused it; undefined while the actor is not known. */
  readonly causedBy?: string | undefined;
  /** The ARN of the role whose session made that call; undefined for other identities. */
  readonly causedByRole?: string | undefined;
  /** Why no actor can be named, set after the last search of the event history. */
  readonly unexplained?: string | undefined;
  /** Whether a sweep found it without any event having reported it. */
  readonly missed?: boolean | undefined;
  /** Time of the first look of the current unbroken series at which an exemption applied. */
  readonly exemptSince?: Instant | undefined;
  /** The reason given in the exemption. */
  readonly exemptBecause?: string | undefined;
  /** The owner named in the exemption. */
  readonly exemptBy?: string | undefined;
  /** The end of the exemption; undefined when it has none. */
  readonly exemptUntil?: Instant | undefined;
  /** Whether it ended while it was exempt; its end is then not reported. */
  readonly endedExempt?: boolean | undefined;
  /** Whether it was exempt before this incident and was still there when the exemption expired or was removed. */
  readonly wasExempt?: boolean | undefined;
  readonly closed?: Closing | undefined;
}

/** A finding as it is stored, with the incident it belongs to. */
export interface TrackedFinding extends FindingDraft {
  readonly incident: IncidentId;
}

/** Whether a finding is open and still tracked: not whitelisted, resolved or closed. */
export function isOpenFinding({ state, closed }: FindingDraft): boolean {
  return state === 'open' && closed === undefined;
}
