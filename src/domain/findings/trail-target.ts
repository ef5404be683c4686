import type { FormerSettings } from './finding.ts';

/** The destination of a trail's log files, and the key that encrypts them. */
export type TrailTarget = Pick<FormerSettings, 'bucket' | 'prefix' | 'kmsKey'>;

/** The destination in a trail's settings. */
export function trailTargetOf({ bucket, prefix, kmsKey }: TrailTarget): TrailTarget {
  return { bucket, prefix, kmsKey };
}

/** `s3://bucket/prefix`, and the key if there is one. Untrusted text: a caller can have chosen the names. */
export function printTrailTarget({ bucket = 'no bucket', prefix, kmsKey }: TrailTarget): string {
  const folder = prefix === undefined ? '' : `/${prefix}`;
  return `s3://${bucket}${folder}${kmsKey === undefined ? '' : ` with ${kmsKey}`}`;
}
