import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import type { ForwardingGap } from './forwarding.ts';
import type { Unreadable } from './observation.ts';

/** The state of an account's forwarding rules, read through the read role on an operator's request. */
export interface MemberLook {
  readonly account: AccountId;
  /** The Regions that were read. */
  readonly regions: readonly Region[];
  /** All deviations from the deployment. */
  readonly gaps: readonly ForwardingGap[];
  /** Why the account could not be read. */
  readonly refused?: Unreadable | undefined;
  /** A trail owned by the account that logged when it was last seen; StartLogging on it changes nothing. */
  readonly harmless?: TrailArn | undefined;
}
