import { describe } from 'vitest';
import { sqsReportQueue } from '#adapters/aws/sqs-report-queue.ts';
import { readPendingReport } from '#adapters/wire/read-request.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { noon } from '#test/given/shop.ts';
import type { QueueUnderTest } from './report-queue.ts';
import { reportQueueContract } from './report-queue.ts';
import { startSqs } from './sqs.ts';

async function inMemory(): Promise<QueueUnderTest> {
  const clock = settableClock(noon);
  const queue = memoryReportQueue(clock);
  return {
    queue,
    pass: clock.pass,
    receive: async () => queue.receive(),
    deadLetters: async () => queue.deadLetters,
  };
}

async function onSqs(): Promise<QueueUnderTest> {
  const { sqs, queue, pass, receive } = await startSqs();
  const [queueUrl, deadLettersUrl] = [await queue('reports'), await queue('dead-letters')];
  return {
    queue: sqsReportQueue({ sqs, queueUrl, deadLettersUrl }),
    pass,
    receive: async () => (await receive(queueUrl)).map(readPendingReport),
    deadLetters: async () =>
      (await receive(deadLettersUrl)).map(({ why, ...report }) => ({
        report: readPendingReport(report),
        why: String(why),
      })),
  };
}

describe('in memory', () => reportQueueContract(inMemory));
describe('on SQS', () => reportQueueContract(onSqs));
