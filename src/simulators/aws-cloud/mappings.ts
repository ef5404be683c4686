import type { Database } from './dynamodb-local.ts';
import type { MappingParts } from './mapping.ts';
import { startSqsMapping, type SqsMapping } from './sqs-mapping.ts';
import { startStreamMapping, type StreamMapping } from './stream-mapping.ts';

/** Starts every event source mapping of the template; throws for a source that is neither a queue nor a table's stream. */
export function startMappings(
  parts: MappingParts,
  dynamoDb: Database,
): { sqs: SqsMapping[]; streams: StreamMapping[] } {
  const sqs: SqsMapping[] = [];
  const streams: StreamMapping[] = [];
  for (const mapping of parts.stack.of('AWS::Lambda::EventSourceMapping')) {
    const service = mapping.EventSourceArn.split(':')[2];
    if (service === 'sqs') sqs.push(startSqsMapping(mapping, parts));
    else if (service === 'dynamodb') streams.push(startStreamMapping(mapping, parts, dynamoDb));
    else
      throw new Error(
        `Resources.${mapping.logicalId}: the local cloud does not know the event source ${mapping.EventSourceArn}`,
      );
  }
  return { sqs, streams };
}
