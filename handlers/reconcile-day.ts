import { onSchedule } from '#adapters/lambda/on-schedule.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { overMilestones } from '#domain/announcements/over.ts';
import { jiraOwnersOf, slackOwnersOf } from '#doors/owners.ts';
import { stores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { toldDestinationsOf } from '#usecases/destinations.ts';
import { reconcileDay } from '#usecases/reconcile-day.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'issuesTable',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const channels = [slackOwnersOf(config), jiraOwnersOf(config)];

/** Closes, once a day, what stayed healthy and whose resolution everybody was told of. */
export const handler = onSchedule(
  'Daily reconciliation',
  reconcileDay({
    ...stores(environment),
    clock,
    destinations: async (view) => channels.flatMap((ownersOf) => toldDestinationsOf(view, ownersOf)),
    overMilestones,
  }),
);
