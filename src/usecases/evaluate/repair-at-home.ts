import type { FindingDraft } from '#domain/issues/tracked-finding.ts';
import { isPastFailure, overSince, repairedSince } from '#domain/issues/past-failure.ts';
import type { Observation } from '#domain/facts/observation.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { IssueStore, Remembered } from '#ports/issue-store.ts';

/**
 * `draft`, over already when it rests on a delivery that failed before its cause was repaired, as the trail's home knows. So
 * an error that AWS still shows opens no second incident. One row is read for it, and only then.
 */
export async function withRepairAtHome(
  issues: Pick<IssueStore, 'readRemembered'>,
  { issue: here }: Remembered,
  draft: FindingDraft,
  observation: Observation,
): Promise<FindingDraft> {
  const home = parseTrailArn(draft.subject);
  if (home === undefined || !isPastFailure(draft, observation.at)) return draft;
  const issue = isAtHome(observation, home)
    ? here
    : (await issues.readRemembered(home.owner, home.homeRegion)).issue;
  const repaired = repairedSince(issue?.findings.values() ?? [], draft);
  return repaired ? overSince(draft, repaired) : draft;
}
