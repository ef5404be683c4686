import type { Finding, Severity } from '#domain/findings/finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { IncidentId } from './incident-id.ts';

/** Where a remembered finding stands. Resolved means proven. */
export type FindingState = 'open' | 'whitelisted' | 'resolved';

/** Why something is no longer followed: it stayed healthy and was told, or it went out of scope. */
export interface Closing {
  readonly at: Instant;
  readonly because: 'healthy' | 'account-left' | 'region-disabled' | 'not-watched';
}

/** A finding as it is remembered from look to look, before its incident is known. */
export interface FindingDraft extends Finding {
  readonly state: FindingState;
  readonly incident: IncidentId | undefined;
  /** The incident it returns from, when a new one must be opened. */
  readonly returnsFrom?: IncidentId | undefined;
  /** The look that first showed it. */
  readonly openedAt: Instant;
  /** The latest look that showed it. */
  readonly seenAt: Instant;
  /** The first of the looks in a row that did not show it any more. */
  readonly healthyAt?: Instant | undefined;
  /** The look that proved that it is over. */
  readonly resolvedAt?: Instant | undefined;
  /** The worst severity so far. */
  readonly peak: Severity;
  /** Coverage was harmed at some look, and nobody had accepted that: people are told of it. */
  readonly harmful: boolean;
  /** The event id of the call that caused it; undefined while the actor is not known. */
  readonly causedBy?: string | undefined;
  /** Why nobody can be named, after the event history was asked for the last time. */
  readonly unexplained?: string | undefined;
  /** A sweep found it; no event had told of it. */
  readonly missed?: boolean | undefined;
  /** Why it is exempt, in the words of the exemption. */
  readonly exemptBecause?: string | undefined;
  /** Who answers for the exemption, in its words. */
  readonly exemptBy?: string | undefined;
  /** It ended while it was exempt, which nobody needs to hear of. */
  readonly endedExempt?: boolean | undefined;
  /** It was exempt before this incident, and stood when that had run out or was taken away. */
  readonly wasExempt?: boolean | undefined;
  readonly closed?: Closing | undefined;
}

/** A finding as it is stored: every one belongs to an incident. */
export interface TrackedFinding extends FindingDraft {
  readonly incident: IncidentId;
}
