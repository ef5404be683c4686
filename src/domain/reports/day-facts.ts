import type { AccountNames } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import type { TicketLink } from '#domain/announcements/announcement-of.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { InspectedDestination } from './inspected-destinations.ts';

/** A dead-letter queue with its number of messages; `replay` is the command that has them processed again. */
export interface DeadLetters {
  readonly queue: string;
  readonly messages: number;
  readonly replay: string;
}

/** A sentence of the report about `accounts`; with an empty list it is only in the report on all accounts. */
export interface ReportRemark {
  readonly accounts: readonly AccountId[];
  readonly words: Sentence;
}

/** The data of the daily report and the onboarding report. */
export interface DayFacts {
  readonly now: Instant;
  /** Start of the reported time: incidents opened or ended since then are new. */
  readonly since: Instant;
  /** Whether detection is switched on (`cloudtrails.enabled`). */
  readonly enabled: boolean;
  readonly names: AccountNames;
  readonly sweep: SweepResult | undefined;
  /** Every bucket and key in use that the last sweep saw, with the result of its inspection. */
  readonly destinations: readonly InspectedDestination[];
  /** All issues that are not closed, and those closed in the last days. */
  readonly issues: readonly Issue[];
  /** Incidents of the baseline (they existed before Trailwarden was deployed) that are not yet accepted. */
  readonly preexisting: ReadonlySet<IncidentId>;
  readonly tickets: ReadonlyMap<IncidentId, TicketLink>;
  /** Who answers for an account, as `ticket_owners.json` names them for it; accounts without an owner of their own are absent. */
  readonly owners: ReadonlyMap<AccountId, string>;
  readonly exemptions: readonly Exemption[];
  /** Differences between the issue table, Jira and Slack that were repaired. */
  readonly repaired: readonly ReportRemark[];
  /** Differences that a person has to repair. */
  readonly mismatches: readonly ReportRemark[];
  /** Messages and tickets that could not be sent, with the reason. */
  readonly untold: readonly ReportRemark[];
  readonly deadLetters: readonly DeadLetters[];
  /** Gaps of the detector itself: missing heartbeats, changed forwarding rules. */
  readonly selfCheck: readonly ReportRemark[];
  /** Sentences at the beginning of every report, whatever its accounts. */
  readonly foremost: readonly ReportRemark[];
}

/** `facts` limited to the accounts in `only`; unchanged without it. */
export function factsFor(facts: DayFacts, only: ReadonlySet<AccountId> | undefined): DayFacts {
  if (!only) return facts;
  const owned = <One extends { readonly account: AccountId }>(all: readonly One[]): One[] =>
    all.filter(({ account }) => only.has(account));
  const about = (remarks: readonly ReportRemark[]): ReportRemark[] =>
    remarks.filter(({ accounts }) => accounts.some((account) => only.has(account)));
  const { sweep } = facts;
  return {
    ...facts,
    names: new Map([...facts.names].filter(([account]) => only.has(account))),
    destinations: facts.destinations
      .map((one) => ({ ...one, accounts: one.accounts.filter((account) => only.has(account)) }))
      .filter(({ accounts }) => accounts.length > 0),
    sweep: sweep && {
      ...sweep,
      sweep: { ...sweep.sweep, accounts: sweep.sweep.accounts.filter((account) => only.has(account)) },
      outcomes: owned(sweep.outcomes),
      read: owned(sweep.outcomes).length - owned(sweep.failed).length - owned(sweep.unreadable).length,
      unreadable: owned(sweep.unreadable),
      failed: owned(sweep.failed),
      missing: sweep.missing.filter((account) => only.has(account)),
    },
    issues: owned(facts.issues),
    exemptions: facts.exemptions.filter(({ accountId }) => only.has(accountId)),
    repaired: about(facts.repaired),
    mismatches: about(facts.mismatches),
    untold: about(facts.untold),
    selfCheck: about(facts.selfCheck),
    deadLetters: [],
  };
}
