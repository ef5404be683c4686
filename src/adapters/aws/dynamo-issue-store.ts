import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Memory } from '#domain/facts/observation.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { Closing, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { IssueStore, LookResult } from '#ports/issue-store.ts';
import { rememberedByRegion } from '#ports/issue-store.ts';
import { closedKeptFor } from './dynamo-living-incidents.ts';
import { dependencyWrites } from './dynamo-dependencies.ts';
import { encodeFinding } from '#adapters/wire/finding-codec.ts';
import { decodeIssue } from '#adapters/wire/issue-codec.ts';
import { completed, isStillAt, putIssue } from './issue-writes.ts';
import { decodeMemory } from '#adapters/wire/memory-codec.ts';
import { openPlaceWrite } from './dynamo-open-places.ts';
import { noteAnswers } from './answer-notes.ts';
import { noteReported } from './report-notes.ts';
import { isTooLarge, readPartition, readRow, toItem, writeTogether } from './rows.ts';
import { maxWritesPerTransaction, writeInTurns } from './write-in-turns.ts';
import { eventKey, memberKey, memoryKey, memoryPartition } from '#adapters/wire/state-keys.ts';

/** The tables that hold issues, and memories with the incidents' members. */
export interface IssueStoreParts {
  readonly client: DynamoDBClient;
  readonly issuesTable: string;
  readonly stateTable: string;
}

type Condition = Pick<
  NonNullable<TransactWriteItem['ConditionCheck']>,
  'ExpressionAttributeNames' | 'ExpressionAttributeValues'
> & { readonly ConditionExpression: string };

function putMember(
  parts: IssueStoreParts,
  place: { account: AccountId; region: Region },
  finding: TrackedFinding,
): TransactWriteItem {
  const { account, region } = place;
  const expires = finding.closed && Math.trunc(finding.closed.at / 1000) + closedKeptFor;
  const key = memberKey(finding.incident, account, region, findingKey(finding.rule, finding.subject));
  return {
    Put: {
      TableName: parts.stateTable,
      Item: toItem({ ...key, account, region, finding: encodeFinding(finding), expires }),
    },
  };
}

/** Holds while the memory row is as this look read it; an older look never overwrites a newer one. */
function ifUnchanged(before: Memory | undefined, memory: Memory): Condition {
  if (!before) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return {
    ConditionExpression: '#at = :before AND #at <= :at',
    ExpressionAttributeNames: { '#at': 'at' },
    ExpressionAttributeValues: toItem({ ':before': before.at, ':at': memory.at }),
  };
}

function putMemory({ stateTable }: IssueStoreParts, { memory, before }: LookResult): TransactWriteItem[] {
  if (!memory) return [];
  const Item = toItem({ ...memoryKey(memory.account, memory.region), ...memory });
  return [{ Put: { TableName: stateTable, Item, ...ifUnchanged(before.memory, memory) } }];
}

function checkMemoryUnchanged({ stateTable }: IssueStoreParts, { memory, before }: LookResult) {
  if (!memory) return [];
  const Key = toItem(memoryKey(memory.account, memory.region));
  return [{ ConditionCheck: { TableName: stateTable, Key, ...ifUnchanged(before.memory, memory) } }];
}

function putEvents(parts: IssueStoreParts, { changed, causes }: LookResult): TransactWriteItem[] {
  const rows = causes.flatMap((trigger) => {
    const incidents = new Set(
      changed.filter(({ causedBy }) => causedBy === trigger.eventId).map(({ incident }) => incident),
    );
    return [...incidents].map((incident) => ({ ...eventKey(incident, trigger.eventId), trigger }));
  });
  // A transaction accepts one write per row; only a forged event repeats an id.
  const once = new Map(rows.map((row) => [`${row.pk} ${row.sk}`, row]));
  return [...once.values()].map((row) => ({ Put: { TableName: parts.stateTable, Item: toItem(row) } }));
}

