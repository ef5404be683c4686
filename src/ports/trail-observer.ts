import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import type { Observation, Sight } from '#domain/facts/observation.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';

/** What was last read of an organization trail in its owner account. */
export interface OwnersWord {
  readonly status: TrailStatus;
  /** What its selectors record; undefined when they could not be read there either. */
  readonly recorded: RecordedEvents | undefined;
}

/**
 * The state of an organization trail in `region` as last read in its owner account, for the evaluation of a member.
 * Undefined: it is not known, and the member account is asked.
 */
export type ReadOwnersStatus = (trail: Trail, region: Region) => Promise<OwnersWord | undefined>;

/** The reads of one account in one evaluation: credentials are fetched once, and no call is made twice. */
export interface AccountVisit {
  /** The Regions enabled in the account; unreadable when it refuses access. */
  listRegions(): Promise<Sight<readonly Region[]>>;
  /**
   * The trails of the account as seen in `region`. A refusal is part of the answer; lasting throttling and faults of AWS
   * are thrown.
   */
  observeRegion(region: Region): Promise<Observation>;
}

/** Reads the trails of accounts. */
export interface TrailObserver {
  visitAccount(account: AccountId, readOwnersStatus: ReadOwnersStatus): AccountVisit;
}
