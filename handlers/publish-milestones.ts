import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { retrySooner } from '#adapters/aws/retry-sooner.ts';
import { onReportQueue } from '#adapters/lambda/on-reports.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { directoryOf } from '#doors/accounts.ts';
import { listenersOf } from '#doors/listeners.ts';
import { measureMilestones } from '#doors/measure-milestones.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { wholeComposer } from '#doors/words.ts';
import { publishMilestones } from '#usecases/machines/publish-milestones.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'incidentBusName',
  'issuesTable',
  'milestonesQueueUrl',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const stores = dynamoStores(environment);
const { incidents, receipts } = stores;
const directory = directoryOf(config, { rolls: stores.rolls, clock });

/** Tells machines the milestones of incidents: the bus of incidents, and Security Hub where that is configured. */
export const handler = onReportQueue({
  servePending: publishMilestones({
    incidents,
    receipts,
    directory,
    clock,
    compose: wholeComposer({ config, receipts, directory, clock }),
    listeners: listenersOf(config, environment),
    onSent: measureMilestones,
  }),
  retrySooner: retrySooner({ sqs, queueUrls: [environment.milestonesQueueUrl] }),
});
