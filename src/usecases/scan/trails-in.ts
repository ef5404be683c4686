import { plain } from '#domain/announcements/wording.ts';
import type { RecordedEvents } from '#domain/facts/event-selectors.ts';
import type { Observation, TrailSight } from '#domain/facts/observation.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import { coverageOf, recordedOf } from '#domain/findings/coverage.ts';
import { iso } from '#domain/values/instant.ts';
import type { ScanPlace, ScanTrail } from './scan-report.ts';

/** The management events in a word. */
function recordsWord(recorded: RecordedEvents | undefined): ScanPlace['records'] {
  if (recorded === undefined) return 'unknown';
  const { writes, reads, excludedSources } = recorded;
  if (writes === 'all' && reads === 'all') return excludedSources.length === 0 ? 'all' : 'some';
  if (writes === 'all') return 'writes';
  if (reads === 'all' && writes === 'none') return 'reads';
  return writes === 'none' && reads === 'none' ? 'nothing' : 'some';
}

/** The management events that all trails of a place record together. */
export function recordsIn({ trails }: Observation): ScanPlace['records'] {
  if (trails.kind === 'unreadable') return 'unknown';
  const { recorded, unknown } = coverageOf(trails.value);
  const word = recordsWord(recorded);
  return word === 'all' || unknown.length === 0 ? word : 'unknown';
}

interface Seen extends TrailSight {
  readonly account: string;
  readonly region: string;
}

const logs = ({ status }: TrailSight): boolean => status.kind === 'seen' && status.value.logging;

function trailOf(sights: readonly Seen[], first: Seen): ScanTrail {
  const told = sights.find((one) => isAtHome(one, one.trail)) ?? first;
  const { trail, status } = told;
  const state = status.kind === 'seen' ? status.value : undefined;
  const recording = sights.filter(logs);
  return {
    arn: trail.arn,
    name: plain(trail.name, 128),
    account: trail.owner,
    home: trail.homeRegion,
    organization: trail.organization,
    multiRegion: trail.multiRegion,
    logging: state === undefined ? null : state.logging,
    records: state?.logging === false ? 'nothing' : recordsWord(recordedOf(told)),
    bucket: trail.bucket === undefined ? null : plain(trail.bucket, 100),
    key: trail.kmsKey === undefined ? null : plain(trail.kmsKey, 200),
    validation: trail.logFileValidation,
    delivered: state?.deliveredAt === undefined ? null : iso(state.deliveredAt),
    deliveryError: state?.deliveryError === undefined ? null : plain(state.deliveryError, 200),
    places: recording.length,
    accounts: new Set(recording.map(({ account }) => account)).size,
  };
}

/** Every trail that was seen, each once, by its ARN. */
export function trailsIn(observations: readonly Observation[]): readonly ScanTrail[] {
  const all = observations.flatMap(({ account, region, trails }) =>
    trails.kind === 'seen' ? trails.value.map((sight): Seen => ({ ...sight, account, region })) : [],
  );
  return [...Map.groupBy(all, ({ trail }) => trail.arn).values()]
    .flatMap((sights) => (sights[0] === undefined ? [] : [trailOf(sights, sights[0])]))
    .toSorted((one, other) => (one.arn < other.arn ? -1 : 1));
}
