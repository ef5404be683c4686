import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** A trail's settings as DescribeTrails returns them; absent and empty settings are both `undefined`. */
export interface Trail {
  readonly arn: TrailArn;
  readonly name: string;
  /** The account in the ARN: for an organization trail, the management account. */
  readonly owner: AccountId;
  readonly homeRegion: Region;
  readonly multiRegion: boolean;
  readonly organization: boolean;
  readonly globalServiceEvents: boolean;
  readonly logFileValidation: boolean;
  readonly customSelectors: boolean;
  readonly bucket?: string | undefined;
  readonly prefix?: string | undefined;
  readonly kmsKey?: string | undefined;
  readonly logGroup?: string | undefined;
  readonly logsRole?: string | undefined;
  readonly topic?: string | undefined;
  /** Whether it has Insights selectors; which ones only GetInsightSelectors says. Undefined where it has none. */
  readonly insights?: boolean | undefined;
}

/**
 * Whether a place is the home of a trail: the account that owns it and its home Region. Settings are the same wherever
 * the trail is seen, so they are judged only there and not again in every Region and member account.
 */
export function isAtHome(
  place: { readonly account: string; readonly region: string },
  { owner, homeRegion }: Pick<Trail, 'owner' | 'homeRegion'>,
): boolean {
  return place.account === owner && place.region === homeRegion;
}

/** Whether a place sees an organization trail of another account in the trail's home Region. */
export function isSeenByMember(
  place: { readonly account: string; readonly region: string },
  { owner, homeRegion, organization }: Pick<Trail, 'owner' | 'homeRegion' | 'organization'>,
): boolean {
  return organization && place.account !== owner && place.region === homeRegion;
}

/** A trail's state in one Region as GetTrailStatus returns it; empty texts are `undefined`. */
export interface TrailStatus {
  readonly logging: boolean;
  readonly startedAt?: Instant | undefined;
  readonly stoppedAt?: Instant | undefined;
  /** An S3 error code; AWS documents no closed list, so it is kept as text. */
  readonly deliveryError?: string | undefined;
  readonly deliveredAt?: Instant | undefined;
  /** When a delivery was last tried, whether it failed or not, in whole seconds. AWS calls the field unused but fills it. */
  readonly attemptedAt?: Instant | undefined;
  readonly logsError?: string | undefined;
  readonly logsDeliveredAt?: Instant | undefined;
  readonly notificationError?: string | undefined;
  readonly notifiedAt?: Instant | undefined;
  readonly digestError?: string | undefined;
  readonly digestDeliveredAt?: Instant | undefined;
}

/** Whether a trail of this status was ever started: CreateTrail creates it stopped. */
export function wasEverStarted({ logging, startedAt, stoppedAt }: TrailStatus): boolean {
  return logging || startedAt !== undefined || stoppedAt !== undefined;
}
