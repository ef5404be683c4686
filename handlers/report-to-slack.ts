import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import { onReports } from '#adapters/lambda/on-reports.ts';
import { secret } from '#adapters/lambda/secrets.ts';
import { slackChannel } from '#adapters/slack/channel.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { slackOwnersOf } from '#doors/owners.ts';
import { directoryOf } from '#doors/accounts.ts';
import { measureTold } from '#doors/measure-told.ts';
import { refreshThrough } from '#doors/refresh-through.ts';
import { stores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { burstWords, composer, digest, testWords } from '#doors/words.ts';
import type { AboutAccounts } from '#usecases/report/recipients.ts';
import { recipientsOf } from '#usecases/report/recipients.ts';
import { reportMovements, servePending } from '#usecases/report/report.ts';
import { tellBursts } from '#usecases/report/tell-bursts.ts';
import { tellTestAlerts } from '#usecases/prove/tell-test-alerts.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'issuesTable',
  'jiraQueueUrl',
  'slackApiUrl',
  'slackDeadLettersUrl',
  'slackQueueUrl',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const { slackQueueUrl: queueUrl, slackDeadLettersUrl: deadLettersUrl, slackApiUrl: apiUrl } = environment;
const ownersOf = slackOwnersOf(config);
const kept = stores(environment);
const directory = directoryOf(config, { ...kept, clock });

const parts = {
  ...kept,
  channel: slackChannel({
    token: secret(config.secrets.slackToken),
    defaultChannel: config.slack.defaultChannel,
    apiUrl,
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
  onFirstTold: measureTold('Messages', refreshThrough(sqs, environment.jiraQueueUrl)),
  digest,
  clock,
};

/** Tells the owners of an account through Slack. */
export const handler = onReports({
  report: reportMovements(parts),
  servePending: tellTestAlerts(
    { ...parts, words: testWords(directory, clock) },
    tellBursts({ ...parts, words: burstWords(directory) }, servePending(parts)),
  ),
});
