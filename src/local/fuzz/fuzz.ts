import { recordedBy } from '#domain/facts/event-selectors.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import { isTold, openMembers, severityOf, statusOf } from '#domain/issues/incident.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant, iso } from '#domain/values/instant.ts';
import { seeded } from '#local/harness/seeded.ts';
import { archiveBucket, strangeBuckets } from './fuzz-organization.ts';
import type { FuzzWorld, Plant } from './fuzz-world.ts';
import { attackedHome, fuzzWorld } from './fuzz-world.ts';
import type { Intruder } from './intruder.ts';
import { intruderIn } from './intruder.ts';
import { destinationMoves, guardMoves } from './other-moves.ts';
import type { Move } from './trail-moves.ts';
import { strikes, surest, trailMoves } from './trail-moves.ts';

/** A sequence after which nothing was told. */
export interface Miss {
  readonly seed: number;
  /** What was called and when, then what was known an hour after the last call. */
  readonly story: readonly string[];
}

/** The result of a run of the fuzzer. */
export interface FuzzReport {
  readonly sequences: number;
  readonly misses: readonly Miss[];
  readonly milliseconds: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Lets time pass. What follows from a call is played minute by minute for ten minutes and every five minutes for an
 * hour. After that nothing changes but ages, so of the regular looks only one in six hours is made.
 */
async function pass(world: FuzzWorld, milliseconds: number): Promise<void> {
  const { clock, agenda, watch, lookHourly, sweep } = world;
  const begun = clock.now();
  const end = begun + milliseconds;
  while (clock.now() < end) {
    const now = clock.now();
    const gone = now - begun;
    const step = gone < 10 * minute ? minute : gone < 70 * minute ? 5 * minute : 6 * hour;
    const next = Math.min(end, (Math.floor(now / step) + 1) * step);
    await agenda.playUntil(next);
    await watch();
    const crossed = (period: number, at: number): boolean =>
      Math.floor((now - at) / period) < Math.floor((next - at) / period);
    if (crossed(hour, 35 * minute)) await lookHourly();
    if (crossed(day, 6 * hour)) await sweep();
  }
}

function pauseOf({ random, pick }: Intruder): number {
  const [least, most] = pick([
    [1000, 30_000],
    [1000, 30_000],
    [minute, 20 * minute],
    [minute, 20 * minute],
    [hour, 20 * hour],
    [day, 6 * day],
    [8 * day, 35 * day],
  ] as const);
  return Math.round(least + random() * (most - least));
}

/** Whether a trail has recorded all management events for a day or more, into a bucket that is no stranger's. */
export function recordsWell({ trail, status, selectors }: TrailSight, now: Instant): boolean {
  if (status.kind !== 'seen' || !status.value.logging || status.value.deliveryError !== undefined)
    return false;
  if (strangeBuckets.some((one) => one === trail.bucket) || !trail.multiRegion) return false;
  const recorded = selectors?.kind === 'seen' ? recordedBy(selectors.value) : undefined;
  const isWhole = selectors === undefined || (recorded?.writes === 'all' && recorded.reads === 'all');
  return isWhole && now - (status.value.startedAt ?? now) >= day;
}

/** Ends what every trail records for the account; a stranger's copy may stay, as the attacker's own. */
export async function strikeAll(who: Intruder, pause: () => Promise<void>): Promise<string[]> {
  const story: string[] = [];
  for (const sight of await who.trails()) {
    const { status, trail } = sight;
    const isStrange = strangeBuckets.some((one) => one === trail.bucket);
    if (status.kind !== 'seen' || !status.value.logging || (isStrange && who.random() < 0.7)) continue;
    const said = await who.pick(strikes)(who, sight);
    story.push(said);
    if (said.includes('(refused')) story.push(await surest(who, sight));
    await pause();
  }
  return story;
}

const ofGuard: ReadonlySet<string> = new Set(['events-not-forwarded', 'detector-changed']);

/**
 * Whether the incident is told, open and at least medium because of trails, destinations or an account that refuses,
 * and not only because of what was found before `since`; a trail that is redirected once more is the same finding.
 */
function isHeard(view: IncidentView, since: Instant): boolean {
  return (
    isTold(view) &&
    statusOf(view) !== 'closed' &&
    severityOf(view) !== 'low' &&
    openMembers(view).some(
      ({ finding }) =>
        finding.harmful &&
        (finding.rule === 'redirected' || finding.openedAt >= since) &&
        !ofGuard.has(finding.rule),
    )
  );
}

function wordsOf(view: IncidentView): string {
  const members = view.members.map(
    ({ region, finding: { rule, subject, state, severity, harmful, evidence } }) =>
      [region, rule, subject, state, severity, harmful ? 'harmful' : 'a line', JSON.stringify(evidence)].join(
        ' ',
      ),
  );
  return `known: ${statusOf(view)}, ${isTold(view) ? 'told' : 'untold'}: ${members.join('; ')}`;
}

/** The moves of a sequence: some leave the detector alone, and some begin with it. */
export function movesOf({ random }: Intruder): readonly Move[] {
  const kind = random();
  if (kind < 0.4) return trailMoves;
  if (kind < 0.65) return [...trailMoves, ...destinationMoves];
  return [...trailMoves, ...destinationMoves, ...guardMoves, ...guardMoves];
}

/** Plays the sequence of `seed`; undefined when it was told within an hour after its last call. */
export async function playSequence(seed: number, plant?: Plant): Promise<Miss | undefined> {
  const random = seeded(seed);
  const bucket = random() < 0.6 ? archiveBucket : attackedHome.bucket;
  const world = fuzzWorld({ bucket, encrypted: random() < 0.3, plant });
  const who = intruderIn(attackedHome, world, random);
  const story: string[] = [];
  const tell = (what: string | undefined): void => {
    if (what !== undefined) story.push(`${iso(world.clock.now())} ${what}`);
  };
  await world.sweep();
  await world.lookHourly();
  await pass(world, 30 * hour);
  const moves = movesOf(who);
  for (let left = Math.floor(random() * 7); left > 0; left -= 1) {
    tell(await who.pick(moves)(who));
    await pass(world, pauseOf(who));
  }
  const struckAt = world.clock.now();
  const isLoss = (await who.trails()).some((sight) => recordsWell(sight, struckAt));
  for (const said of await strikeAll(who, () => pass(world, who.pick([1000, 1000, 5 * minute])))) tell(said);
  await pass(world, hour);
  const incidents = await world.incidents();
  // Where nothing that counts was recorded any more, or the account refuses, what was told of it before stands.
  const refuses = incidents.some((view) =>
    openMembers(view).some(({ finding }) => finding.harmful && finding.rule === 'access-lost'),
  );
  const since = isLoss && !refuses ? struckAt : instant(0);
  if (incidents.some((view) => isHeard(view, since))) return undefined;
  return { seed, story: [...story, ...incidents.map(wordsOf)] };
}

/** Plays `count` sequences from `seed` on, over the detector as it is or with a fault planted in it. */
export async function fuzz(options: {
  readonly count: number;
  readonly seed: number;
  readonly plant?: Plant | undefined;
}): Promise<FuzzReport> {
  const started = performance.now();
  const misses: Miss[] = [];
  for (let played = 0; played < options.count; played += 1) {
    const miss = await playSequence(options.seed + played, options.plant);
    if (miss) misses.push(miss);
  }
  const milliseconds = Math.round(performance.now() - started);
  return { sequences: options.count, misses, milliseconds };
}
