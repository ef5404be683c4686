import type { BucketSight, KeySight } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { Trail } from '#domain/facts/trail.ts';
import type { Look } from './rule.ts';

/** The last inspection of the bucket of `trail`; undefined before the first one. */
export function bucketSightOf({ destinations }: Look, { bucket }: Trail): BucketSight | undefined {
  const sight = destinations.get(logDestinationKey({ kind: 'bucket', id: bucket ?? '' }));
  return sight?.kind === 'bucket' ? sight : undefined;
}

/** The last inspection of the key of `trail`; undefined before the first one, and for a trail without a key. */
export function keySightOf({ destinations }: Look, { kmsKey }: Trail): KeySight | undefined {
  const sight = destinations.get(logDestinationKey({ kind: 'key', id: kmsKey ?? '' }));
  return sight?.kind === 'key' ? sight : undefined;
}
