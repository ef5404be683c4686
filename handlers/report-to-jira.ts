import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import { jiraChannel } from '#adapters/jira/jira-channel.ts';
import { onReports } from '#adapters/lambda/on-reports.ts';
import { secret } from '#adapters/lambda/secrets.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { jiraOwnersOf } from '#doors/owners.ts';
import { measureTold } from '#doors/measure-told.ts';
import { refreshThrough } from '#doors/refresh-through.ts';
import { directoryOf } from '#doors/accounts.ts';
import { stores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { composer, digest, testWords } from '#doors/words.ts';
import type { AboutAccounts } from '#usecases/report/recipients.ts';
import { recipientsOf } from '#usecases/report/recipients.ts';
import { reportMovements, servePending } from '#usecases/report/report.ts';
import { tellTestAlerts } from '#usecases/prove/tell-test-alerts.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'issuesTable',
  'jiraDeadLettersUrl',
  'jiraHost',
  'jiraQueueUrl',
  'slackQueueUrl',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const { jiraQueueUrl: queueUrl, jiraDeadLettersUrl: deadLettersUrl } = environment;
const [email, token] = [secret(config.secrets.jiraEmail), secret(config.secrets.jiraToken)];
const ownersOf = jiraOwnersOf(config);
const kept = stores(environment);
const directory = directoryOf(config, { ...kept, clock });

const parts = {
  ...kept,
  channel: jiraChannel({
    ...config.jira,
    host: environment.jiraHost ?? config.jira.server ?? '',
    credentials: async () => ({ email: await email(), apiToken: await token() }),
  }),
  queue: sqsReportQueue({ sqs, queueUrl, deadLettersUrl }),
  destinations: async (concerned: AboutAccounts) => recipientsOf(concerned, ownersOf),
  compose: composer({
    config,
    receipts: kept.receipts,
    directory,
    clock,
    ownersOf,
  }),
  onFirstTold: measureTold('Tickets', refreshThrough(sqs, environment.slackQueueUrl)),
  digest,
  clock,
};

/** Keeps one ticket per incident and project in Jira. */
export const handler = onReports({
  report: reportMovements(parts),
  servePending: tellTestAlerts({ ...parts, words: testWords(directory, clock) }, servePending(parts)),
});
