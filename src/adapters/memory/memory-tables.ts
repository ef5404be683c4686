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

/** An item of the issue table: what the evaluator writes, and what only reporters write. */
export interface MemoryItem {
  readonly issue: Issue;
  readonly reported?: Instant | undefined;
  readonly tickets: readonly string[];
  readonly answers?: readonly Answer[] | undefined;
}

/** The tables that the stores in memory share, like the two DynamoDB tables: issues and incidents read each other's rows. */
export interface MemoryTables {
  readonly items: Map<string, MemoryItem>;
  readonly seen: Map<string, Memory>;
  readonly incidents: Map<IncidentId, Incident>;
  readonly members: Map<string, { readonly incident: IncidentId; readonly member: Member }>;
  readonly events: Map<string, { readonly incident: IncidentId; readonly trigger: Trigger }>;
  readonly causes: Map<CauseKey, IncidentId>;
  /** Incidents that are not closed. */
  readonly living: Set<IncidentId>;
  readonly answers: Map<IncidentId, readonly Answer[]>;
  readonly sessions: Map<string, { readonly incident: IncidentId; readonly firstAt: Instant }>;
}

/** Empty tables. */
export function memoryTables(): MemoryTables {
  return {
    items: new Map(),
    seen: new Map(),
    incidents: new Map(),
    members: new Map(),
    events: new Map(),
    causes: new Map(),
    living: new Set(),
    answers: new Map(),
    sessions: new Map(),
  };
}

/** The key of the rows of one account and Region. */
export const placeKey = (account: AccountId, region: Region): string => `${account} ${region}`;
