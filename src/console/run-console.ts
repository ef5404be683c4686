import { parseAccountId } from '#domain/values/account-id.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { parseRegion } from '#domain/values/region.ts';
import { actNames, consoleActs } from './acts.ts';
import type { ConsoleOptions } from './centre.ts';
import { findCentre } from './centre.ts';
import type { Live } from './live.ts';
import { startLive } from './live.ts';
import type { AboutView, ActAnswer, ActName, IncidentDetail, PlaceDetail } from './model.ts';
import type { PageFiles } from './page-files.ts';
import { consoleReads, lineOf } from './reads.ts';
import type { ConsoleSource, RunningConsole } from './server.ts';
import { startConsole } from './server.ts';
import type { Pace } from './watch.ts';
import { startWatching } from './watch.ts';

/** Acts beside the console's own; undefined when an act is none of theirs. */
export interface MoreActs {
  act(asked: unknown): Promise<ActAnswer | undefined>;
  /** Called once with what the page shows, so that more can be published. */
  begin(live: Live): void;
}

/** How a console is run. */
export interface RunOptions extends ConsoleOptions {
  readonly files: PageFiles;
  readonly title: string;
  readonly version: string;
  readonly port?: number | undefined;
  readonly pace?: Pace | undefined;
  /** The playground's side of the page. */
  readonly more?: MoreActs | undefined;
}

type Reads = ReturnType<typeof consoleReads>;

async function placeDetail(
  reads: Reads,
  live: Live,
  asked: readonly [string, string],
): Promise<PlaceDetail | undefined> {
  const [account, region] = [parseAccountId(asked[0]), parseRegion(asked[1])];
  if (!account || !region || live.map?.regions.includes(region) !== true) return undefined;
  const outcome = reads.lastOutcomes().get(account);
  const { incidents, ...words } = await reads.place({ account, region }, outcome);
  const seen = await Promise.all(incidents.map((id) => reads.incident(id)));
  return { ...words, account, region, incidents: seen.flatMap((one) => (one ? [lineOf(one)] : [])) };
}

async function incidentDetail(reads: Reads, asked: string): Promise<IncidentDetail | undefined> {
  const id = parseIncidentId(asked);
  const seen = id && (await reads.incident(id));
  if (!seen) return undefined;
  const { announcement, timeline, causes } = seen;
  return { ...lineOf(seen), announcement, timeline, causes };
}

function aboutOf({ title, stage, version, more }: RunOptions, acts: readonly ActName[]): AboutView {
  return { title, stage, version, acts, playground: more !== undefined };
}

/** Starts a console over a deployed stage; it reads while a page is open, and writes only when an act is asked for. */
export async function runConsole(options: RunOptions): Promise<RunningConsole> {
  const centre = await findCentre(options);
  const reads = consoleReads(options, centre);
  const live = startLive();
  const acts = consoleActs({ stores: reads.stores, centre, clock: options.clock });
  live.publish({ kind: 'about', about: aboutOf(options, actNames) });
  const offset = options.clock.now() - Date.now();
  live.publish({ kind: 'clock', clock: { offset, passing: undefined } });
  options.more?.begin(live);
  const watching = startWatching(reads.watch, live, options.pace);
  const source: ConsoleSource = {
    live,
    readPlace: (account, region) => placeDetail(reads, live, [account, region]),
    readIncident: (id) => incidentDetail(reads, id),
    act: async (asked) => {
      const answer = (await acts(asked)) ?? (await options.more?.act(asked));
      if (answer?.done === true) watching.hasten();
      return answer ?? { done: false, words: 'This console cannot do that.' };
    },
  };
  const server = await startConsole(source, options.files, options.port);
  return {
    url: server.url,
    close: async () => {
      watching.stop();
      await server.close();
    },
  };
}
