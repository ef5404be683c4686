import type { Former } from './finding.ts';

/** Where log files go, and with which key. */
export type Destination = Pick<Former, 'bucket' | 'prefix' | 'kmsKey'>;

/** The destination in a trail's settings. */
export function destinationOf({ bucket, prefix, kmsKey }: Destination): Destination {
  return { bucket, prefix, kmsKey };
}

/** `s3://bucket/prefix`, and the key if there is one. Names in it may be anybody's choice. */
export function printDestination({ bucket = 'no bucket', prefix, kmsKey }: Destination): string {
  const folder = prefix === undefined ? '' : `/${prefix}`;
  return `s3://${bucket}${folder}${kmsKey === undefined ? '' : ` with ${kmsKey}`}`;
}
