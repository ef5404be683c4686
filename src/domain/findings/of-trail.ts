import type { RememberedTrail, TrailSight } from '#domain/facts/observation.ts';
import { isMadeAnew } from '#domain/facts/remember-trails.ts';
import type { Trail } from '#domain/facts/trail.ts';
import { wasEverStarted } from '#domain/facts/trail.ts';
import type { Place } from '#domain/values/place.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import { recordedOf } from './coverage.ts';
import type { Evidence, Finding } from './finding.ts';

function playbookEvents(sight: TrailSight): Evidence['recorded'] {
  const recorded = recordedOf(sight);
  if (recorded === undefined) return undefined;
  const writes = recorded.writes !== 'none';
  const reads = recorded.reads !== 'none';
  return writes ? (reads ? 'All' : 'WriteOnly') : reads ? 'ReadOnly' : 'None';
}

function settings(trail: Trail): Evidence {
  return {
    trailName: trail.name,
    homeRegion: trail.homeRegion,
    multiRegion: trail.multiRegion,
    organization: trail.organization,
  };
}

/** The facts about a trail that messages show. */
export function evidenceOf(sight: TrailSight): Evidence {
  const status = sight.status.kind === 'seen' ? sight.status.value : undefined;
  return {
    ...settings(sight.trail),
    recorded: playbookEvents(sight),
    stoppedAt: status?.stoppedAt,
    startedAt: status?.startedAt,
    deliveredAt: status?.deliveredAt,
    secondHand: sight.secondHand ? true : undefined,
  };
}

/** The facts about a trail that is gone, as it was last seen. */
export function evidenceOfRemembered(known: RememberedTrail): Evidence {
  return { ...settings(known.trail), deliveredAt: known.status?.deliveredAt };
}

const shellSafe = /^[\w.:/@+=,-]+$/;
/** What the AWS CLI would read as a file or an address to fetch (AWS CLI user guide, parameters), and control characters. */
const unprintable = /(?:^|=)(?:file|fileb|https?):\/\/|\p{C}/iu;

/**
 * `aws <service command> --option value …`, which can be pasted without reading it: values are quoted for a POSIX shell,
 * and one that begins with a dash is joined to its option, so that it does not pass for another one. Undefined when the AWS CLI would not take a value
 * literally but as the name of a file: names are chosen by callers.
 */
export function awsCommand(command: string, options: Readonly<Record<string, string>>): string | undefined {
  if (Object.values(options).some((value) => unprintable.test(value))) return undefined;
  const quoted = (value: string) => (shellSafe.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`);
  const joined = (value: string) => (value.startsWith('-') ? '=' : ' ');
  return [
    'aws',
    command,
    ...Object.entries(options).map(([name, value]) => `--${name}${joined(value)}${quoted(value)}`),
  ].join(' ');
}

/** The option that names the Region of `place`; none without a place. */
export function inRegion(place: Place | undefined): { readonly region?: string } {
  return place === undefined ? {} : { region: place.region };
}

/** `command` with fixed `flags` appended; undefined without a command. */
export function withFlags(command: string | undefined, ...flags: readonly string[]): string | undefined {
  return command && [command, ...flags].join(' ');
}

/** The command that starts logging for the finding's trail, in its home Region, which stands first: a phone breaks fewer lines. */
export function startLogging(finding: Finding): string | undefined {
  const trail = parseTrailArn(finding.subject);
  return trail && awsCommand('cloudtrail start-logging', { region: trail.homeRegion, name: finding.subject });
}

/** The command that shows the status of the finding's trail, in its home Region. */
export function showStatus({ subject }: Finding): string | undefined {
  const trail = parseTrailArn(subject);
  return trail && awsCommand('cloudtrail get-trail-status', { name: subject, region: trail.homeRegion });
}

/** The command that shows the policy of the finding's bucket. */
export function showBucketPolicy({ evidence: { resource } }: Finding): string | undefined {
  if (resource === undefined || resource.startsWith('arn:')) return undefined;
  return withFlags(
    awsCommand('s3api get-bucket-policy', { bucket: resource }),
    '--query Policy --output text',
  );
}

/** Whether the status of a trail could not be read. */
export function isStatusUnreadable({ status }: TrailSight): boolean {
  return status.kind === 'unreadable';
}

/**
 * Whether a trail was ever started; true when its status could not be read. CreateTrail creates a trail that does not
 * log, and until its first StartLogging it does not count as stopped.
 */
export function everStarted(sight: TrailSight): boolean {
  return sight.status.kind === 'unreadable' || wasEverStarted(sight.status.value);
}

function wasStarted(known: RememberedTrail): boolean {
  return known.status === undefined || wasEverStarted(known.status);
}

/** Whether a trail that recorded here is gone; one that was created again counts as gone until its first start. */
export function isGone(known: RememberedTrail, sights: readonly TrailSight[]): boolean {
  const sight = sights.find(({ trail }) => trail.arn === known.trail.arn);
  if (sight === undefined) return wasStarted(known);
  return isMadeAnew(known, sight);
}
