import type { TrailArn } from '#domain/values/trail-arn.ts';

/** The files that a trail delivers, and where it delivers them. */
export interface TrailDelivery {
  readonly trail: TrailArn;
  readonly bucket: string;
  readonly prefix?: string | undefined;
  /** The key's ARN, when log files are encrypted with one. */
  readonly key?: string | undefined;
  /** Log file validation is on, so that digest files are delivered too. */
  readonly digests: boolean;
  readonly organization: boolean;
  /** `o-...` of the organization that the trail's owner is in, where it is known. */
  readonly organizationId?: string | undefined;
  /** The account that owns the bucket, where it is known. */
  readonly bucketOwner?: string | undefined;
}
