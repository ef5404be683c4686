import type { SQSClient } from '@aws-sdk/client-sqs';
import { awsFollowUps } from '#adapters/aws/aws-follow-ups.ts';
import type { Environment } from '#config/environment.ts';
import type { FollowUps } from '#ports/follow-ups.ts';

type FollowUpNames = 'eventsQueueUrl' | 'fanOutQueueUrl' | 'partsQueueUrl' | 'sweepQueueUrl';

/** The follow-ups of an evaluation, through the queues that the environment names. */
export function followUpsOf(environment: Pick<Environment, FollowUpNames>, sqs: SQSClient): FollowUps {
  const { eventsQueueUrl, fanOutQueueUrl, partsQueueUrl, sweepQueueUrl } = environment;
  return awsFollowUps({ sqs, eventsQueueUrl, fanOutQueueUrl, partsQueueUrl, sweepQueueUrl });
}
