import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import {
  recordsEverything,
  recordsNothing,
  recordedBy,
  recordedTogether,
} from '#domain/facts/event-selectors.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';

/** What all visible trails together record in one account and Region. */
export interface Coverage {
  /** Trails that log, deliver, and record all management writes. */
  readonly healthy: readonly TrailArn[];
  /** Trails whose status or selectors could not be read. */
  readonly unknown: readonly TrailArn[];
  readonly recorded: RecordedEvents;
  /** Whether any trail has `IsLogging`, whatever it records: *enabled* in the playbook. */
  readonly logging: 'yes' | 'no' | 'unknown';
}

/** Whether management events are still recorded: `whole`, `lost`, or unknown. */
export type RemainingCoverage = 'whole' | 'lost' | 'unknown';

/** The management events that a trail's selectors include, or undefined when they could not be read. */
export function recordedOf(sight: TrailSight): RecordedEvents | undefined {
  if (sight.selectors === undefined) return recordsEverything;
  return sight.selectors.kind === 'seen' ? recordedBy(sight.selectors.value) : undefined;
}

function healthOf(sight: TrailSight): 'healthy' | 'unknown' | 'useless' {
  if (sight.status.kind === 'unreadable') return 'unknown';
  const { logging, deliveryError } = sight.status.value;
  if (!logging || deliveryError !== undefined) return 'useless';
  const recorded = recordedOf(sight);
  if (recorded === undefined) return 'unknown';
  return recorded.writes === 'all' ? 'healthy' : 'useless';
}

function loggingOf(sights: readonly TrailSight[]): Coverage['logging'] {
  if (sights.some(({ status }) => status.kind === 'seen' && status.value.logging)) return 'yes';
  return sights.some(({ status }) => status.kind === 'unreadable') ? 'unknown' : 'no';
}

/** The coverage of an account and Region, from `sights` of all trails visible there. */
export function coverageOf(sights: readonly TrailSight[]): Coverage {
  const withHealth = (health: string) =>
    sights.filter((sight) => healthOf(sight) === health).map((sight) => sight.trail.arn);
  const recording = sights.filter(({ status }) => status.kind === 'seen' && status.value.logging);
  return {
    healthy: withHealth('healthy'),
    unknown: withHealth('unknown'),
    recorded: recordedTogether(recording.map((sight) => recordedOf(sight) ?? recordsNothing)),
    logging: loggingOf(sights),
  };
}

/** Whether management events are still recorded. */
export function remainingCoverage({ healthy, unknown }: Coverage): RemainingCoverage {
  if (healthy.length > 0) return 'whole';
  return unknown.length > 0 ? 'unknown' : 'lost';
}
