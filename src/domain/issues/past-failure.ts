import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import type { Finding } from '#domain/findings/finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import { endOf } from './incident.ts';
import type { FindingDraft, TrackedFinding } from './tracked-finding.ts';

/**
 * Whether a finding that the look at `at` opens rests on one delivery that failed before that look. It shows that the
 * destination refused then, and not that it still does.
 */
export function isPastFailure(draft: FindingDraft, at: Instant): boolean {
  const { rule, incident, openedAt, since } = draft;
  return incident === undefined && openedAt === at && since < at && ruleOf(rule).proof === 'delivery';
}

/** Whether the failed delivery that `finding` rests on is the one, or older than the one, that ended `before`. */
export function isKnownFailure(finding: Finding, before: TrackedFinding | undefined): boolean {
  if (before?.state !== 'resolved' || ruleOf(finding.rule).proof !== 'delivery') return false;
  return finding.since <= endOf(before);
}

/**
 * The finding at the trail's home whose repair came after the failed delivery of `draft`, from the same cause: its incident
 * is that of the delivery too. Undefined while the cause is open there, and when nothing of it ended since the failure.
 */
export function repairedSince(
  atHome: Iterable<TrackedFinding>,
  draft: FindingDraft,
): TrackedFinding | undefined {
  const alike = [...atHome].filter(({ cause, closed }) => cause === draft.cause && closed === undefined);
  if (alike.some(({ state }) => state !== 'resolved')) return undefined;
  return alike
    .filter((ended) => endOf(ended) >= draft.since)
    .reduce<TrackedFinding | undefined>(
      (last, ended) => (last && endOf(last) >= endOf(ended) ? last : ended),
      undefined,
    );
}

/**
 * `draft` as a part of the incident of `repaired`, over since that repair. It is nothing to tell by itself: CloudTrail
 * delivers again what a delivery that failed has left. A later delivery that fails opens a finding of its own.
 */
export function overSince(draft: FindingDraft, repaired: TrackedFinding): TrackedFinding {
  const end = endOf(repaired);
  return {
    ...draft,
    incident: repaired.incident,
    returnsFrom: undefined,
    state: 'resolved',
    resolvedAt: end,
    until: end,
    harmful: false,
    causedBy: draft.causedBy ?? repaired.causedBy,
    causedByRole: draft.causedByRole ?? repaired.causedByRole,
  };
}