async function saveLook(parts: IssueStoreParts, result: LookResult): Promise<'applied' | 'stale'> {
  const { before, issue, changed, memory } = result;
  const newest = before.memory?.at;
  if (newest !== undefined && memory && newest > memory.at) return 'stale';
  const { client, issuesTable, stateTable } = parts;
  const rows = [
    ...changed.map((finding) => putMember(parts, result, finding)),
    ...putEvents(parts, result),
    ...(memory ? dependencyWrites(stateTable, before.memory, memory) : []),
  ];
  const putItem = (as: Issue): TransactWriteItem[] => [
    putIssue(issuesTable, before.issue, as),
    openPlaceWrite(stateTable, as),
  ];
  const together = [...(issue ? putItem(issue) : []), ...putMemory(parts, result), ...rows];
  if (together.length <= maxWritesPerTransaction) return writeTogether(client, together);
  const unchanged = checkMemoryUnchanged(parts, result);
  // The item is written first and marked `partial`, so that the next look knows that rows may be missing. The memory is
  // written last, so that an interrupted look computes the dependency writes again.
  return writeInTurns(client, {
    first: [...(issue ? putItem({ ...issue, partial: true }) : []), ...unchanged],
    rows,
    guard: issue ? [isStillAt(issuesTable, issue)] : unchanged,
    last: [...(issue ? [completed(issuesTable, issue)] : []), ...putMemory(parts, result)],
  });
}

async function closeIssue(
  parts: IssueStoreParts,
  issue: Issue,
  closed: Closing,
): Promise<'applied' | 'stale'> {
  const findings = [...issue.findings].map(([key, finding]) => [key, { ...finding, closed }] as const);
  const after: Issue = {
    ...issue,
    version: issue.version + 1,
    status: 'closed',
    timestamps: { ...issue.timestamps, updated: closed.at, closed: closed.at },
    findings: new Map(findings),
  };
  const item = [putIssue(parts.issuesTable, issue, after), openPlaceWrite(parts.stateTable, after)];
  const guard = [isStillAt(parts.issuesTable, issue)];
  const rows = findings.map(([, finding]) => putMember(parts, issue, finding));
  // The item is written last: while it is not closed, the next daily run repeats the closing.
  return writeInTurns(parts.client, { first: [], rows, guard, last: item });
}

async function* listAllUnclosed(parts: IssueStoreParts): AsyncIterable<Issue> {
  const pages = paginateScan(
    { client: parts.client },
    { TableName: parts.issuesTable, ConsistentRead: true },
  );
  for await (const { Items } of pages) {
    for (const item of Items ?? []) {
      const issue = decodeIssue(unmarshall(item));
      if (issue && issue.status !== 'closed') yield issue;
    }
  }
}

async function listMemories({ client, stateTable }: IssueStoreParts, account: AccountId): Promise<Memory[]> {
  const rows = await readPartition(client, stateTable, { key: 'pk', value: memoryPartition(account) });
  return rows.map(decodeMemory);
}

/** Issues in the playbook's table; memories and the incidents' members in the state table. */
export function dynamoIssueStore(parts: IssueStoreParts): IssueStore {
  const { client, issuesTable, stateTable } = parts;
  return {
    async readRemembered(account, region) {
      const [item, seen] = await Promise.all([
        readRow(client, issuesTable, { account_id: account, issue_id: region }),
        readRow(client, stateTable, memoryKey(account, region)),
      ]);
      return { issue: decodeIssue(item), memory: seen && decodeMemory(seen) };
    },
    async readRememberedByRegion(account) {
      const [items, seen] = await Promise.all([
        readPartition(client, issuesTable, { key: 'account_id', value: account }),
        listMemories(parts, account),
      ]);
      return rememberedByRegion(
        items.flatMap((item) => decodeIssue(item) ?? []),
        seen,
      );
    },
    listMemories: (account) => listMemories(parts, account),
    saveLook: (result) =>
      saveLook(parts, result).catch((error: unknown) => {
        if (isTooLarge(error)) return 'too-large';
        throw error;
      }),
    async listUnclosed(account) {
      const rows = await readPartition(client, issuesTable, { key: 'account_id', value: account });
      return rows.flatMap((row) => decodeIssue(row) ?? []).filter(({ status }) => status !== 'closed');
    },
    listAllUnclosed: () => listAllUnclosed(parts),
    closeIssue: (issue, closed) => closeIssue(parts, issue, closed),
    noteReported: (account, region, report) =>
      noteReported({ client, table: issuesTable }, { account, region }, report),
    noteAnswers: (place, incident, answers) =>
      noteAnswers({ client, table: issuesTable }, place, incident, answers),
  };
}
