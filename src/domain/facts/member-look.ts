import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import type { ForwardingGap } from './forwarding.ts';
import type { Unreadable } from './observation.ts';

/** What the read role showed of the rules that carry an account's events on, asked for by hand. */
export interface MemberLook {
  readonly account: AccountId;
  /** The Regions that were looked at. */
  readonly regions: readonly Region[];
  /** Everything that is not as it was deployed. */
  readonly gaps: readonly ForwardingGap[];
  /** Why the account could not be looked at. */
  readonly refused?: Unreadable | undefined;
  /** A trail of the account's own that logged when it was last seen: starting it changes nothing. */
  readonly harmless?: TrailArn | undefined;
}
