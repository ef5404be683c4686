import type { Memory } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { CauseKey } from '#domain/findings/finding.ts';
import type { Answer } from '#domain/issues/answer.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Incident, Member } from '#domain/issues/incident.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { RowsByPartition } from './rows-by-partition.ts';

/** An item of the issue table: what the evaluator writes, and what only reporters write. */
export interface MemoryItem {
  readonly issue: Issue;
  readonly reported?: Instant | undefined;
  readonly tickets: readonly string[];
  readonly answers?: readonly Answer[] | undefined;
}

/** The tables that the stores in memory share, like the two DynamoDB tables: issues and incidents read each other's rows. */
export interface MemoryTables {
  /** By account. */
  readonly items: RowsByPartition<MemoryItem>;
  /** By account. */
  readonly seen: RowsByPartition<Memory>;
  readonly incidents: Map<IncidentId, Incident>;
  /** By incident. */
  readonly members: RowsByPartition<{ readonly incident: IncidentId; readonly member: Member }>;
  /** By incident. */
  readonly events: RowsByPartition<{ readonly incident: IncidentId; readonly trigger: Trigger }>;
  readonly causes: Map<CauseKey, IncidentId>;
  /** Incidents that are not closed. */
  readonly living: Set<IncidentId>;
  readonly answers: Map<IncidentId, readonly Answer[]>;
  readonly sessions: Map<string, { readonly incident: IncidentId; readonly firstAt: Instant }>;
}

/** Empty tables. */
export function memoryTables(): MemoryTables {
  return {
    items: new RowsByPartition(({ issue }) => issue.account),
    seen: new RowsByPartition(({ account }) => account),
    incidents: new Map(),
    members: new RowsByPartition(({ incident }) => incident),
    events: new RowsByPartition(({ incident }) => incident),
    causes: new Map(),
    living: new Set(),
    answers: new Map(),
    sessions: new Map(),
  };
}

/** The key of the rows of one account and Region. */
export const placeKey = (account: AccountId, region: Region): string => `${account} ${region}`;
