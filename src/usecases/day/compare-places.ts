import pLimit from 'p-limit';
import type { AccountNames } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { say } from '#domain/announcements/wording.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { ReportRemark } from '#domain/reports/day-facts.ts';
import { incidentsIn } from '#domain/reports/told-incident.ts';
import type { Comparison } from '#ports/round-log.ts';
import type { ComparisonContext, CompareParts } from './comparison-context.ts';
import { compareIncident } from './compare-incident.ts';
import type { RemarkKind, ComparisonNote } from './compare-tickets.ts';
import { duplicates, openTickets } from './compare-tickets.ts';

/** The contents of the issue table that are compared with Jira and Slack. */
export interface Compared {
  readonly issues: readonly Issue[];
  readonly preexisting: ReadonlySet<IncidentId>;
  readonly names: AccountNames;
}

const atOnce = 16;

/** Whether an incident has ongoing members by its own rows, and no issue in the table shows any of them. */
async function isLost({ issues }: CompareParts, { incident, members }: IncidentView): Promise<boolean> {
  const ongoing = members.filter(
    ({ finding }) => finding.state !== 'resolved' && finding.closed === undefined,
  );
  for (const { account, region, finding } of ongoing) {
    const { issue } = await issues.readRemembered(account, region);
    const shown = issue?.findings.get(findingKey(finding.rule, finding.subject));
    if (shown?.incident === incident.id) return false;
  }
  return ongoing.length > 0;
}

async function wasTold({ receipts }: CompareParts, id: IncidentId): Promise<boolean> {
  return (await receipts.listReceipts(id)).some(({ told }) => told !== undefined);
}

/** Tickets and threads of incidents that no issue in the table refers to any more. */
async function orphans(
  { parts, tickets }: ComparisonContext,
  known: ReadonlySet<IncidentId>,
): Promise<ComparisonNote[]> {
  const living = await parts.living.listLiving();
  const suspects = [...new Set([...(tickets?.keys() ?? []), ...living])].filter((id) => !known.has(id));
  const notes = await Promise.all(
    suspects.map(async (id): Promise<ComparisonNote[]> => {
      const view = await parts.incidents.readIncident(id);
      // It was resolved and its ticket may still await a person, or it has just begun.
      if (view && !(await isLost(parts, view))) return [];
      if (tickets?.has(id) !== true && !(await wasTold(parts, id))) return [];
      const keys = (tickets?.get(id) ?? []).map(({ key }) => key);
      const what = keys.length > 0 ? `Ticket ${keys.join(', ')}` : `The Slack thread of incident ${id}`;
      const accounts = [...new Set((view?.members ?? []).map(({ account }) => account))];
      const words: Sentence = say(`${what} tells of an issue that is no longer in the issue table.`);
      return [{ kind: 'mismatches', accounts, words }];
    }),
  );
  return notes.flat();
}

/**
 * Compares the issue table with Jira and Slack. Missing and stale messages and tickets are told again, younger
 * duplicates of a ticket are closed, and what a person must decide is listed.
 */
export function comparePlaces(parts: CompareParts): (compared: Compared) => Promise<Comparison> {
  return async ({ issues, preexisting, names }) => {
    const { tickets, notes } = await openTickets(parts.desk);
    const work: ComparisonContext = { parts, names, tickets };
    const incidents = incidentsIn(issues);
    const told = incidents.filter(
      ({ id, harmful, status }) => harmful && status !== 'closed' && !preexisting.has(id),
    );
    const limit = pLimit(atOnce);
    const compared = await Promise.all(told.map((incident) => limit(() => compareIncident(work, incident))));
    const known = new Set(incidents.map(({ id }) => id));
    const all = [
      ...notes,
      ...compared.flat(),
      ...(await duplicates(parts.desk, tickets)),
      ...(await orphans(work, known)),
    ];
    const once = new Map(all.map((note) => [`${note.kind} ${JSON.stringify(note.words)}`, note]));
    const of = (wanted: RemarkKind): ReportRemark[] =>
      [...once.values()].flatMap(({ kind, accounts, words }) =>
        kind === wanted ? [{ accounts, words }] : [],
      );
    return { repaired: of('repaired'), mismatches: of('mismatches'), untold: of('untold') };
  };
}
