import { coversAll, isExtent, recordsEverything } from './event-selectors.ts';
import type { RecordedEvents } from './event-selectors.ts';
import type { RememberedTrail } from './observation.ts';
import type { Trail } from './trail.ts';
import { recordedOfRemembered } from './trail-history.ts';
import type { RequestFacts } from './trigger.ts';

/** A call and what its record says was requested. */
interface Requested {
  readonly eventName: string;
  readonly requested?: RequestFacts | undefined;
}

/** UpdateTrail parameters that leave less recorded where they are false, and the settings they change. */
const reaching = {
  isMultiRegionTrail: 'multiRegion',
  isOrganizationTrail: 'organization',
  includeGlobalServiceEvents: 'globalServiceEvents',
} as const satisfies Record<string, keyof Trail>;

/** The management events that a PutEventSelectors selected; undefined of other calls, and where the record does not say. */
function selectedBy({ eventName, requested = {} }: Requested): RecordedEvents | undefined {
  const { managementWrites: writes, managementReads: reads, excludedSources } = requested;
  if (eventName !== 'PutEventSelectors' || !isExtent(writes) || !isExtent(reads)) return undefined;
  return {
    writes,
    reads,
    excludedSources: typeof excludedSources === 'string' ? excludedSources.split(', ') : [],
  };
}

/** Whether a change of a trail is harmful by its own text: it asked that a part of what trails can record be left out. */
export function asksForLess(call: Requested): boolean {
  const { eventName, requested = {} } = call;
  if (eventName === 'UpdateTrail') return Object.keys(reaching).some((name) => requested[name] === false);
  const selected = selectedBy(call);
  return selected !== undefined && !coversAll(selected, recordsEverything);
}

/**
 * Whether a change asked that the trail record less than is remembered of it, or deliver to another bucket that is none of
 * `declared`. Of a trail that was never seen only selectors tell: an UpdateTrail repeats settings that stay as they are.
 */
export function takesFrom(
  known: RememberedTrail | undefined,
  call: Requested,
  declared: readonly string[],
): boolean {
  const { eventName, requested = {} } = call;
  if (eventName !== 'UpdateTrail') {
    const selected = selectedBy(call);
    const before = (known && recordedOfRemembered(known)) ?? recordsEverything;
    return selected !== undefined && !coversAll(selected, before);
  }
  if (known === undefined) return false;
  const { s3BucketName: bucket } = requested;
  const isReduced = Object.entries(reaching).some(
    ([name, setting]) => requested[name] === false && known.trail[setting],
  );
  const allowed = [known.trail.bucket, ...declared];
  return isReduced || (bucket !== undefined && !allowed.some((one) => one === bucket));
}
