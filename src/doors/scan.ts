import { bucketReader } from '#adapters/aws/bucket-reader.ts';
import { cloudTrailObserver } from '#adapters/aws/cloud-trail-observer.ts';
import type { AssumeReadRole } from '#adapters/aws/assumed-roles.ts';
import { keyReader } from '#adapters/aws/key-reader.ts';
import { lakeReader } from '#adapters/aws/lake-reader.ts';
import type { PaceOf } from '#adapters/aws/pace.ts';
import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryDependencies } from '#adapters/memory/memory-dependencies.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryIncidentStore } from '#adapters/memory/memory-incident-store.ts';
import { memoryIssueStore } from '#adapters/memory/memory-issue-store.ts';
import { memoryLakes } from '#adapters/memory/memory-lakes.ts';
import { memoryDestinations } from '#adapters/memory/memory-log-destinations.ts';
import { memoryOpenPlaces } from '#adapters/memory/memory-open-places.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import type { ExpectedTargets } from '#domain/findings/rule.ts';
import type { Exemption } from '#domain/issues/exemption.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Clock } from '#ports/clock.ts';
import type { FollowUps } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';
import type { Roll } from '#ports/organization.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import { inspectDestination } from '#usecases/inspect/inspect-destination.ts';
import { inspectLake } from '#usecases/inspect/inspect-lake.ts';
import type { AskedWork, ScanParts } from '#usecases/scan/scan-accounts.ts';
import type { LookNotes } from '#usecases/scan/snapshot-observer.ts';
import { snapshotObserver } from '#usecases/scan/snapshot-observer.ts';
import { newIncidentId } from './new-incident-id.ts';

/** The accounts, credentials and settings of a scan. */
export interface ScanDoor {
  /** Account names by id: those that are scanned. */
  readonly accounts: ReadonlyMap<AccountId, string>;
  /** Accounts that may own buckets, the likeliest first. */
  readonly holders: readonly AccountId[];
  /** The organization, where it could be read. */
  readonly roll: Roll | undefined;
  readonly assume: AssumeReadRole;
  /** The Region of global endpoints. */
  readonly region: Region;
  readonly regions: {
    readonly only: readonly Region[] | undefined;
    readonly fallback: readonly Region[];
  };
  readonly expected: ExpectedTargets;
  readonly exemptions: (account: AccountId) => readonly Exemption[];
  readonly clock: Clock;
  readonly notes: LookNotes;
  readonly isFinal: (error: unknown) => boolean;
  /** The pace of all calls to CloudTrail together. */
  readonly turnOf: PaceOf;
}

/** A sweep's follow-ups that a scan does not need: later looks confirm what began lately, and no one is told. */
const nothingLater: FollowUps = {
  lookAgain: async () => undefined,
  evaluateAll: async () => undefined,
  lookAtParts: async () => undefined,
  fanOut: async () => undefined,
};

function stores() {
  const tables = memoryTables();
  return {
    issues: memoryIssueStore(tables),
    incidents: memoryIncidentStore(tables, newIncidentId),
    destinations: memoryDestinations(),
    attempts: memoryAttemptLog(),
    open: memoryOpenPlaces(tables),
    dependencies: memoryDependencies(tables),
    lakes: memoryLakes(),
  };
}

/** What the rules know of the organization of the accounts. */
function organizationOf({ roll, accounts }: ScanDoor) {
  if (roll === undefined) return { organization: undefined, trustedAccess: undefined };
  const { at, id, management, delegates = [], active, trustedAccess: on } = roll;
  return {
    organization: { id, management, delegates, accounts: [...(active.size > 0 ? active : accounts).keys()] },
    trustedAccess: on === undefined ? undefined : { at, on },
  };
}

type Kept = ReturnType<typeof stores>;

function judging(door: ScanDoor, kept: Kept, asked: AskedWork): ScanParts['evaluate'] {
  const { assume, clock, region, expected, exemptions, regions, notes, turnOf } = door;
  return evaluateAccount({
    ...kept,
    clock,
    directory: memoryDirectory(door.accounts),
    inspections: { askInspections: async (all) => void asked.inspections.push(...all) },
    expected,
    exemptions,
    observer: snapshotObserver(cloudTrailObserver({ assume, clock, region, turnOf }), notes),
    followUps: nothingLater,
    lake: { store: kept.lakes, ask: async (one) => void asked.lakes.push(one) },
    readOrganization: async () => organizationOf(door),
    regions,
  });
}

function inspecting(door: ScanDoor, kept: Kept): Pick<ScanParts, 'inspect' | 'inspectLake'> {
  const { assume, clock, region, holders, turnOf } = door;
  const directory = memoryDirectory(door.accounts);
  // The scan judges every account once more in any case.
  const evaluations = { askEvaluations: async () => undefined, askWave: async () => undefined };
  const common = { ...kept, clock, directory, evaluations };
  return {
    inspect: inspectDestination({
      ...common,
      inspections: { askInspections: async () => undefined },
      reader: { findBucket: bucketReader({ assume, region }), findKey: keyReader({ assume }) },
      holders,
    }),
    inspectLake: inspectLake({
      ...common,
      readLake: lakeReader({ assume, region, turnOf }),
      askLake: async () => undefined,
    }),
  };
}

/** The journeys of a scan, and the stores in which its findings are. */
export interface Scanning {
  readonly parts: ScanParts;
  readonly issues: Pick<IssueStore, 'listAllUnclosed'>;
  readonly destinations: Pick<LogDestinationStore, 'readDestination'>;
}

/** The observer, the judge and the inspections of the deployed detector, on stores in memory. */
export function scanning(door: ScanDoor): Scanning {
  const kept = stores();
  const asked: AskedWork = { inspections: [], lakes: [] };
  const { isFinal } = door;
  const { issues, destinations } = kept;
  const parts = { asked, isFinal, evaluate: judging(door, kept, asked), ...inspecting(door, kept) };
  return { parts, issues, destinations };
}
