import { accountWords } from '#domain/announcements/affected.ts';
import type { AccountNames } from '#domain/announcements/affected.ts';
import { count, listedUpTo, say, time } from '#domain/announcements/wording.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Place } from '#domain/values/place.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';
import type { ReportRemark } from './day-facts.ts';

/** The last heartbeat that arrived from one account and Region. */
export interface LastBeat extends Place {
  readonly at: Instant;
}

/** Number of missed heartbeats after which an account and Region counts as silent. */
const missedBeats = 3;

/** How far a heartbeat may lie ahead of `now`, in milliseconds: clocks differ, and it may arrive meanwhile. */
const clocksDiffer = 5 * 60_000;

/** The heartbeats that are not dated in the future. Rows of earlier versions carry a time that the sender chose. */
export function believable(beats: readonly LastBeat[], now: Instant): readonly LastBeat[] {
  return beats.filter(({ at }) => at <= now + clocksDiffer);
}

/** Whether no heartbeat has arrived for three intervals of `everyMinutes`, or none ever. */
export function isSilent(last: Instant | undefined, now: Instant, everyMinutes: number): boolean {
  return last === undefined || now - last > missedBeats * everyMinutes * 60_000;
}

/**
 * Remarks on swept accounts and Regions whose heartbeats stopped or never arrived, so that their events may not arrive
 * either. Empty while no heartbeat ever arrived from anywhere: heartbeats are not deployed then.
 */
export function silentPlaces(
  beats: readonly LastBeat[],
  context: { sweep: SweepResult | undefined; names: AccountNames; now: Instant; everyMinutes: number },
): readonly ReportRemark[] {
  if (beats.length === 0) return [];
  const { sweep, names, now, everyMinutes } = context;
  const lastBeat = new Map(
    believable(beats, now).map(({ account, region, at }) => [`${account} ${region}`, at]),
  );
  const places = (sweep?.outcomes ?? []).flatMap(({ account, regions }) =>
    regions.map((region) => ({ account, region, at: lastBeat.get(`${account} ${region}`) })),
  );
  const silent = places.filter(({ at }) => isSilent(at, now, everyMinutes));
  return [...Map.groupBy(silent, ({ account }) => account)].map(([account, own]) => {
    const regions = own.map(({ region }) => region);
    const last = own.flatMap(({ at }) => at ?? []).sort((a, b) => b - a)[0];
    const since =
      last === undefined ? [' Nothing ever came from there.'] : [' The last one came at ', time(last), '.'];
    const words = say(
      `No heartbeat comes from ${accountWords(account, names)} in ${count(regions.length, 'Region')} (${listedUpTo(regions, 4)}): events from there may not arrive.`,
      ...since,
    );
    return { accounts: [account], words };
  });
}
