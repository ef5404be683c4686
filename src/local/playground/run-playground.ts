import { buildPage } from '#console/build-page.ts';
import type { RunningConsole } from '#console/server.ts';
import { runConsole } from '#console/run-console.ts';
import { loadConfig } from '#config/load.ts';
import { instant } from '#domain/values/instant.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { startRehearsal } from '#local/rehearsal/rehearsal.ts';
import { requireJava } from '#simulators/aws-cloud/java-check.ts';
import { rootKey } from '#simulators/aws-cloud/callers.ts';
import { watchedIn } from '#local/attacks/attack-world.ts';
import { playground } from './playground.ts';
import { playgroundWorld } from './world.ts';

/** The settings of a playground. */
export interface PlaygroundSettings {
  /** Number of accounts under the organization trail, beside those that are attacked singly. */
  readonly members: number;
  readonly version: string;
  readonly port?: number | undefined;
  readonly dynamoDb?: string | undefined;
}

/** A playground that runs. */
export interface RunningPlayground extends RunningConsole {
  readonly stage: Rehearsal;
  /** Resolves when the first sweep has ended. */
  readonly ready: Promise<unknown>;
}

/** The next ten o'clock (UTC): the daily sweep and report are hours away, whenever it is started. */
function tenOClock(): number {
  const day = 24 * 3600_000;
  return Math.ceil((Date.now() - 10 * 3600_000) / day) * day + 10 * 3600_000;
}

function startStage({ members, dynamoDb }: PlaygroundSettings): Promise<Rehearsal> {
  const world = playgroundWorld(members);
  const cloudtrails = {
    enabled: true,
    reporting: true,
    'ddb.table_name': 'hammer-cloudtrails',
    accounts: watchedIn(world),
  };
  return startRehearsal({
    world,
    documents: { config: { cloudtrails } },
    cloud: { startAt: tenOClock(), ...(dynamoDb !== undefined && { dynamoDb }) },
  });
}

/**
 * Starts the simulated organization with Trailwarden deployed, and a console over it with the attacker's side. Throws a
 * message for people without Java 17.
 */
export async function runPlayground(settings: PlaygroundSettings): Promise<RunningPlayground> {
  requireJava();
  const files = await buildPage();
  const stage = await startStage(settings);
  try {
    const { cloud } = stage;
    await cloud.functions.warm();
    const config = loadConfig(stage.configuration);
    const more = playground({ stage, members: settings.members, names: config.accounts });
    const console = await runConsole({
      config,
      files,
      more,
      stage: 'dev',
      title: 'playground: a simulated organization on this machine',
      version: settings.version,
      port: settings.port,
      clock: { now: () => instant(cloud.clock.now()) },
      aws: { endpoint: cloud.endpoint, credentials: { accessKeyId: rootKey, secretAccessKey: 'local' } },
    });
    const close = async (): Promise<void> => {
      await console.close();
      await stage.stop();
    };
    return { stage, url: console.url, ready: more.ready, close };
  } catch (error) {
    await stage.stop();
    throw error;
  }
}
