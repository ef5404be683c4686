import type { Accepting } from '#domain/issues/acceptance.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { isOpenFinding } from '#domain/issues/tracked-finding.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { AcceptOutcome, AcceptParts, OnlyIn } from './accept-incident.ts';
import { acceptIncident } from './accept-incident.ts';

/** The stores and queues for accepting what is open in an account. */
export interface AcceptIssuesParts extends AcceptParts {
  readonly issues: Pick<IssueStore, 'listUnclosed'>;
}

/** The incidents that open findings of these places belong to. */
async function incidentsIn({ issues }: AcceptIssuesParts, only: OnlyIn): Promise<readonly IncidentId[]> {
  const all = await issues.listUnclosed(only.account);
  const there = all.filter(({ region }) => (only.region ?? region) === region);
  const open = there.flatMap(({ findings }) => [...findings.values()].filter(isOpenFinding));
  return [...new Set(open.map(({ incident }) => incident))];
}

/**
 * Accepts what is open in an account, or in one Region of it, until a moment; other places of the same incidents are not
 * accepted. Repeating it is harmless.
 */
export function acceptIssues(
  parts: AcceptIssuesParts,
): (only: OnlyIn, accepting: Omit<Accepting, 'incident'>) => Promise<AcceptOutcome> {
  const accept = acceptIncident(parts);
  return async (only, accepting) => {
    const incidents = await incidentsIn(parts, only);
    const outcomes: AcceptOutcome[] = [];
    for (const incident of incidents)
      outcomes.push(await accept({ ...accepting, incident }, 'command', only));
    // An incident that ended meanwhile is refused, which says nothing of those that were accepted.
    const accepted = outcomes.find(({ kind }) => kind === 'accepted');
    return accepted ?? outcomes[0] ?? { kind: 'refused', why: 'nothing is open there' };
  };
}
