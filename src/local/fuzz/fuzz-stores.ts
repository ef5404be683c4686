import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryDependencies } from '#adapters/memory/memory-dependencies.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryForwardingLog } from '#adapters/memory/memory-forwarding-log.ts';
import { memoryHeartbeats } from '#adapters/memory/memory-heartbeats.ts';
import { memoryIncidentStore } from '#adapters/memory/memory-incident-store.ts';
import { memoryIssueStore } from '#adapters/memory/memory-issue-store.ts';
import { memoryLivingIncidents } from '#adapters/memory/memory-living-incidents.ts';
import { memoryDestinations } from '#adapters/memory/memory-log-destinations.ts';
import { memoryOpenPlaces } from '#adapters/memory/memory-open-places.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { memoryTemplateLog } from '#adapters/memory/memory-template-log.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import type { SettableClock } from '#adapters/memory/settable-clock.ts';
import type { AccountId } from '#domain/values/account-id.ts';

/** The stores of one sequence, in memory, for watched `accounts`. */
export function fuzzStores(clock: SettableClock, accounts: readonly AccountId[]) {
  const tables = memoryTables();
  return {
    stores: {
      issues: memoryIssueStore(tables),
      incidents: memoryIncidentStore(tables, newIncidentId),
      destinations: memoryDestinations(),
      attempts: memoryAttemptLog(),
      open: memoryOpenPlaces(tables),
      directory: memoryDirectory(accounts.map((one) => [one, one])),
      clock,
    },
    dependencies: memoryDependencies(tables),
    living: memoryLivingIncidents(tables),
    log: memoryForwardingLog(),
    heartbeats: memoryHeartbeats(),
    templates: memoryTemplateLog(),
  };
}
/** The stores of one sequence. */
export type FuzzStores = ReturnType<typeof fuzzStores>;
