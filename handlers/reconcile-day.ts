import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { sqsDeadLetters } from '#adapters/aws/sqs-dead-letters.ts';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import { jiraTicketDesk } from '#adapters/jira/ticket-desk.ts';
import { onSchedule } from '#adapters/lambda/on-schedule.ts';
import { secret } from '#adapters/lambda/secrets.ts';
import { slackReportChannel } from '#adapters/slack/report-channel.ts';
import { slackThreadDesk } from '#adapters/slack/thread-desk.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { directoryOf } from '#doors/accounts.ts';
import { dayParts } from '#doors/day.ts';
import { measuringSweeps } from '#doors/measure-sweeps.ts';
import { stores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { reportDay } from '#usecases/day/report-day.ts';

const environment = readEnvironment(process.env, [
  'awsRegion',
  'configDirectory',
  'deadLetterUrls',
  'issuesTable',
  'jiraHost',
  'jiraQueueUrl',
  'slackApiUrl',
  'slackQueueUrl',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const kept = stores(environment);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const [email, token] = [secret(config.secrets.jiraEmail), secret(config.secrets.jiraToken)];
const slack = {
  token: secret(config.secrets.slackToken),
  defaultChannel: config.slack.defaultChannel,
  apiUrl: environment.slackApiUrl,
};
const queueAt = (queueUrl: string) => sqsReportQueue({ sqs, queueUrl, deadLettersUrl: queueUrl });

/** Closes resolved issues, compares the issue table with Jira and Slack, and sends the daily reports. */
export const handler = onSchedule(
  'Daily reconciliation',
  measuringSweeps(
    { ...kept, clock },
    reportDay(
      dayParts({
        config,
        kept,
        clock,
        directory: directoryOf(config, { ...kept, clock }),
        channel: slackReportChannel(slack),
        threads: slackThreadDesk(slack),
        desk: jiraTicketDesk({
          ...config.jira,
          host: environment.jiraHost ?? config.jira.server ?? '',
          credentials: async () => ({ email: await email(), apiToken: await token() }),
        }),
        queues: { slack: queueAt(environment.slackQueueUrl), jira: queueAt(environment.jiraQueueUrl) },
        deadLetters: sqsDeadLetters({ sqs, urls: environment.deadLetterUrls }),
      }),
    ),
  ),
);
