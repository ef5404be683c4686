import type { Memory, Observation } from '#domain/facts/observation.ts';
import { rememberTrails } from '#domain/facts/remember-trails.ts';
import { readClaims } from '#domain/facts/read-claims.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Assessment } from '#domain/findings/assess/assess.ts';
import { assess, isReplacedIn } from '#domain/findings/assess/assess.ts';
import type { CauseKey, FindingKey } from '#domain/findings/finding.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { isJoinable } from '#domain/issues/incident.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { reconcile } from '#domain/issues/reconcile.ts';
import type { FindingDraft, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { incidentId } from './incidents.ts';
import { home, noon, prod } from './looks.ts';

export type Findings = ReadonlyMap<FindingKey, TrackedFinding>;

/** What is remembered of one account and Region between two looks. */
export interface Remembered {
  readonly memory: Memory | undefined;
  readonly findings: Findings;
  /** The incident that stands for each cause, and every finding that ever belonged to one. */
  readonly claims: ReadonlyMap<CauseKey, IncidentId>;
  readonly opened: number;
}

export const blank: Remembered = { memory: undefined, findings: new Map(), claims: new Map(), opened: 0 };

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

function viewOf(id: IncidentId, cause: CauseKey, findings: Findings): IncidentView {
  const own = [...findings.values()].filter(({ incident }) => incident === id);
  return {
    incident: { id, cause, openedAt: own[0]?.openedAt ?? noon },
    members: own.map((finding) => ({ account: prod, region: home, finding })),
    events: new Map(),
  };
}

function claim(kept: Remembered, findings: Findings, draft: FindingDraft): [TrackedFinding, Remembered] {
  if (draft.incident !== undefined) return [{ ...draft, incident: draft.incident }, kept];
  const held = kept.claims.get(draft.cause);
  if (held !== undefined && isJoinable(viewOf(held, draft.cause, findings), draft)) {
    return [{ ...draft, incident: held }, kept];
  }
  const incident = incidentId(`i-${kept.opened + 1}`);
  const claims = new Map(kept.claims).set(draft.cause, incident);
  return [
    { ...draft, incident },
    { ...kept, claims, opened: kept.opened + 1 },
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
