import pLimit from 'p-limit';
import type { TicketLink } from '#domain/announcements/announcement-of.ts';
import { exemptionsOf } from '#domain/issues/acceptance.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { ReportRemark } from '#domain/reports/day-facts.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Acceptances } from '#ports/acceptances.ts';
import type { Baseline } from '#ports/baseline.ts';
import type { Clock } from '#ports/clock.ts';
import type { DeadLetterQueues } from '#ports/dead-letter-queues.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';
import type { Directory } from '#ports/directory.ts';
import type { IssueList } from '#ports/issue-list.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { SweepLog } from '#ports/sweep-log.ts';
import { ticketOf } from '#usecases/report/ticket-of.ts';
import { readLogDestinations } from './read-log-destinations.ts';
import type { GatheredDay } from './report-day.ts';

/** The stores and settings from which the facts of a day are read. */
export interface GatherParts {
  readonly directory: Directory;
  readonly sweeps: SweepLog;
  readonly destinations: Pick<LogDestinationStore, 'readDestination' | 'readFailure'>;
  readonly all: IssueList;
  readonly receipts: ReceiptStore;
  readonly baseline: Baseline;
  readonly deadLetters: DeadLetterQueues;
  readonly selfCheck: (
    sweep: SweepResult | undefined,
  ) => Promise<{ selfCheck: readonly ReportRemark[]; foremost: readonly ReportRemark[] }>;
  /** Those of the whitelist. */
  readonly exemptions: readonly Exemption[];
  readonly acceptances: Pick<Acceptances, 'listAcceptances'>;
  /** Who answers for an account; undefined where it has no owner of its own. */
  readonly ownerOf: (account: AccountId) => string | undefined;
  /** The address of the Jira site, for links to tickets. */
  readonly jiraSite: string | undefined;
  readonly clock: Clock;
  readonly enabled: boolean;
}

/** How long a closed issue stays in the report's file, in milliseconds. */
const closedListedForMs = 7 * 24 * 3600 * 1000;
const atOnce = 16;

/** The last sweep with its outcomes up to now; undefined before the first one. */
export async function lastSweep(
  parts: Pick<GatherParts, 'sweeps' | 'clock'>,
): Promise<SweepResult | undefined> {
  const sweep = await parts.sweeps.readLatestSweep();
  return sweep && sweepResult(sweep, await parts.sweeps.listOutcomes(sweep.id), parts.clock.now());
}

async function issuesOf({ all, clock }: GatherParts): Promise<Issue[]> {
  const since = clock.now() - closedListedForMs;
  const issues: Issue[] = [];
  for await (const issue of all.listIssues()) {
    const { closed } = issue.timestamps;
    if (issue.status !== 'closed' || (closed !== undefined && closed >= since)) issues.push(issue);
  }
  return issues;
}

async function preexistingOf(
  { baseline }: GatherParts,
  incidents: readonly IncidentId[],
): Promise<Set<IncidentId>> {
  if ((await baseline.acceptedAt()) !== undefined) return new Set();
  const limit = pLimit(atOnce);
  const held = await Promise.all(
    incidents.map((id) => limit(async () => ((await baseline.isHeld(id)) ? [id] : []))),
  );
  return new Set(held.flat());
}

async function ticketsOf(
  parts: GatherParts,
  incidents: readonly IncidentId[],
): Promise<Map<IncidentId, TicketLink>> {
  const limit = pLimit(atOnce);
  const found = await Promise.all(
    incidents.map((id) =>
      limit(async () => {
        const ticket = ticketOf(await parts.receipts.listReceipts(id), parts.jiraSite);
        return ticket === undefined ? [] : [[id, ticket] as const];
      }),
    ),
  );
  return new Map(found.flat());
}

function ownersOf(accounts: Iterable<AccountId>, ownerOf: GatherParts['ownerOf']): Map<AccountId, string> {
  const all = [...accounts].map((account) => [account, ownerOf(account)] as const);
  return new Map(all.flatMap(([account, owner]) => (owner === undefined ? [] : [[account, owner] as const])));
}

/** Reads the facts of a day's reports from the stores; no AWS account is read. */
export function gatherDay(parts: GatherParts): (since: Instant) => Promise<GatheredDay> {
  return async (since) => {
    const [issues, names, sweep, deadLetters, accepted] = await Promise.all([
      issuesOf(parts),
      parts.directory.listAccounts(),
      lastSweep(parts),
      parts.deadLetters.listFilledQueues(),
      parts.acceptances.listAcceptances(),
    ]);
    const incidents = [
      ...new Set(issues.flatMap(({ findings }) => [...findings.values()].map(({ incident }) => incident))),
    ];
    const [preexisting, tickets, ownState, destinations] = await Promise.all([
      preexistingOf(parts, incidents),
      ticketsOf(parts, incidents),
      parts.selfCheck(sweep),
      readLogDestinations(parts.destinations, sweep),
    ]);
    const { enabled, ownerOf } = parts;
    const owners = ownersOf(names.keys(), ownerOf);
    const now = parts.clock.now();
    const atRunTime = accepted.filter(({ until }) => until > now);
    const exemptions = [...parts.exemptions, ...atRunTime.flatMap(exemptionsOf)];
    return {
      now,
      since,
      enabled,
      names,
      sweep,
      destinations,
      issues,
      preexisting,
      tickets,
      owners,
      exemptions,
      deadLetters,
      ...ownState,
    };
  };
}
