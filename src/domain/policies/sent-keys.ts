import type { SentKeys } from './condition.ts';
import type { CallKind } from './condition-keys.ts';
import { conditionKeys } from './condition-keys.ts';
import type { TrailDelivery } from './trail-delivery.ts';

/** The condition keys of calls of all `kinds`, with their possible values; a key of unknown value is left out. */
function keysOf(delivery: TrailDelivery, ...kinds: readonly CallKind[]): SentKeys {
  const sent = new Map(
    conditionKeys
      .filter((row) => row.in === 'any call' || kinds.includes(row.in))
      .map(({ key, values }) => [key.toLowerCase(), values(delivery)] as const),
  );
  return new Map([...sent].filter(([, values]) => values.length > 0));
}

/** The condition keys of every call that CloudTrail makes to a trail's bucket. */
export function alwaysSent(delivery: TrailDelivery): SentKeys {
  return keysOf(delivery, 'a call to the bucket');
}

/** The condition keys of the calls by which CloudTrail writes objects. */
export function sentWithObjects(delivery: TrailDelivery, files: 'log files' | 'digest files'): SentKeys {
  return keysOf(
    delivery,
    'a call to the bucket',
    files === 'log files' ? 'writing log files' : 'writing digest files',
  );
}

/** The condition keys of the calls that request a data key (CloudTrail user guide, KMS key policies). */
export function sentWithKey(delivery: TrailDelivery): SentKeys {
  return keysOf(delivery, 'a data key');
}
