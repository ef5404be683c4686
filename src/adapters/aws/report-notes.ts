import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { isDeepEqual } from '#domain/values/deep-equal.ts';
import { decodeIssue } from '#adapters/wire/issue-codec.ts';
import { noteMark } from './issue-writes.ts';
import type { Row } from './rows.ts';
import { isConflict, readRow, toItem } from './rows.ts';

interface Place {
  readonly account: AccountId;
  readonly region: Region;
}

interface Report {
  readonly at: Instant;
  /** The ticket, and the incident that it was created for. */
  readonly ticket?: string | undefined;
  readonly incident?: IncidentId | undefined;
}

interface Parts {
  readonly client: DynamoDBClient;
  readonly table: string;
}

/** Attempts to write a note before giving up, when another reporter writes at the same time. */
const attempts = 8;

function detailsOf(item: Row): Row | undefined {
  const details = item['jira_details'];
  return typeof details === 'object' && details !== null ? (details as Row) : undefined;
}

/** The ticket of the longest open incident; undefined when no open incident has a ticket. */
function ticketOfOldest(item: Row, made: Row): unknown {
  const findings = [...(decodeIssue(item)?.findings.values() ?? [])];
  const open = findings.filter(({ state, incident }) => state === 'open' && made[incident] !== undefined);
  const [oldest] = open.toSorted((one, other) => one.openedAt - other.openedAt);
  return oldest && made[oldest.incident];
}

/** `jira_details` with the ticket added; its other attributes stay. */
function detailsWith(item: Row, { ticket, incident }: Report): Row | undefined {
  const details = detailsOf(item);
  if (ticket === undefined) return details;
  const { ticket: known, tickets: listed, incidents } = details ?? {};
  // Hammer writes NULL or an empty text where there is no ticket.
  const first = known === '' || known === null ? undefined : known;
  // Hammer stored one ticket and no list.
  const tickets: unknown[] = Array.isArray(listed) ? listed : first === undefined ? [] : [first];
  const made = {
    ...(incidents as Row | undefined),
    ...(incident === undefined ? {} : { [incident]: ticket }),
  };
  return {
    ...details,
    ticket: ticketOfOldest(item, made) ?? first ?? ticket,
    tickets: tickets.includes(ticket) ? tickets : [...tickets, ticket],
    ...(incident === undefined ? {} : { incidents: made }),
  };
}

/** The new `jira_details` and the ones that were read: `{}` as the evaluator creates them, `undefined` when absent. */
interface Note {
  readonly at: Instant;
  readonly details: Row | undefined;
  readonly before: unknown;
  /** Whether to write only if no report was noted before; else only if one was noted, or nothing at all. */
  readonly once: boolean;
}

const missing = (path: string): string =>
  `(attribute_not_exists(${path}) OR attribute_type(${path}, :nothing))`;

/** Returns whether the note was written; false when the item is not as expected. */
async function writeNote({ client, table }: Parts, place: Place, note: Note): Promise<boolean> {
  const { at, details, before, once } = note;
  const conditions = [
    'attribute_exists(account_id)',
    // Hammer writes NULL where a time is not known.
    once ? missing('#timestamps.#reported') : `NOT attribute_type(#timestamps.#reported, :nothing)`,
    ...(details ? [before === undefined ? missing('#details') : '#details = :before'] : []),
  ];
  try {
    await client.send(
      new UpdateItemCommand({
        TableName: table,
        Key: toItem({ account_id: place.account, issue_id: place.region }),
        UpdateExpression: `SET #timestamps.#reported = ${once ? ':at' : 'if_not_exists(#timestamps.#reported, :at)'}, #note = :note${details ? ', #details = :details' : ''}`,
        ConditionExpression: conditions.join(' AND '),
        ExpressionAttributeNames: {
          '#timestamps': 'timestamps',
          '#reported': 'reported',
          '#note': noteMark,
          ...(details ? { '#details': 'jira_details' } : {}),
        },
        ExpressionAttributeValues: toItem({
          ':at': iso(at),
          ':note': true,
          ':nothing': 'NULL',
          ...(details ? { ':details': details, ':before': before } : {}),
        }),
      }),
    );
    return true;
  } catch (error) {
    if (isConflict(error)) return false;
    throw new Error('A report could not be noted on its issue', { cause: error });
  }
}

/** Returns whether the note is stored; false when another reporter noted a ticket in the meantime. */
async function noteOnce(parts: Parts, place: Place, report: Report): Promise<boolean> {
  const item = await readRow(parts.client, parts.table, {
    account_id: place.account,
    issue_id: place.region,
  });
  if (item === undefined) return true;
  // Another writer may have left something else there than a map.
  const before = item['jira_details'];
  const after = detailsWith(item, report);
  const details = isDeepEqual(before, after) ? undefined : after;
  const { reported } = (item['timestamps'] as { reported?: unknown } | undefined) ?? {};
  const isReported = reported !== undefined && reported !== null;
  if (details === undefined && isReported) return true;
  return writeNote(parts, place, { at: report.at, details, before, once: !isReported });
}

/**
 * Stores on an issue when it was first reported, and its ticket. Writes only `timestamps.reported` and `jira_details`,
 * which only reporters write. Idempotent. Throws when other writers win eight times in a row.
 */
export async function noteReported(parts: Parts, place: Place, report: Report): Promise<void> {
  // First without reading, assuming an empty `jira_details`: nearly always right, and in a storm it saves thousands of reads.
  const { at, ticket } = report;
  const details = detailsWith({}, report);
  const first = await writeNote(parts, place, { at, details, before: {}, once: ticket === undefined });
  if (first || ticket === undefined) return;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (await noteOnce(parts, place, report)) return;
  }
  throw new Error(`${place.account} ${place.region} is being noted on by too many at once, try again`);
}
