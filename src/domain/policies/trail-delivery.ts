import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** The organization whose accounts an organization trail records. */
export interface OrganizationFacts {
  /** `o-...` (AWS Organizations, DescribeOrganization); undefined when it could not be read. */
  readonly id: string | undefined;
  /** The management account, which owns the organization's trails; undefined when it is not known. */
  readonly management: AccountId | undefined;
  /** CloudTrail's delegated administrators, as the last sweep read them; empty where it could not. */
  readonly delegates: readonly AccountId[];
  /** The active accounts, as the last sweep read them. */
  readonly accounts: readonly AccountId[];
}

/** The files that a trail delivers, and where it delivers them. Every field is stated, so that none is forgotten. */
export interface TrailDelivery {
  readonly trail: TrailArn;
  readonly bucket: string;
  readonly prefix: string | undefined;
  /** The key's ARN, when log files are encrypted with one. */
  readonly key: string | undefined;
  /** Log file validation is on, so that digest files are delivered too. */
  readonly digests: boolean;
  /** It records in every Region; else in its home Region only. */
  readonly multiRegion: boolean;
  /** It is an organization trail. */
  readonly organization: boolean;
  /** The organization of the trail's owner; undefined where none was read, and for a trail of another organization. */
  readonly inOrganization: OrganizationFacts | undefined;
  /** The account that owns the bucket, where it is known. */
  readonly bucketOwner: string | undefined;
  /** When the delivery is judged. */
  readonly at: Instant;
}
