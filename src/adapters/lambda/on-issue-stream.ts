import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { decodeIssue } from '#adapters/aws/issue-codec.ts';
import type { IssueMovement } from '#domain/issues/movement.ts';
import { movementsOf } from '#domain/issues/movement.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { inGroups } from './in-groups.ts';
import { logger, publishMetrics } from './observability.ts';

function issueIn(image: NonNullable<DynamoDBRecord['dynamodb']>['NewImage']): Issue | undefined {
  // Lambda's own types for stream records differ from the SDK's in name only.
  return image && decodeIssue(unmarshall(image as Record<string, AttributeValue>));
}

function readRecord({ dynamodb }: DynamoDBRecord): readonly IssueMovement[] {
  return movementsOf(issueIn(dynamodb?.OldImage), issueIn(dynamodb?.NewImage));
}

/**
 * Hears every change of the issue table and hands over what moved, all movements of one incident together. Records
 * that changed nothing for people (a reporter's own notes among them) are passed over. When an incident fails, its
 * records are given back, and the stream is tried again from the first of them.
 */
export function onIssueStream(handle: (movements: readonly IssueMovement[]) => Promise<void>) {
  return async (event: DynamoDBStreamEvent, context: Context): Promise<DynamoDBBatchResponse> => {
    const processor = new BatchProcessor(EventType.DynamoDBStreams);
    logger.addContext(context);
    const moved = new Map(
      event.Records.map((record) => [record.dynamodb?.SequenceNumber, readRecord(record)]),
    );
    const done = inGroups([...moved.values()].flat(), { key: ({ incident }) => incident, handle, atOnce: 4 });
    const handleRecord = async (record: DynamoDBRecord): Promise<void> => {
      const movements = moved.get(record.dynamodb?.SequenceNumber) ?? [];
      await Promise.all(movements.map(done));
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
