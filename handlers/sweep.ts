import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsOrganization } from '#adapters/aws/aws-organization.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { logger } from '#adapters/lambda/observability.ts';
import { onSchedule } from '#adapters/lambda/on-schedule.ts';
import { watchedAccounts } from '#config/config.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { followUpsOf } from '#doors/queues.ts';
import { queueTo } from '#doors/refresh-through.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { acceptBaseline, sweepTasks } from '#usecases/sweep/accept-baseline.ts';
import { sweepOrganization } from '#usecases/sweep/sweep-organization.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'issuesTable',
  'jiraQueueUrl',
  'milestonesQueueUrl',
  'slackQueueUrl',
  'partsQueueUrl',
  'stateTable',
  'sweepQueueUrl',
]);
const config = loadConfig(environment.configDirectory);
const defaults = { ...clientDefaults, region: environment.awsRegion };
const sqs = new SQSClient(defaults);
const { baseline, issues, rolls, sweeps } = dynamoStores(environment);
const { mode, managementAccountId } = config.organization;
const organizations = { client: new OrganizationsClient({ ...defaults, maxAttempts: 8 }), clock };
const reporters = [environment.slackQueueUrl, environment.jiraQueueUrl, environment.milestonesQueueUrl];

/** Asks for an evaluation of every watched account once a day; on request, accepts the baseline. */
export const handler = onSchedule(
  'Sweep',
  sweepTasks({
    sweep: sweepOrganization({
      rolls,
      sweeps,
      baseline,
      organization: awsOrganization(organizations),
      listsAccounts: mode === 'organization',
      followUps: followUpsOf(environment, sqs),
      watched: (known) => watchedAccounts(config, known),
      managementAccount: managementAccountId,
      enabled: config.cloudtrails.enabled,
      clock,
      noteRefusal: (why) => logger.warn('The accounts of the organization could not be listed', { why }),
    }),
    accept: acceptBaseline({
      baseline,
      issues,
      queues: reporters.map((queueUrl) => queueTo(sqs, queueUrl)),
      clock,
    }),
  }),
);
