import type { FindingKey } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import type { Region } from '#domain/values/region.ts';

/** An account and Region with open findings. */
export interface OpenPlace extends Place {
  /** The keys of the open findings; empty in rows of versions that did not store them. */
  readonly keys: readonly FindingKey[];
  /** Whether no trail logs there, so that CloudTrail may send no events from there either. */
  readonly blind: boolean;
  /** When it was last looked at and could be read; undefined in rows of versions that did not store it. */
  readonly lookedAt?: Instant | undefined;
}

/** Looks at accounts, all in the same Regions, that were asked for at one moment. */
export interface AskedLooks {
  readonly at: Instant;
  readonly accounts: readonly AccountId[];
  readonly regions: readonly Region[] | 'all';
}

/** The index of open findings, for repeated looks without reading every issue, and the looks that were asked for. */
export interface OpenPlaces {
  listOpenPlaces(): Promise<readonly OpenPlace[]>;
  /** Stores that these looks were asked for. */
  noteAsked(asked: AskedLooks): Promise<void>;
  /** The looks that were asked for at or after `since`, oldest first. */
  listAsked(since: Instant): Promise<readonly AskedLooks[]>;
}
