import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { same } from '#domain/values/same.ts';
import type { IncidentId } from './incident-id.ts';
import type { Issue } from './issue.ts';
import type { TrackedFinding } from './tracked-finding.ts';

/** An incident moved, as the issue of this account and Region shows. */
export interface IssueMovement {
  readonly incident: IncidentId;
  readonly account: AccountId;
  readonly region: Region;
}

/** When it was last looked at is nothing that people are told; that it looks healthy again is, but not since when. */
function visible(finding: TrackedFinding | undefined): unknown {
  return finding && { ...finding, seenAt: 0, healthyAt: finding.healthyAt !== undefined };
}

/** Whether anything about a finding is different but when it was last looked at. */
export function hasMoved(finding: TrackedFinding, before: TrackedFinding | undefined): boolean {
  return before === undefined || !same({ ...finding, seenAt: 0 }, { ...before, seenAt: 0 });
}

/** Which incidents moved between two states of one issue: each at most once, and none when nothing is to be told. */
export function movementsOf(before: Issue | undefined, after: Issue | undefined): readonly IssueMovement[] {
  const issue = after ?? before;
  if (!issue) return [];
  const keys = new Set([...(before?.findings.keys() ?? []), ...(after?.findings.keys() ?? [])]);
  const moved = [...keys].flatMap((key) => {
    const [old, now] = [before?.findings.get(key), after?.findings.get(key)];
    // What was told halfway is told again as a whole.
    const completed = before?.partial === true && after?.partial !== true;
    return same(visible(old), visible(now)) && !completed ? [] : [old?.incident, now?.incident];
  });
  const incidents = new Set(moved.filter((incident) => incident !== undefined));
  return [...incidents].map((incident) => ({ incident, account: issue.account, region: issue.region }));
}
