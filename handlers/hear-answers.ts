import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientDefaults } from '#adapters/aws/clients.ts';
import { onSlackRequests } from '#adapters/lambda/on-slack-requests.ts';
import { secret } from '#adapters/lambda/secrets.ts';
import { readEnvironment } from '#config/environment.ts';
import { loadConfig } from '#config/load.ts';
import { systemClock as clock } from '#doors/system-clock.ts';

const environment = readEnvironment(process.env, ['answersQueueUrl', 'awsRegion', 'configDirectory']);
const config = loadConfig(environment.configDirectory);
const sqs = new SQSClient({ ...clientDefaults, region: environment.awsRegion });
const { answersQueueUrl: QueueUrl } = environment;

/** Takes presses of buttons that Slack has signed, and queues them; the only function that the internet can call. */
export const handler = onSlackRequests({
  signingSecret: secret(config.secrets.slackSigningSecret),
  clock,
  send: async (press) => {
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(press) }));
  },
});
