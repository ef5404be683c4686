import type { Subject } from '#domain/findings/finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';

/** An account and Region where something is open. */
export interface OpenPlace {
  readonly account: AccountId;
  readonly region: Region;
  /** What the open findings are about, each once. */
  readonly subjects: readonly Subject[];
  /** No trail logs there, so CloudTrail may send no events from there either. */
  readonly blind: boolean;
}

/** Where something is open, so that it can be looked at again without reading every issue. */
export interface OpenPlaces {
  listOpenPlaces(): Promise<readonly OpenPlace[]>;
}
