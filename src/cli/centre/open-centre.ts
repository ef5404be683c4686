import { suffixFor } from '#adapters/cloudformation/stages.ts';
import { configDirectory } from '#cli/habits/where.ts';
import { loadConfig } from '#config/load.ts';
import type { Config } from '#config/config.ts';
import { findCentre, type Centre } from '#console/centre.ts';
import { directoryOf } from '#doors/accounts.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock } from '#doors/system-clock.ts';
import { seeIncident } from '#usecases/see/see-incident.ts';
import { seePlace } from '#usecases/see/see-place.ts';

/** The options by which a command finds what is deployed. */
export interface CentreOptions {
  readonly directory?: string | undefined;
  readonly stage: string;
}

/** What is deployed, as a command reads it with the person's credentials. */
export interface OpenCentre {
  readonly config: Config;
  readonly centre: Centre;
  readonly stores: ReturnType<typeof dynamoStores>;
  readonly directory: ReturnType<typeof directoryOf>;
  readonly incident: ReturnType<typeof seeIncident>;
  readonly place: ReturnType<typeof seePlace>;
}

/** Finds the deployed stage by the configuration. Throws what tells why it cannot be found. */
export async function openCentre({ directory: named, stage }: CentreOptions): Promise<OpenCentre> {
  const config = loadConfig(configDirectory(named));
  // A mistyped stage is refused here; AWS would only report a function that does not exist.
  suffixFor(config, stage);
  const clock = systemClock;
  const centre = await findCentre({ config, stage, clock });
  const stores = dynamoStores(centre.tables, centre.dynamoDb);
  const directory = directoryOf(config, { rolls: stores.rolls, clock });
  const { incidents, receipts, issues } = stores;
  return {
    config,
    centre,
    stores,
    directory,
    incident: seeIncident({ incidents, receipts, directory, clock, jiraSite: config.jira.site }),
    place: seePlace({ issues, directory }),
  };
}
