import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Grouping } from './in-groups.ts';
import { inGroups } from './in-groups.ts';
import { logger, publishMetrics } from './observability.ts';

/** How messages of a queue are handled. */
export interface QueueWork<Work> extends Grouping<Work> {
  /**
   * The works a message asks for; none when there is nothing to do. Throws for what is no message of ours.
   * `repeated`: it was received before, and may have been worked on halfway.
   */
  readonly read: (body: unknown, repeated: boolean) => Promise<readonly Work[]>;
}

type Read<Work> = { readonly works: readonly Work[] } | { readonly error: unknown };

async function readRecord<Work>(record: SQSRecord, read: QueueWork<Work>['read']): Promise<Read<Work>> {
  try {
    const repeated = Number(record.attributes.ApproximateReceiveCount) > 1;
    return { works: await read(JSON.parse(record.body), repeated) };
  } catch (error) {
    // Kept for this record's turn: it alone fails, is tried again and ends in the dead-letter queue.
    return { error };
  }
}

/**
 * Handles the messages of a queue: works of one group are done together, and exactly the messages whose work failed
 * are given back to the queue, which ends in its dead-letter queue when it goes on failing.
 */
export function onQueue<Work>(work: QueueWork<Work>) {
  return async (event: SQSEvent, context: Context): Promise<SQSBatchResponse> => {
    const processor = new BatchProcessor(EventType.SQS);
    logger.addContext(context);
    const reads = await Promise.all(event.Records.map((record) => readRecord(record, work.read)));
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
    publishMetrics();
    return response;
  };
}

function failed(messageId: string, error: unknown): Error {
  const cause = error instanceof Error ? error : new Error(String(error));
  logger.error('A message failed and goes back to its queue', { messageId, error: cause });
  return cause;
}
