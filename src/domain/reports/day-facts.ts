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

/** Messages that nobody could work on, and how to have them tried again. */
export interface DeadLetters {
  readonly queue: string;
  readonly messages: number;
  readonly replay: string;
}

/** A sentence of the report about some accounts; without any it is for those who hear of everything. */
export interface ReportRemark {
  readonly accounts: readonly AccountId[];
  readonly words: Sentence;
}

/** Everything that a day's reports are made of. */
export interface DayFacts {
  readonly now: Instant;
  /** What happened since then is new. */
  readonly since: Instant;
  /** Detection is switched on. */
  readonly enabled: boolean;
  readonly names: AccountNames;
  readonly sweep: SweepResult | undefined;
  /** Every bucket and key in use that the last sweep saw, with what its inspection came to. */
  readonly destinations: readonly InspectedDestination[];
  /** Everything that is not closed, and what was closed in the last days. */
  readonly issues: readonly Issue[];
  /** Incidents that stood before Trailwarden came, and that nobody has accepted yet. */
  readonly preexisting: ReadonlySet<IncidentId>;
  readonly tickets: ReadonlyMap<IncidentId, TicketLink>;
  readonly exemptions: readonly Exemption[];
  /** What was put right between the table, Jira and Slack. */
  readonly repaired: readonly ReportRemark[];
  /** What does not fit together and waits for a person. */
  readonly mismatches: readonly ReportRemark[];
  /** What could not be told, and why. */
  readonly untold: readonly ReportRemark[];
  readonly deadLetters: readonly DeadLetters[];
  /** What the detector found out about itself: heartbeats missing, rules drifted. */
  readonly selfCheck: readonly ReportRemark[];
  /** What is said before everything else, to whoever reads. */
  readonly foremost: readonly ReportRemark[];
}

/** The part of `facts` that concerns `only`; all of it without. */
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
