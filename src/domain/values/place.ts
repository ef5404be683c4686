import type { AccountId } from './account-id.ts';
import type { Region } from './region.ts';

/** An account and one of its Regions: where trails are read, and where an issue is stored. */
export interface Place {
  readonly account: AccountId;
  readonly region: Region;
}
