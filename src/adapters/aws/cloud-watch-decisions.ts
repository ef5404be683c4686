import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import * as z from 'zod';
import type { DecidedEvent, EventFeed } from '#ports/event-feed.ts';
import { instant } from '#domain/values/instant.ts';

const text = z.string().max(2000).optional().catch(undefined);
const line = z.object({
  message: z.literal('Event'),
  decision: z.enum(['evaluate', 'attempt', 'ignore']),
  reason: z.string(),
  eventName: text,
  eventId: text,
  accountId: text,
  region: text,
});

/** Pages that one question reads: some thousand events; a longer list would not be read by a person either. */
const maxPages = 4;

function decisionIn(id: string, at: number, message: string): DecidedEvent[] {
  try {
    const read = line.safeParse(JSON.parse(message));
    if (!read.success) return [];
    const { decision, reason, eventName, eventId, accountId, region } = read.data;
    return [{ id, at: instant(at), decision, reason, eventName, eventId, accountId, region }];
  } catch (error) {
    // A line that Lambda itself wrote.
    if (error instanceof SyntaxError) return [];
    throw error;
  }
}

/** The decisions that the evaluator logs, from its log group in CloudWatch Logs; a line is readable some seconds later. */
export function cloudWatchDecisions(parts: { logs: CloudWatchLogsClient; group: string }): EventFeed {
  return {
    async listDecisions(since) {
      const found: DecidedEvent[] = [];
      let nextToken: string | undefined;
      for (let page = 0; page < maxPages; page += 1) {
        const answer = await parts.logs.send(
          new FilterLogEventsCommand({
            logGroupName: parts.group,
            startTime: since,
            filterPattern: '{ $.message = "Event" }',
            nextToken,
          }),
        );
        for (const { eventId = '', timestamp = 0, message = '' } of answer.events ?? [])
          found.push(...decisionIn(eventId, timestamp, message));
        nextToken = answer.nextToken;
        if (nextToken === undefined) break;
      }
      return found.sort((a, b) => a.at - b.at);
    },
  };
}
