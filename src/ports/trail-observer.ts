import type { Observation, Sight } from '#domain/facts/observation.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';

/**
 * The state of an organization trail as its owner account showed it, asked for by members. Undefined: the owner's
 * state is not known, the member asks for itself.
 */
export type ReadOwnersStatus = (trail: Trail, region: Region) => Promise<TrailStatus | undefined>;

/** One visit to an account: credentials are taken once, and nothing is asked twice. */
export interface AccountVisit {
  /** The Regions that are enabled in the account; unreadable when it does not let us look. */
  listRegions(): Promise<Sight<readonly Region[]>>;
  /**
   * What the account's trails look like from `region`. A refusal is part of the answer; throttling that lasts, and
   * faults of AWS, are thrown.
   */
  observeRegion(region: Region): Promise<Observation>;
}

/** Looks at the trails of accounts. */
export interface TrailObserver {
  visitAccount(account: AccountId, readOwnersStatus: ReadOwnersStatus): AccountVisit;
}
