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

/** What the daily reconciliation needs. */
export interface ReconcileParts {
  readonly issues: IssueStore;
  readonly incidents: IncidentStore;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
  /** Everybody, in every channel, who is to be told of an incident. */
  readonly destinations: (view: IncidentView) => Promise<readonly Recipient[]>;
  /** The milestones that say that it is over, for the incident as it is now. */
  readonly overMilestones: (view: IncidentView) => readonly string[];
}

/** What is in scope, as far as it is known. */
export interface ScopeOfDay {
  readonly watched: ReadonlySet<AccountId>;
  /** The accounts there are, where the organization tells. */
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
  // Only what the account itself said, and said later than the issue was looked at, speaks against the Region.
  const named = outcome?.kind === 'done' && outcome.regionsNamed && outcome.at > timestamps.updated;
  return named && !outcome.regions.includes(region) ? 'region-disabled' : undefined;
}

/**
 * Closes every issue that is resolved and whose resolution was told everywhere, and every one that went out of
 * scope; without a scope, nothing goes out of it. Only this writes *closed*; what changed meanwhile is left for the next
 * day. Answers what was closed.
 */
export function reconcileDay(parts: ReconcileParts): (scope?: ScopeOfDay) => Promise<readonly Issue[]> {
  return async (scope) => {
    const closed: Issue[] = [];
    for await (const issue of parts.issues.listAllUnclosed()) {
      const because =
        (scope && outOfScopeBecause(issue, scope)) ?? ((await isDone(parts, issue)) ? 'healthy' : undefined);
      if (because === undefined) continue;
      const outcome = await parts.issues.closeIssue(issue, { at: parts.clock.now(), because });
      if (outcome === 'applied') closed.push(issue);
    }
    return closed;
  };
}
