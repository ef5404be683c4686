import type { Issue } from '#domain/issues/issue.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { isTold } from '#domain/issues/incident.ts';
import type { Clock } from '#ports/clock.ts';
import type { Destination } from '#ports/channel.ts';
import { destinationKey } from '#ports/channel.ts';
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
  readonly destinations: (view: IncidentView) => Promise<readonly Destination[]>;
  /** The milestones that say that it is over, for the incident as it is now. */
  readonly overMilestones: (view: IncidentView) => readonly string[];
}

async function wasToldToAll(parts: ReconcileParts, id: IncidentId): Promise<boolean> {
  const view = await parts.incidents.read(id);
  if (!view || !isTold(view)) return true;
  const over = parts.overMilestones(view);
  const destinations = await parts.destinations(view);
  const receipts = await Promise.all(destinations.map((one) => parts.receipts.read(id, destinationKey(one))));
  return receipts.every(
    ({ told, said }) => told !== undefined && over.every((milestone) => said.includes(milestone)),
  );
}

async function mayClose(parts: ReconcileParts, issue: Issue): Promise<boolean> {
  if (issue.status !== 'resolved') return false;
  const incidents = new Set([...issue.findings.values()].map(({ incident }) => incident));
  const told = await Promise.all([...incidents].map((id) => wasToldToAll(parts, id)));
  return told.every(Boolean);
}

/**
 * Closes every issue that is resolved and whose resolution was told everywhere. Only this writes *closed*; what
 * changed while it was looked at is left for the next day. Answers what was closed.
 */
export function reconcileDay(parts: ReconcileParts): () => Promise<readonly Issue[]> {
  return async () => {
    const closed: Issue[] = [];
    for await (const issue of parts.issues.allUnclosed()) {
      if (!(await mayClose(parts, issue))) continue;
      const outcome = await parts.issues.close(issue, { at: parts.clock.now(), because: 'healthy' });
      if (outcome === 'applied') closed.push(issue);
    }
    return closed;
  };
}
