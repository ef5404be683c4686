import { SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { sqsDeadLetters } from '#adapters/aws/sqs-dead-letters.ts';
import { jiraTicketDesk } from '#adapters/jira/ticket-desk.ts';
import { onSchedule } from '#adapters/lambda/on-schedule.ts';
import { slackReportChannel } from '#adapters/slack/report-channel.ts';
import { slackThreadDesk } from '#adapters/slack/thread-desk.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { directoryOf } from '#doors/accounts.ts';
import { jiraOptions, slackOptions } from '#doors/channels.ts';
import { assigneeParts, dayParts } from '#doors/day.ts';
import { measuringSweeps } from '#doors/measure-sweeps.ts';
import { queueTo } from '#doors/refresh-through.ts';
import { dynamoStores } from '#doors/stores.ts';
import { systemClock as clock } from '#doors/system-clock.ts';
import { alsoFollowing, followAssignees } from '#usecases/day/follow-assignees.ts';
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
const stores = dynamoStores(environment);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const slack = slackOptions(config, environment.slackApiUrl);

const door = {
  config,
  stores,
  clock,
  directory: directoryOf(config, { rolls: stores.rolls, clock }),
  channel: slackReportChannel(slack),
  threads: slackThreadDesk(slack),
  desk: jiraTicketDesk(jiraOptions(config, environment.jiraHost)),
  queues: {
    slack: queueTo(sqs, environment.slackQueueUrl),
    jira: queueTo(sqs, environment.jiraQueueUrl),
  },
  deadLetters: sqsDeadLetters({ sqs, urls: environment.deadLetterUrls }),
};
const work = alsoFollowing(reportDay(dayParts(door)), followAssignees(assigneeParts(door)));

/** Closes resolved issues, compares the issue table with Jira and Slack, and sends the daily reports. */
export const handler = onSchedule(
  'Daily reconciliation',
  measuringSweeps({ sweeps: stores.sweeps, clock }, work),
);
