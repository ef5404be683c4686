import pLimit from 'p-limit';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { IncidentView, Member } from '#domain/issues/incident.ts';
import { isTold, openMembers, statusOf } from '#domain/issues/incident.ts';
import type { Closing } from '#domain/issues/tracked-finding.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Clock } from '#ports/clock.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { LivingIncidents } from '#ports/living-incidents.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';
import { partsOf } from '#usecases/report/recipients.ts';

/** The stores that the daily reconciliation reads and closes issues in. */
export interface ReconcileParts {
  readonly issues: IssueStore;
  readonly incidents: IncidentStore;
  readonly living: LivingIncidents;
  readonly receipts: ReceiptStore;
  readonly clock: Clock;
  /** Ends a ticket that Hammer made for the issue and that no incident took over; false when that is left to do. */
  readonly endInherited: (issue: Issue) => Promise<boolean>;
  /** The recipients of an account in all channels. */
  readonly ownersOf: OwnersOf;
  /** Whether these findings get a ticket; one that was made all the same is told its end. */
  readonly isTicketed: (members: readonly Member[]) => boolean;
  readonly queues: Readonly<Record<Recipient['channel'], Pick<ReportQueue, 'sendLater'>>>;
  /** The ids of the milestones that announce the end of an incident, or of a recipient's part of it. */
  readonly overMilestones: (view: IncidentView) => readonly string[];
}

/** Which accounts and Regions are watched, as far as that is known. */
export interface ScopeOfDay {
  readonly watched: ReadonlySet<AccountId>;
  /** The organization's accounts; undefined without an organization. */
  readonly existing: ReadonlySet<AccountId> | undefined;
  readonly sweep: SweepResult | undefined;
}

/** The recipients that were not told of the end of their part; of a part that only weakened, none is told anything. */
async function untoldOf(parts: ReconcileParts, view: IncidentView): Promise<readonly Recipient[]> {
  const receipts = await parts.receipts.listReceipts(view.incident.id);
  return partsOf(view.members, parts.ownersOf).flatMap(({ recipient, members }) => {
    const part = { ...view, members };
    if (!isTold(part)) return [];
    const receipt = receipts.find((one) => one.destination === recipientKey(recipient));
    const isTicketless = recipient.channel === 'jira' && !parts.isTicketed(members);
    if (isTicketless && receipt?.told === undefined) return [];
    const said = receipt?.told === undefined ? undefined : receipt.said;
    const isTheEndSaid = parts.overMilestones(part).every((milestone) => said?.includes(milestone));
    return said !== undefined && isTheEndSaid ? [] : [recipient];
  });
}

/** Reads each incident once in a run, however many issues belong to it; only whether its end was told is kept. */
function endsOf(parts: ReconcileParts): (id: IncidentId) => Promise<boolean> {
  const known = new Map<IncidentId, Promise<boolean>>();
  const wasToldToAll = async (id: IncidentId): Promise<boolean> => {
    const view = await parts.incidents.readIncident(id);
    return view === undefined || (await untoldOf(parts, view)).length === 0;
  };
  return (id) => {
    const answer = known.get(id) ?? wasToldToAll(id);
    known.set(id, answer);
    return answer;
  };
}

async function isDone(issue: Issue, wasTold: (id: IncidentId) => Promise<boolean>): Promise<boolean> {
  if (issue.status !== 'resolved') return false;
  const incidents = new Set([...issue.findings.values()].map(({ incident }) => incident));
  const told = await Promise.all([...incidents].map(wasTold));
  return told.every(Boolean);
}

/** Why an issue is out of scope; undefined while it is in scope, or when that is not known. */
export function outOfScopeBecause(
  { account, region, timestamps }: Issue,
  { watched, existing, sweep }: ScopeOfDay,
): Closing['because'] | undefined {
  // A list without any account is no answer, and nothing follows from what it leaves out.
  if (existing?.size === 0) return undefined;
  if (!watched.has(account)) return existing && !existing.has(account) ? 'account-left' : 'not-watched';
  const outcome = sweep?.outcomes.find((one) => one.account === account);
  // A Region counts as disabled only if the account listed its Regions after the issue was last updated, and neither
  // those that were looked at nor those that the configuration leaves out have it.
  const named = outcome?.kind === 'done' && outcome.regionsNamed && outcome.at > timestamps.updated;
  if (!named) return undefined;
  const enabled = [...outcome.regions, ...(outcome.leftOut ?? [])];
  return enabled.includes(region) ? undefined : 'region-disabled';
}

