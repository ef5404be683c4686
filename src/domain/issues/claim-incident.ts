import type { CauseKey } from '#domain/findings/finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { IncidentId } from './incident-id.ts';
import type { Incident, IncidentView } from './incident.ts';
import { isJoinable, isSoonAfter } from './incident.ts';

/** A new finding that needs an incident. */
export interface IncidentClaim {
  readonly cause: CauseKey;
  readonly since: Instant;
  readonly at: Instant;
  /** The finding's earlier incident; not joined when only whitelisted members are left in it. */
  readonly returnsFrom?: IncidentId | undefined;
  /** Whether it belongs to the baseline: its incident is held back until a person accepts the baseline. */
  readonly preexisting?: boolean | undefined;
  /** Whether the incident can grow to thousands of members, because the trail is an organization trail. */
  readonly wide?: boolean | undefined;
  /** The session and call that caused it; equal calls of one session within a minute are one incident. */
  readonly session?: { readonly key: string; readonly eventName: string; readonly at: Instant } | undefined;
}

/** What stands already: the incident of the cause, and the one that the session's first call of this name opened. */
export interface Claimed {
  readonly ofCause?: { readonly id: IncidentId; readonly view: IncidentView | undefined } | undefined;
  readonly ofSession?: { readonly incident: IncidentId; readonly firstAt: number } | undefined;
}

/** The incident that a claim joins, or what a new one begins with. */
export type ClaimDecision =
  | { readonly joins: IncidentId }
  | { readonly joinsForCause: IncidentId }
  | { readonly opens: Omit<Incident, 'id'> };

/** Causes with the same session and call name join one incident within this time of the first, in milliseconds. */
const togetherWithin = 60_000;

/**
 * Decides which incident a claim belongs to: that of its cause (`joins`), that of its session, which then stands for
 * the cause too (`joinsForCause`), or a new one.
 */
export function decideClaim(claim: IncidentClaim, { ofCause, ofSession }: Claimed): ClaimDecision {
  if (ofCause && isJoinable(ofCause.view, claim)) return { joins: ofCause.id };
  const { session, cause, at: openedAt, preexisting, since } = claim;
  const previous = ofCause?.id ?? claim.returnsFrom;
  const isOfSession =
    session !== undefined &&
    ofSession !== undefined &&
    ofSession.incident !== previous &&
    Math.abs(session.at - ofSession.firstAt) <= togetherWithin;
  if (isOfSession) return { joinsForCause: ofSession.incident };
  const recurring = (ofCause?.view && isSoonAfter(ofCause.view, since)) || undefined;
  return { opens: { cause, openedAt, previous, preexisting, recurring } };
}
