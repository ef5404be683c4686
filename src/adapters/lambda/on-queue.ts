import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { Grouping } from './in-groups.ts';
import { inGroups } from './in-groups.ts';
import { logger, publishMetrics } from './observability.ts';

/** What SQS itself says of a message; a sender sets none of it. */
export interface MessageReceipt {
  /** When SQS took the message (`SentTimestamp`). */
  readonly sentAt: Instant;
  /** Number of messages in its batch, its own included. */
  readonly batchSize: number;
}

/** How messages of a queue are read, grouped and handled. */
export interface QueueWork<Work> extends Grouping<Work> {
  /**
   * The works in a message; empty when there is nothing to do. Throws when the message is malformed.
   */
  readonly read: (body: unknown, receipt: MessageReceipt) => Promise<readonly Work[]>;
  /** Has failed messages come back within seconds; without it they wait for the queue's visibility time-out. */
  readonly retrySooner?: RetrySooner | undefined;
}

/** Has the messages of these records come back to their queue sooner than its visibility time-out says. */
export type RetrySooner = (failed: readonly SQSRecord[]) => Promise<void>;

type Read<Work> = { readonly works: readonly Work[] } | { readonly error: unknown };

async function readRecord<Work>(
  record: SQSRecord,
  batchSize: number,
  read: QueueWork<Work>['read'],
): Promise<Read<Work>> {
  try {
    const receipt = { sentAt: instant(Number(record.attributes.SentTimestamp)), batchSize };
    return { works: await read(JSON.parse(record.body), receipt) };
  } catch (error) {
    // Thrown later by this record's handler, so that only this message is retried and ends in the dead-letter queue.
    return { error };
  }
}

/**
 * Handles the messages of a queue: works of one group together. Exactly the messages whose work failed are returned to
 * the queue; SQS moves a message that keeps failing to the dead-letter queue.
 */
export function onQueue<Work>(work: QueueWork<Work>) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const processor = new BatchProcessor(EventType.SQS);
    logger.addContext(context);
    const { length } = event.Records;
    const reads = await Promise.all(event.Records.map((record) => readRecord(record, length, work.read)));
    const byMessage = new Map(event.Records.map((record, index) => [record.messageId, reads[index]]));
    const done = inGroups(
      reads.flatMap((read) => ('works' in read ? read.works : [])),
      work,
    );
    const handleRecord = async ({ messageId }: SQSRecord): Promise<void> => {
      const read = byMessage.get(messageId);
      if (read && 'error' in read) throw failed(messageId, read.error);
      try {
        await Promise.all((read?.works ?? []).map(done));
      } catch (error) {
        throw failed(messageId, error);
      }
    };
    const response = await processPartialResponse(event, handleRecord, processor, {
      context,
      throwOnFullBatchFailure: false,
    });
    await hasten(work, event.Records, response);
    publishMetrics();
    return response;
  };
}

async function hasten<Work>(
  { retrySooner }: QueueWork<Work>,
  records: readonly SQSRecord[],
  { batchItemFailures }: SQSBatchResponse,
): Promise<void> {
  const ids = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
  if (!retrySooner || ids.size === 0) return;
  try {
    await retrySooner(records.filter(({ messageId }) => ids.has(messageId)));
  } catch (error) {
    // They come back all the same, only later.
    logger.warn('Failed messages come back after the visibility time-out of their queue', {
      error: error instanceof Error ? error : new Error(String(error)),
    });
  }
}

function failed(messageId: string, error: unknown): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  logger.error('A message failed and goes back to its queue', { messageId, error: cause });
  return cause;
}
