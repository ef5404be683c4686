import type { FormerSettings } from './finding.ts';

/** Where log files go, and with which key. */
export type TrailTarget = Pick<FormerSettings, 'bucket' | 'prefix' | 'kmsKey'>;

/** The destination in a trail's settings. */
export function trailTargetOf({ bucket, prefix, kmsKey }: TrailTarget): TrailTarget {
  return { bucket, prefix, kmsKey };
}

/** `s3://bucket/prefix`, and the key if there is one. Names in it may be anybody's choice. */
export function printTrailTarget({ bucket = 'no bucket', prefix, kmsKey }: TrailTarget): string {
  const folder = prefix === undefined ? '' : `/${prefix}`;
  return `s3://${bucket}${folder}${kmsKey === undefined ? '' : ` with ${kmsKey}`}`;
}
