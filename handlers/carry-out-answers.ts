import { SQSClient } from '@aws-sdk/client-sqs';
import { awsLooks } from '#adapters/aws/aws-follow-ups.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { retrySooner } from '#adapters/aws/retry-sooner.ts';
import { onQueue } from '#adapters/lambda/on-queue.ts';
import { slackAnswerDesk } from '#adapters/slack/answer-desk.ts';
import { pressIn } from '#adapters/wire/press-codec.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { slackOptions } from '#doors/channels.ts';
import { queueTo } from '#doors/refresh-through.ts';
import { dynamoStores } from '#doors/stores.ts';
import type { Press } from '#ports/answers.ts';
import { carryOutPress } from '#usecases/answer/carry-out-press.ts';

const environment = readEnvironment(process.env, [
  'answersQueueUrl',
  'awsRegion',
  'configDirectory',
  'eventsQueueUrl',
  'fanOutQueueUrl',
  'issuesTable',
  'jiraQueueUrl',
  'milestonesQueueUrl',
  'slackApiUrl',
  'slackQueueUrl',
  'stateTable',
]);
const config = loadConfig(environment.configDirectory);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const { issues, incidents, answers, acceptances } = dynamoStores(environment);
const { eventsQueueUrl, fanOutQueueUrl, slackQueueUrl, jiraQueueUrl, milestonesQueueUrl } = environment;
const { mayAccept, people } = config.slack.answers;

const carryOut = carryOutPress({
  issues,
  incidents,
  answers,
  acceptances,
  mayAccept,
  people,
  names: config.accounts,
  desk: slackAnswerDesk(slackOptions(config, environment.slackApiUrl)),
  followUps: awsLooks({ sqs, eventsQueueUrl, fanOutQueueUrl }),
  queues: [slackQueueUrl, jiraQueueUrl, milestonesQueueUrl].map((url) => queueTo(sqs, url)),
});

/** Carries out what people answered by buttons in Slack. */
export const handler = onQueue<Press>({
  read: async (body) => [pressIn(body)],
  key: (press) => JSON.stringify(press),
  handle: ([press]) => carryOut(press),
  atOnce: 4,
  retrySooner: retrySooner({ sqs, queueUrls: [environment.answersQueueUrl] }),
});
