import type { Place } from '#domain/values/place.ts';
import { isDeepEqual } from '#domain/values/deep-equal.ts';
import type { IncidentId } from './incident-id.ts';
import type { Issue } from './issue.ts';
import type { TrackedFinding } from './tracked-finding.ts';

/** A change of an incident, seen in the issue of this account and Region. */
export interface IssueMovement extends Place {
  readonly incident: IncidentId;
}

/** Times that every look can change and that are not reported. */
const unreported = { seenAt: 0, harmedAt: 0 } as const;

/** The parts of a finding that are reported; of `healthyAt` only whether it is set. */
function visible(finding: TrackedFinding | undefined): unknown {
  return finding && { ...finding, ...unreported, healthyAt: finding.healthyAt !== undefined };
}

/** Whether a finding differs from `before` in anything but the times that every look can change. */
export function hasMoved(finding: TrackedFinding, before: TrackedFinding | undefined): boolean {
  return before === undefined || !isDeepEqual({ ...finding, ...unreported }, { ...before, ...unreported });
}

/** The incidents with a reportable change between two states of one issue, each once. */
export function movementsOf(before: Issue | undefined, after: Issue | undefined): readonly IssueMovement[] {
  const issue = after ?? before;
  if (!issue) return [];
  const keys = new Set([...(before?.findings.keys() ?? []), ...(after?.findings.keys() ?? [])]);
  const moved = [...keys].flatMap((key) => {
    const [old, now] = [before?.findings.get(key), after?.findings.get(key)];
    // An issue that was stored in part may have been reported in part: all of it is reported once complete.
    const completed = before?.partial === true && after?.partial !== true;
    return isDeepEqual(visible(old), visible(now)) && !completed ? [] : [old?.incident, now?.incident];
  });
  const incidents = new Set(moved.filter((incident) => incident !== undefined));
  return [...incidents].map((incident) => ({ incident, account: issue.account, region: issue.region }));
}
