import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SQSClient } from '@aws-sdk/client-sqs';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import { awsOrganization } from '#adapters/aws/aws-organization.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import { onSchedule } from '#adapters/lambda/on-schedule.ts';
import { watchedAccounts } from '#config/config.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { stores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { acceptBaseline, sweepTasks } from '#usecases/sweep/accept-baseline.ts';
import { sweepOrganization } from '#usecases/sweep/sweep-organization.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'busName',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'issuesTable',
  'jiraQueueUrl',
  'slackQueueUrl',
  'stateTable',
  'sweepQueueUrl',
]);
const config = loadConfig(environment.configDirectory);
const defaults = { ...clientDefaults, region: environment.awsRegion };
const sqs = new SQSClient(defaults);
const kept = stores(environment);
const { mode, managementAccountId } = config.organization;
const organizations = { client: new OrganizationsClient({ ...defaults, maxAttempts: 8 }), clock };
const reporters = [environment.slackQueueUrl, environment.jiraQueueUrl];

/** Asks for an evaluation of every watched account once a day; on request, accepts the baseline. */
export const handler = onSchedule(
  'Sweep',
  sweepTasks({
    sweep: sweepOrganization({
      ...kept,
      organization: mode === 'organization' ? awsOrganization(organizations) : undefined,
      followUps: awsFollowUps({ ...environment, sqs, bus: new EventBridgeClient(defaults) }),
      watched: (known) => watchedAccounts(config, known),
      managementAccount: managementAccountId,
      enabled: config.cloudtrails.enabled,
      clock,
    }),
    accept: acceptBaseline({
      ...kept,
      queues: reporters.map((queueUrl) => sqsReportQueue({ sqs, queueUrl, deadLettersUrl: queueUrl })),
      clock,
    }),
  }),
);