/** Closes an issue that is over or out of scope; returns it if it was closed. */
async function closeIfOver(
  parts: ReconcileParts,
  issue: Issue,
  scope: ScopeOfDay | undefined,
  wasTold: (id: IncidentId) => Promise<boolean>,
): Promise<Issue[]> {
  const outOfScope = scope && outOfScopeBecause(issue, scope);
  const isEnded = await parts.endInherited(issue);
  const because = outOfScope ?? (isEnded && (await isDone(issue, wasTold)) ? 'healthy' : undefined);
  if (because === undefined) return [];
  const outcome = await parts.issues.closeIssue(issue, { at: parts.clock.now(), because });
  return outcome === 'applied' ? [issue] : [];
}

/** Whether an issue still shows a member of the incident. */
async function isShown({ issues }: ReconcileParts, { incident, members }: IncidentView): Promise<boolean> {
  for (const { account, region, finding } of members) {
    if (finding.closed !== undefined) continue;
    const { issue } = await issues.readRemembered(account, region);
    if (issue?.status === 'closed') continue;
    if (issue?.findings.get(findingKey(finding.rule, finding.subject))?.incident === incident.id) return true;
  }
  return false;
}

/**
 * Closes an incident that no issue shows any more: all its issues are closed, or its findings came back in later ones.
 * Its end is asked for first where it was not told.
 */
async function closeIncident(parts: ReconcileParts, id: IncidentId): Promise<void> {
  const view = await parts.incidents.readIncident(id);
  // It was just claimed, and its members are being written.
  if (!view || view.members.length === 0) return;
  if (openMembers(view).length > 0 || (await isShown(parts, view))) return;
  const untold = statusOf(view) === 'whitelisted' ? [] : await untoldOf(parts, view);
  if (untold.length === 0) return parts.living.closeIncident(view, parts.clock.now());
  for (const recipient of untold) {
    const report = { incident: id, destination: recipientKey(recipient), attempts: 0 };
    await parts.queues[recipient.channel].sendLater(report, 0);
  }
}

/** What a run closed, and whether it ended before it had looked at everything. */
export interface ReconciledDay {
  readonly closed: number;
  readonly isCutShort: boolean;
}

const atOnce = 16;
/** Issues that are looked at between two looks at the clock. */
const perTurn = 200;

/**
 * Closes every issue whose resolution was told to all recipients, and, if a scope is given, every issue that is out
 * of it; then the incidents that no issue shows any more. No other code writes the status *closed*. An issue that
 * changed meanwhile is left for the next day. Begins nothing after `until`; a later run goes on with what is left.
 */
export function reconcileDay(
  parts: ReconcileParts,
): (until: Instant, scope?: ScopeOfDay) => Promise<ReconciledDay> {
  return async (until, scope) => {
    const wasTold = endsOf(parts);
    const limit = pLimit(atOnce);
    let closed = 0;
    let turn: Issue[] = [];
    const close = async (): Promise<void> => {
      const outcomes = await Promise.all(
        turn.map((issue) => limit(() => closeIfOver(parts, issue, scope, wasTold))),
      );
      closed += outcomes.flat().length;
      turn = [];
    };
    for await (const issue of parts.issues.listAllUnclosed()) {
      turn.push(issue);
      if (turn.length < perTurn) continue;
      await close();
      if (parts.clock.now() >= until) return { closed, isCutShort: true };
    }
    await close();
    for (const id of await parts.living.listLiving()) {
      if (parts.clock.now() >= until) return { closed, isCutShort: true };
      await closeIncident(parts, id);
    }
    return { closed, isCutShort: false };
  };
}
