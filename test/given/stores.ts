import type { KeptAttempt } from '#adapters/memory/memory-attempt-log.ts';
import { memoryAcceptances } from '#adapters/memory/memory-acceptances.ts';
import { memoryAnswers } from '#adapters/memory/memory-answers.ts';
import { memoryArrivals } from '#adapters/memory/memory-arrivals.ts';
import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryDependencies } from '#adapters/memory/memory-dependencies.ts';
import { memoryDroppedLetters } from '#adapters/memory/memory-dropped-letters.ts';
import { memoryIncidentStore } from '#adapters/memory/memory-incident-store.ts';
import { memoryIssueStore } from '#adapters/memory/memory-issue-store.ts';
import { memoryBurstStore } from '#adapters/memory/memory-burst-store.ts';
import { memoryOpenPlaces } from '#adapters/memory/memory-open-places.ts';
import { memoryReceiptStore } from '#adapters/memory/memory-receipt-store.ts';
import type { MemoryTables } from '#adapters/memory/memory-tables.ts';
import { memoryTables, placeKey } from '#adapters/memory/memory-tables.ts';
import { memoryTestAlerts } from '#adapters/memory/memory-test-alerts.ts';
import { memoryLivingIncidents } from '#adapters/memory/memory-living-incidents.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import type { Acceptances } from '#ports/acceptances.ts';
import type { Answers } from '#ports/answers.ts';
import type { Arrivals } from '#ports/arrivals.ts';
import type { AttemptLog } from '#ports/attempt-log.ts';
import type { BurstStore } from '#ports/burst-store.ts';
import type { Dependencies } from '#ports/dependencies.ts';
import type { DroppedLetters } from '#ports/dropped-letters.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { OpenPlaces } from '#ports/open-places.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { TestAlerts } from '#ports/test-alerts.ts';
import type { LivingIncidents } from '#ports/living-incidents.ts';

/** An issue that the playbook left behind. */
export interface HammerIssue {
  readonly status?: 'open' | 'closed';
  readonly identified: Instant;
  readonly ticket: string;
}

/** All stores over one state, and what only a test looks at. */
export interface Stores {
  readonly issues: IssueStore;
  readonly incidents: IncidentStore;
  readonly receipts: ReceiptStore;
  readonly living: LivingIncidents;
  readonly attempts: AttemptLog;
  readonly bursts: BurstStore;
  readonly tests: TestAlerts;
  readonly arrivals: Arrivals;
  readonly acceptances: Acceptances;
  readonly dropped: DroppedLetters;
  readonly answers: Answers;
  readonly dependencies: Dependencies;
  readonly open: OpenPlaces;
  /** The attempts that were kept of an account, oldest first. */
  kept(account: AccountId): Promise<readonly KeptAttempt[]>;
  /** Puts an item as Hammer wrote it. */
  inherit(account: AccountId, region: Region, issue: HammerIssue): Promise<void>;
  /** The answers that are noted on an issue. */
  noted(account: AccountId, region: Region): Promise<readonly unknown[]>;
  /** The tickets that reporters noted on an issue. */
  tickets(account: AccountId, region: Region): Promise<readonly string[]>;
}

/** All stores in memory. */
export async function memoryStores(tables: MemoryTables = memoryTables()): Promise<Stores> {
  const attempts = memoryAttemptLog();
  const receipts = memoryReceiptStore();
  return {
    issues: memoryIssueStore(tables),
    incidents: memoryIncidentStore(tables, newIncidentId),
    receipts,
    living: memoryLivingIncidents(tables),
    bursts: memoryBurstStore(newIncidentId),
    tests: memoryTestAlerts(),
    arrivals: memoryArrivals(),
    acceptances: memoryAcceptances(),
    dropped: memoryDroppedLetters(),
    answers: memoryAnswers(tables),
    dependencies: memoryDependencies(tables),
    open: memoryOpenPlaces(tables),
    attempts,
    kept: async (account) => attempts.kept().filter(({ trigger }) => trigger.accountId === account),
    async inherit(account, region, { status = 'open', identified, ticket }) {
      const timestamps = { identified, updated: identified };
      const own = { account, region, version: 0, disabled: true, findings: new Map() };
      const issue = { ...own, status, timestamps, inheritedTicket: ticket };
      tables.items.set(placeKey(account, region), { issue, tickets: [] });
    },
    noted: async (account, region) => tables.items.get(placeKey(account, region))?.answers ?? [],
    tickets: async (account, region) => tables.items.get(placeKey(account, region))?.tickets ?? [],
  };
}
