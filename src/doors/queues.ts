import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import { clientDefaults } from '#adapters/aws/clients.ts';
import type { Environment } from '#config/environment.ts';
import type { FollowUps } from '#ports/follow-ups.ts';

type FollowUpNames =
  'awsRegion' | 'busName' | 'eventsQueueUrl' | 'fanOutQueueUrl' | 'partsQueueUrl' | 'sweepQueueUrl';

/** The follow-ups of an evaluation, through the queues and the bus that the environment names. */
export function followUpsOf(environment: Pick<Environment, FollowUpNames>, sqs: SQSClient): FollowUps {
  const { awsRegion, busName, eventsQueueUrl, fanOutQueueUrl, partsQueueUrl, sweepQueueUrl } = environment;
  const bus = new EventBridgeClient({ ...clientDefaults, region: awsRegion });
  return awsFollowUps({
    sqs,
    bus,
    busName,
    eventsQueueUrl,
    fanOutQueueUrl,
    partsQueueUrl,
    sweepQueueUrl,
  });
}
