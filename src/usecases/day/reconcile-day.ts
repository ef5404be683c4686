import type { Issue } from '#domain/issues/issue.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { isTold } from '#domain/issues/incident.ts';
import type { Closing } from '#domain/issues/tracked-finding.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';

/** The stores that the daily reconciliation reads and closes issues in. */
export interface ReconcileParts {
  readonly issues: IssueStore;
  readonly incidents: IncidentStore;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
  /** The recipients of an incident in all channels. */
  readonly destinations: (view: IncidentView) => Promise<readonly Recipient[]>;
  /** Ends a ticket that Hammer made for the issue and that no incident took over; false when that is left to do. */
  readonly endInherited: (issue: Issue) => Promise<boolean>;
  /** The ids of the milestones that announce the end of the incident in its present state. */
  readonly overMilestones: (view: IncidentView) => readonly string[];
}

/** Which accounts and Regions are watched, as far as that is known. */
export interface ScopeOfDay {
  readonly watched: ReadonlySet<AccountId>;
  /** The organization's accounts; undefined without an organization. */
  readonly existing: ReadonlySet<AccountId> | undefined;
  readonly sweep: SweepResult | undefined;
}

async function wasToldToAll(parts: ReconcileParts, id: IncidentId): Promise<boolean> {
  const view = await parts.incidents.readIncident(id);
  if (!view || !isTold(view)) return true;
  const over = parts.overMilestones(view);
  const destinations = await parts.destinations(view);
  const receipts = await Promise.all(
    destinations.map((one) => parts.receipts.readReceipt(id, recipientKey(one))),
  );
  return receipts.every(
    ({ told, said }) => told !== undefined && over.every((milestone) => said.includes(milestone)),
  );
}

async function isDone(parts: ReconcileParts, issue: Issue): Promise<boolean> {
  if (issue.status !== 'resolved') return false;
  const incidents = new Set([...issue.findings.values()].map(({ incident }) => incident));
  const told = await Promise.all([...incidents].map((id) => wasToldToAll(parts, id)));
  return told.every(Boolean);
}

/** Why an issue is out of scope; undefined while it is in scope, or when that is not known. */
export function outOfScopeBecause(
  { account, region, timestamps }: Issue,
  { watched, existing, sweep }: ScopeOfDay,
): Closing['because'] | undefined {
  if (!watched.has(account)) return existing && !existing.has(account) ? 'account-left' : 'not-watched';
  const outcome = sweep?.outcomes.find((one) => one.account === account);
  // A Region counts as disabled only if the account listed its Regions after the issue was last updated.
  const named = outcome?.kind === 'done' && outcome.regionsNamed && outcome.at > timestamps.updated;
  return named && !outcome.regions.includes(region) ? 'region-disabled' : undefined;
}

/**
 * Closes every issue whose resolution was told to all recipients, and, if a scope is given, every issue that is out
 * of it. No other code writes the status *closed*. An issue that changed meanwhile is left for the next day. Returns
 * the closed issues.
 */
export function reconcileDay(parts: ReconcileParts): (scope?: ScopeOfDay) => Promise<readonly Issue[]> {
  return async (scope) => {
    const closed: Issue[] = [];
    for await (const issue of parts.issues.listAllUnclosed()) {
      const ended = await parts.endInherited(issue);
      const because =
        (scope && outOfScopeBecause(issue, scope)) ??
        (ended && (await isDone(parts, issue)) ? 'healthy' : undefined);
      if (because === undefined) continue;
      const outcome = await parts.issues.closeIssue(issue, { at: parts.clock.now(), because });
      if (outcome === 'applied') closed.push(issue);
    }
    return closed;
  };
}
