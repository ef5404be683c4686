import type { Place } from '#domain/values/place.ts';
import type { Observation } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Look } from '#domain/findings/rule.ts';
import { isSearched, unexplainedKey } from '#domain/issues/cause-search.ts';
import type { FindingDraft, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { Remembered } from '#ports/issue-store.ts';

/** The fields of the request that influence what is stored, and the forwarding gaps that the sweep saw. */
export type LookRequest = Pick<Look, 'forwarding'> &
  Pick<EvaluationRequest, 'triggers' | 'why' | 'baseline' | 'unexplained' | 'inspected' | 'refusedSince'>;

interface Context {
  readonly asked: LookRequest;
  readonly at: Observation['at'];
  /** This is the first look here, and the baseline is not accepted yet. */
  readonly preexisting: boolean;
}

function sessionOf(draft: FindingDraft, triggers: readonly Trigger[], at: Observation['at']) {
  const trigger = triggers.find(({ eventId }) => eventId === draft.causedBy);
  const key = trigger?.actor.sessionKey;
  return trigger && key ? { key, eventName: trigger.eventName, at: trigger.at ?? at } : undefined;
}

/** Whether findings of this look existed before Trailwarden was installed, and the baseline is not accepted yet. */
export function isPreexisting({ baseline, inspected }: LookRequest, { memory }: Remembered): boolean {
  return baseline === true && (memory === undefined || inspected === 'first');
}

/** The draft with the incident that it belongs to. */
export async function withIncident(
  parts: { readonly incidents: IncidentStore },
  draft: FindingDraft,
  { asked, at, preexisting }: Context,
): Promise<TrackedFinding> {
  if (draft.incident !== undefined) return { ...draft, incident: draft.incident };
  const { cause, since, returnsFrom } = draft;
  const session = sessionOf(draft, asked.triggers, at);
  const wide = draft.evidence.organization;
  const claim = { cause, since, at, returnsFrom, session, wide, preexisting: preexisting || undefined };
  return { ...draft, incident: await parts.incidents.claimIncident(claim) };
}

const standsBefore = 'It stood before Trailwarden first looked.';

/** The draft with the notes on its cause that follow from how it was found: missed event, baseline, failed search. */
export function withCauseNotes(
  draft: FindingDraft,
  place: Place,
  { asked, at, preexisting }: Context,
): FindingDraft {
  if (draft.causedBy !== undefined) return { ...draft, unexplained: undefined };
  const fresh = draft.openedAt === at;
  const unannounced = asked.why === 'sweep' || asked.inspected === 'changed';
  const missed = fresh && unannounced && !preexisting ? true : draft.missed;
  const searched = isSearched(draft, place)
    ? asked.unexplained?.get(unexplainedKey(place.region, draft))
    : undefined;
  const why = fresh && preexisting ? standsBefore : searched;
  return { ...draft, missed, unexplained: draft.unexplained ?? why };
}
