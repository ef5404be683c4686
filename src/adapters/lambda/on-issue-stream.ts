import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { decodeIssue } from '#adapters/wire/issue-codec.ts';
import type { IssueMovement } from '#domain/issues/movement.ts';
import { movementsOf } from '#domain/issues/movement.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { inGroups } from './in-groups.ts';
import { logger, publishMetrics } from './observability.ts';

function issueIn(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Issue | undefined {
  // Lambda's types for stream records differ from the SDK's in name only.
  return image && decodeIssue(unmarshall(image as Record<string, AttributeValue>));
}

const asError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));

function readRecord({ dynamodb }: DynamoDBRecord): readonly IssueMovement[] | Error {
  try {
    return movementsOf(issueIn(dynamodb?.OldImage), issueIn(dynamodb?.NewImage));
  } catch (error) {
    // Thrown later by this record's handler, so that only this record fails and ends in the dead-letter queue.
    return asError(error);
  }
}

/** Begins a batch of the stream; the returned function handles the movements of one of its incidents. */
export type BeginBatch = () => (movements: readonly IssueMovement[]) => Promise<void>;

/**
 * Handles the issue table's stream: passes the movements to what `begin` returns, all of one incident together. Records without a
 * movement (e.g. a reporter's own notes) are skipped. When an incident fails, its records are reported as failed, and
 * Lambda retries the stream from the first of them.
 */
export function onIssueStream(begin: BeginBatch) {
  return async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
    const processor = new BatchProcessor(EventType.DynamoDBStreams);
    logger.addContext(context);
    const moved = new Map(
      event.Records.map((record) => [record.dynamodb?.SequenceNumber, readRecord(record)]),
    );
    const all = [...moved.values()].flatMap((read) => (read instanceof Error ? [] : read));
    const done = inGroups(all, { key: ({ incident }) => incident, handle: begin(), atOnce: 4 });
    const handleRecord = async (record: DynamoDBRecord): Promise<void> => {
      const read = moved.get(record.dynamodb?.SequenceNumber) ?? [];
      if (read instanceof Error) throw read;
      await Promise.all(read.map(done)).catch((error: unknown) => Promise.reject(asError(error)));
    };
    const response = await processPartialResponse(event, handleRecord, processor, {
      context,
      throwOnFullBatchFailure: false,
    });
    for (const error of processor.errors) logger.error('A change could not be reported yet', { error });
    publishMetrics();
    return response;
  };
}
