import { ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Context, SQSRecord } from 'aws-lambda';
import { beforeAll, expect, it } from 'vitest';
import { retrySooner } from '#adapters/aws/retry-sooner.ts';
import { logger } from '#adapters/lambda/observability.ts';
import { onQueue } from '#adapters/lambda/on-queue.ts';
import { startSqs } from './sqs.ts';

const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 60_000 } as Context;
const visibilitySeconds = 360;

beforeAll(() => {
  logger.setLogLevel('SILENT');
});

/** A queue whose messages fail so many times, and the seconds after which each is received again. */
async function failing(times: number, reachable = true) {
  const { sqs, queue, pass } = await startSqs();
  const url = await queue('events');
  await sqs.send(new SendMessageCommand({ QueueUrl: url, MessageBody: '{}' }));
  let left = times;
  const handler = onQueue<string>({
    read: async () => ['work'],
    key: (work) => work,
    handle: async () => {
      if ((left -= 1) >= 0) throw new Error('ThrottlingException');
    },
    atOnce: 1,
    retrySooner: retrySooner({ sqs, queueUrls: reachable ? [`${url}-other`, url] : [] }),
  });
  const receive = async (): Promise<SQSRecord | undefined> => {
    const { Messages: [message] = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: url,
        VisibilityTimeout: visibilitySeconds,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    return (
      message &&
      ({
        messageId: message.MessageId,
        receiptHandle: message.ReceiptHandle,
        body: message.Body,
        attributes: message.Attributes,
        eventSourceARN: 'arn:aws:sqs:eu-west-1:000000000000:events',
      } as SQSRecord)
    );
  };
  const waits: number[] = [];
  for (let attempt = 0; attempt <= times; attempt += 1) {
    let waited = 0;
    let record = await receive();
    while (!record && waited < 400) {
      pass(5);
      waited += 5;
      record = await receive();
    }
    waits.push(waited);
    if (record) await handler({ Records: [record] }, context);
  }
  return waits;
}

it('a message that fails once is handled again within seconds', async () => {
  const [, again] = await failing(1);
  expect(again).toBeLessThanOrEqual(10);
});

it('one that keeps failing waits longer each time, and in the end as long as its queue says', async () => {
  const [first, second, third, fourth, fifth] = (await failing(4)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  expect([first < second, second < third, third < fourth]).toEqual([true, true, true]);
  expect(fifth).toBeGreaterThanOrEqual(visibilitySeconds - 5);
});

it('one whose time cannot be shortened comes back all the same', async () => {
  const [, again] = await failing(1, false);
  expect(again).toBeGreaterThanOrEqual(visibilitySeconds - 5);
});
