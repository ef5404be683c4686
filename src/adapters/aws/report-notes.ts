import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { readRow, toItem } from './rows.ts';

function ticketsIn(item: Record<string, unknown>): { ticket: unknown; tickets: unknown[] } {
  const details = item['jira_details'];
  if (typeof details !== 'object' || details === null) return { ticket: undefined, tickets: [] };
  const { ticket, tickets } = details as { ticket?: unknown; tickets?: unknown };
  return { ticket, tickets: Array.isArray(tickets) ? tickets : [] };
}

/**
 * Notes on an issue when it was first reported, and its ticket. Touches only `timestamps.reported` and
 * `jira_details`, which nobody else writes; noting the same twice changes nothing.
 */
export async function noteReported(
  parts: { client: DynamoDBClient; table: string },
  place: { account: AccountId; region: Region },
  report: { at: Instant; ticket?: string | undefined },
): Promise<void> {
  const key = { account_id: place.account, issue_id: place.region };
  const item = await readRow(parts.client, parts.table, key);
  if (item === undefined) return;
  const { ticket, tickets } = ticketsIn(item);
  const known = report.ticket === undefined || tickets.includes(report.ticket);
  const reported = (item['timestamps'] as { reported?: unknown } | undefined)?.reported !== undefined;
  if (known && reported) return;
  const details = known
    ? undefined
    : { ticket: ticket ?? report.ticket, tickets: [...tickets, report.ticket] };
  await parts.client.send(
    new UpdateItemCommand({
      TableName: parts.table,
      Key: toItem(key),
      UpdateExpression: `SET #timestamps.#reported = if_not_exists(#timestamps.#reported, :at)${details ? ', #details = :details' : ''}`,
      ConditionExpression: 'attribute_exists(account_id)',
      ExpressionAttributeNames: {
        '#timestamps': 'timestamps',
        '#reported': 'reported',
        ...(details ? { '#details': 'jira_details' } : {}),
      },
      ExpressionAttributeValues: toItem({
        ':at': iso(report.at),
        ...(details ? { ':details': details } : {}),
      }),
    }),
  );
}
