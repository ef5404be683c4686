import type { AddressInfo } from 'node:net';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { onTestFinished, vi } from 'vitest';
import { patientClient } from './patient-client.ts';

/** Queues behind the real client; their time is the test's own. */
export async function startSqs(): Promise<{
  readonly sqs: SQSClient;
  queue(name: string): Promise<string>;
  pass(seconds: number): void;
  /** Takes everything that is due out of a queue. */
  receive(url: string): Promise<readonly Record<string, unknown>[]>;
}> {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  const app = buildApp({ logger: false, defaultRegion: 'eu-west-1' });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const endpoint = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
  const sqs = new SQSClient({ ...patientClient, endpoint, credentials, region: 'eu-west-1' });
  onTestFinished(async () => {
    vi.useRealTimers();
    sqs.destroy();
    await app.close();
  });
  return {
    sqs,
    queue: async (QueueName) => (await sqs.send(new CreateQueueCommand({ QueueName }))).QueueUrl ?? '',
    pass: (seconds) => void vi.setSystemTime(Date.now() + seconds * 1000),
    async receive(QueueUrl) {
      const all: Record<string, unknown>[] = [];
      for (;;) {
        const { Messages = [] } = await sqs.send(
          new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
        );
        if (Messages.length === 0) return all;
        for (const { Body = '', ReceiptHandle } of Messages) {
          all.push(JSON.parse(Body) as Record<string, unknown>);
          await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
        }
      }
    },
  };
}
