import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { Row } from './rows.ts';
import { isConflict, readPartition, readRow, toItem } from './rows.ts';
import { incidentKey, receiptKey } from '#adapters/wire/state-keys.ts';

const receiptRow = z.object({
  version: z.number().default(0),
  told: z
    .object({ ref: z.string(), place: z.string(), at: z.number(), notes: z.array(z.string()).optional() })
    .optional(),
  shown: z.string().optional(),
  edits: z.object({ at: z.number(), row: z.number() }).optional(),
  said: z.array(z.string()).default([]),
  intent: z.object({ what: z.string(), at: z.number() }).optional(),
  finished: z.boolean().optional(),
  leftOpen: z.boolean().optional(),
  noted: z.boolean().optional(),
  refused: z.string().optional(),
  assignee: z.string().optional(),
  pendingDue: z.number().optional(),
  served: z.number().optional(),
});

function receiptFrom(incident: IncidentId, destination: string, row: Row | undefined): Receipt {
  return { incident, destination, ...receiptRow.parse(row ?? {}) } as Receipt;
}

/** Attributes that a reporter writes together; `assignee` and the mark (`pendingDue`, `served`) are written separately. */
const written = [
  'told',
  'shown',
  'edits',
  'said',
  'intent',
  'finished',
  'leftOpen',
  'noted',
  'refused',
] as const;

async function writeReceipt(parts: Parts, receipt: Receipt): Promise<Receipt | 'stale'> {
  const next = receipt.version + 1;
  const done = { ...receipt, version: next };
  const writer = randomUUID();
  const given = written.filter((name) => receipt[name] !== undefined);
  const removed = written.filter((name) => receipt[name] === undefined);
  const set = ['#version = :version', 'writer = :writer', ...given.map((name) => `#${name} = :${name}`)].join(
    ', ',
  );
  const values = Object.fromEntries(given.map((name) => [`:${name}`, receipt[name]]));
  try {
    await parts.client.send(
      new UpdateItemCommand({
        TableName: parts.table,
        Key: toItem(receiptKey(receipt.incident, receipt.destination)),
        UpdateExpression: `SET ${set}${removed.length > 0 ? ` REMOVE ${removed.map((name) => `#${name}`).join(', ')}` : ''}`,
        ConditionExpression: receipt.version === 0 ? 'attribute_not_exists(#version)' : '#version = :read',
        ExpressionAttributeNames: Object.fromEntries(
          ['version', ...written].map((name) => [`#${name}`, name]),
        ),
        ExpressionAttributeValues: toItem({
          ':version': next,
          ':writer': writer,
          ...(receipt.version === 0 ? {} : { ':read': receipt.version }),
          ...values,
        }),
      }),
    );
    return done;
  } catch (error) {
    if (isConflict(error)) return (await isWrittenBy(parts, receipt, writer)) ? done : 'stale';
    throw new Error('A receipt could not be written', { cause: error });
  }
}

/** The SDK repeats a write whose response was lost; a conflict with our own first write is no conflict. */
async function isWrittenBy(parts: Parts, receipt: Receipt, writer: string): Promise<boolean> {
  const row = await readRow(parts.client, parts.table, receiptKey(receipt.incident, receipt.destination));
  return row?.['writer'] === writer;
}

interface Parts {
  readonly client: DynamoDBClient;
  readonly table: string;
}

async function markPending(parts: Parts, key: object, due: Instant): Promise<void> {
  try {
    await parts.client.send(
      new UpdateItemCommand({
        TableName: parts.table,
        Key: toItem(key),
        UpdateExpression: 'SET pendingDue = :due',
        ConditionExpression: 'attribute_not_exists(served) OR served < :due',
        ExpressionAttributeValues: toItem({ ':due': due }),
      }),
    );
  } catch (error) {
    // Already served: the message was handled before its mark was written, so nothing is pending.
    if (!isConflict(error)) throw new Error('A pending report could not be marked', { cause: error });
  }
}

async function markServed(parts: Parts, key: object, now: Instant): Promise<void> {
  await parts.client.send(
    new UpdateItemCommand({
      TableName: parts.table,
      Key: toItem(key),
      UpdateExpression: 'SET served = :now REMOVE pendingDue',
      ExpressionAttributeValues: toItem({ ':now': now }),
    }),
  );
}

async function noteAssignee(parts: Parts, key: object, assignee: string | undefined): Promise<void> {
  const given =
    assignee === undefined ? {} : { ExpressionAttributeValues: toItem({ ':assignee': assignee }) };
  try {
    await parts.client.send(
      new UpdateItemCommand({
        TableName: parts.table,
        Key: toItem(key),
        UpdateExpression: assignee === undefined ? 'REMOVE assignee' : 'SET assignee = :assignee',
        ConditionExpression: 'attribute_exists(told)',
        ...given,
      }),
    );
  } catch (error) {
    // The ticket was forgotten meanwhile: the next one has an assignee of its own.
    if (!isConflict(error)) throw new Error('An assignee could not be stored', { cause: error });
  }
}

/** Receipts in the state table, in the partition of their incident. */
export function dynamoReceiptStore(parts: Parts): ReceiptStore {
  const { client, table } = parts;
  return {
    async readReceipt(incident, destination) {
      return receiptFrom(
        incident,
        destination,
        await readRow(client, table, receiptKey(incident, destination)),
      );
    },
    async listReceipts(incident) {
      const { pk: value } = incidentKey(incident);
      const rows = await readPartition(client, table, { key: 'pk', value, beginning: 'receipt#' });
      return rows
        .filter(({ sk }) => String(sk).startsWith('receipt#'))
        .map((row) => receiptFrom(incident, String(row['sk']).slice('receipt#'.length), row));
    },
    writeReceipt: (receipt) => writeReceipt(parts, receipt),
    markPending: (incident, destination, due) => markPending(parts, receiptKey(incident, destination), due),
    markServed: (incident, destination, now) => markServed(parts, receiptKey(incident, destination), now),
    noteAssignee: (incident, destination, assignee) =>
      noteAssignee(parts, receiptKey(incident, destination), assignee),
  };
}
