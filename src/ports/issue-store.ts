import type { Memory } from '#domain/facts/observation.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { Answer } from '#domain/issues/answer.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { Closing, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import type { Region } from '#domain/values/region.ts';

/** The stored state of one account and Region: its issue, and the memory of the last observation. */
export interface Remembered {
  readonly issue: Issue | undefined;
  readonly memory: Memory | undefined;
}

/** The stored state of an account by Region, for every Region with an issue or a memory. */
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

/** The changes of one look, to be written together or not at all. */
export interface LookResult extends Place {
  readonly before: Remembered;
  /** The issue to store; undefined leaves the stored one. */
  readonly issue: Issue | undefined;
  /** The memory to store; undefined leaves the stored one, when nothing could be read. */
  readonly memory: Memory | undefined;
  /** The findings that changed, whose member rows are written. */
  readonly changed: readonly TrackedFinding[];
  /** The calls that caused the findings. */
  readonly causes: readonly Trigger[];
}

/** The issue table, and the memory of observations. Reads are strongly consistent. */
export interface IssueStore {
  readRemembered(account: AccountId, region: Region): Promise<Remembered>;
  /** The stored state of one account by Region. */
  readRememberedByRegion(account: AccountId): Promise<ReadonlyMap<Region, Remembered>>;
  /** The memories of one account, one for each Region that was ever read. */
  listMemories(account: AccountId): Promise<readonly Memory[]>;
  /**
   * `stale`: nothing was written, because another run wrote since `before` was read, or read the account later.
   * `too-large`: nothing, or only a part marked as such, was written, because the store takes no rows of this size.
   */
  saveLook(result: LookResult): Promise<'applied' | 'stale' | 'too-large'>;
  /** The issues of one account that are not closed. */
  listUnclosed(account: AccountId): Promise<readonly Issue[]>;
  /** Every issue that is not closed, page by page. */
  listAllUnclosed(): AsyncIterable<Issue>;
  /** Closes an issue and its member rows; `stale` when it changed since `issue` was read. */
  closeIssue(issue: Issue, closed: Closing): Promise<'applied' | 'stale'>;
  /**
   * Marks the issue as reported and stores the ticket of an incident in it; the issue's own ticket is that of its oldest
   * open incident. Idempotent; only reporters call it.
   */
  noteReported(
    account: AccountId,
    region: Region,
    report: { at: Instant; ticket?: string | undefined; incident?: IncidentId | undefined },
  ): Promise<void>;
  /** Notes the answers to an incident on the issue of a place; those to its other incidents stay. Idempotent. */
  noteAnswers(place: Place, incident: IncidentId, answers: readonly Answer[]): Promise<void>;
}
