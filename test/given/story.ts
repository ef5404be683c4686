import type { Memory, Observation } from '#domain/facts/observation.ts';
import { rememberTrails } from '#domain/facts/remember-trails.ts';
import { readClaims } from '#domain/facts/read-claims.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Assessment } from '#domain/findings/assess/assess.ts';
import { assess, isReplacedIn } from '#domain/findings/assess/assess.ts';
import type { CauseKey, FindingKey } from '#domain/findings/finding.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import { decideClaim } from '#domain/issues/claim-incident.ts';
import type { Incident, IncidentView } from '#domain/issues/incident.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { reconcile } from '#domain/issues/reconcile.ts';
import type { FindingDraft, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { incidentId } from './incidents.ts';
import { home, prod } from './looks.ts';

export type Findings = ReadonlyMap<FindingKey, TrackedFinding>;

/** What is remembered of one account and Region between two looks. */
export interface Remembered {
  readonly memory: Memory | undefined;
  readonly findings: Findings;
  /** The incident that stands for each cause. */
  readonly claims: ReadonlyMap<CauseKey, IncidentId>;
  /** Every incident that was ever opened. */
  readonly incidents: ReadonlyMap<IncidentId, Incident>;
}

export const blank: Remembered = {
  memory: undefined,
  findings: new Map(),
  claims: new Map(),
  incidents: new Map(),
};

export interface Chapter {
  readonly seen: Observation;
  readonly calls?: readonly Trigger[] | undefined;
  readonly exemptions?: readonly Exemption[] | undefined;
}

export interface Told {
  readonly remembered: Remembered;
  readonly assessment: Assessment;
  readonly drafts: ReadonlyMap<FindingKey, FindingDraft>;
}

function viewOf(incident: Incident, findings: Findings): IncidentView {
  const own = [...findings.values()].filter((one) => one.incident === incident.id);
  const members = own.map((finding) => ({ account: prod, region: home, finding }));
  return { incident, members, events: new Map() };
}

/** Claims an incident as the stores do: `decideClaim` decides, the claims are kept. Sessions are left out. */
function claim(kept: Remembered, findings: Findings, draft: FindingDraft): [TrackedFinding, Remembered] {
  if (draft.incident !== undefined) return [{ ...draft, incident: draft.incident }, kept];
  const { cause, since, openedAt, returnsFrom } = draft;
  const held = kept.incidents.get(kept.claims.get(cause) ?? incidentId('none'));
  const ofCause = held && { id: held.id, view: viewOf(held, findings) };
  const decision = decideClaim({ cause, since, at: openedAt, returnsFrom }, { ofCause });
  if (!('opens' in decision)) {
    const incident = 'joins' in decision ? decision.joins : decision.joinsForCause;
    return [{ ...draft, incident }, kept];
  }
  const id = incidentId(`i-${kept.incidents.size + 1}`);
  return [
    { ...draft, incident: id },
    {
      ...kept,
      claims: new Map(kept.claims).set(cause, id),
      incidents: new Map(kept.incidents).set(id, { id, ...decision.opens }),
    },
  ];
}

/** What these stories leave out. */
const unread = {
  expected: undefined,
  trustedAccess: undefined,
  organization: undefined,
  forwarding: undefined,
  lake: undefined,
  destinations: new Map(),
  ownParts: false,
  refusedSince: undefined,
};

/** One look as the evaluator takes it: judge, reconcile, find each finding its incident, remember. */
export function tell(before: Remembered, { seen, calls = [], exemptions = [] }: Chapter): Told {
  const claims = readClaims(calls, seen, before.memory);
  const look = { ...unread, ...seen, memory: before.memory, claims, known: before.findings };
  const assessment = assess(look);
  const drafts = reconcile(before.findings, assessment, exemptions);
  let kept = before;
  const findings = new Map<FindingKey, TrackedFinding>();
  for (const [key, draft] of drafts) {
    const [finding, next] = claim(kept, before.findings, draft);
    findings.set(key, finding);
    kept = next;
  }
  return {
    assessment,
    drafts,
    remembered: { ...kept, findings, memory: rememberTrails(before.memory, seen, isReplacedIn(assessment)) },
  };
}

/** The same with the store's guard: what was seen before the newest look is not judged any more. */
export function tellInOrder(before: Remembered, chapter: Chapter): Remembered {
  const newest = before.memory?.at;
  return newest !== undefined && newest > chapter.seen.at ? before : tell(before, chapter).remembered;
}
