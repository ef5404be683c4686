import type { Memory } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { Closing, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';

/** What is remembered of one account and Region. */
export interface Remembered {
  readonly issue: Issue | undefined;
  readonly memory: Memory | undefined;
}

/** What is remembered of an account's Regions, from its issues and from what was seen. */
export function rememberedByRegion(
  issues: readonly Issue[],
  memories: readonly Memory[],
): ReadonlyMap<Region, Remembered> {
  const regions = new Set([...issues, ...memories].map(({ region }) => region));
  const of = (region: Region): Remembered => ({
    issue: issues.find((issue) => issue.region === region),
    memory: memories.find((memory) => memory.region === region),
  });
  return new Map([...regions].map((region) => [region, of(region)]));
}

/** What one look changes, all or nothing. */
export interface LookResult {
  readonly account: AccountId;
  readonly region: Region;
  readonly before: Remembered;
  /** Undefined leaves the issue as it is. */
  readonly issue: Issue | undefined;
  /** Undefined leaves the memory as it is: nothing could be seen. */
  readonly memory: Memory | undefined;
  /** The findings whose member rows are written: those that changed. */
  readonly changed: readonly TrackedFinding[];
  /** The calls that the findings name as their causes. */
  readonly causes: readonly Trigger[];
}

/** The issue table, and the memory of what was seen. Reads are strongly consistent. */
export interface IssueStore {
  readRemembered(account: AccountId, region: Region): Promise<Remembered>;
  /** Everything that is remembered of one account, by Region. */
  readRememberedByRegion(account: AccountId): Promise<ReadonlyMap<Region, Remembered>>;
  /** What was seen of one account, a memory for each Region that was ever looked at. */
  listMemories(account: AccountId): Promise<readonly Memory[]>;
  /** `stale`: somebody else wrote since `before` was read, or saw the account later; nothing was written. */
  saveLook(result: LookResult): Promise<'applied' | 'stale'>;
  /** The issues of one account that are not closed. */
  listUnclosed(account: AccountId): Promise<readonly Issue[]>;
  /** Every issue that is not closed, page by page. */
  listAllUnclosed(): AsyncIterable<Issue>;
  /** Closes an issue and its member rows; `stale` when it changed since `issue` was read. */
  closeIssue(issue: Issue, closed: Closing): Promise<'applied' | 'stale'>;
  /**
   * Notes on the issue that it was reported, and the ticket of an incident in it; the issue's own ticket is that of its
   * oldest open incident. Written by reporters only, idempotent.
   */
  noteReported(
    account: AccountId,
    region: Region,
    report: { at: Instant; ticket?: string | undefined; incident?: IncidentId | undefined },
  ): Promise<void>;
}
