import { findingKey } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { Closing, TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { IssueStore, LookResult, Remembered } from '#ports/issue-store.ts';
import { rememberedByRegion } from '#ports/issue-store.ts';
import type { MemoryItem, MemoryTables } from './memory-tables.ts';
import { placeKey } from './memory-tables.ts';

interface Place {
  readonly account: AccountId;
  readonly region: Region;
}

function issueOf(item: MemoryItem | undefined): Issue | undefined {
  if (!item) return undefined;
  const { issue, reported, tickets } = item;
  const { inheritedTicket, ...own } = issue;
  const timestamps = { ...issue.timestamps, reported };
  return tickets.length === 0 && inheritedTicket !== undefined
    ? { ...own, timestamps, inheritedTicket }
    : { ...own, timestamps };
}

function isStale(tables: MemoryTables, result: LookResult): boolean {
  const { before, memory, issue } = result;
  const key = placeKey(result.account, result.region);
  const seenAt = tables.seen.get(key)?.at;
  const overtaken = memory !== undefined && (seenAt !== before.memory?.at || (seenAt ?? 0) > memory.at);
  return overtaken || (issue !== undefined && tables.items.get(key)?.issue.version !== before.issue?.version);
}

function putIssue(tables: MemoryTables, before: Issue | undefined, after: Issue): void {
  const key = placeKey(after.account, after.region);
  const item = tables.items.get(key);
  const anew = before?.status === 'closed' && after.status !== 'closed';
  const { inheritedTicket } = item?.issue ?? {};
  tables.items.set(key, {
    issue: inheritedTicket === undefined ? after : { ...after, inheritedTicket },
    reported: anew ? undefined : item?.reported,
    answers: item?.answers,
    // The ticket of an issue that Hammer closed stays listed, but is no longer the issue's own.
    tickets: anew && inheritedTicket !== undefined ? [inheritedTicket] : (item?.tickets ?? []),
  });
}

function putMember(tables: MemoryTables, { account, region }: Place, finding: TrackedFinding): void {
  const { incident } = finding;
  const key = [incident, account, region, findingKey(finding.rule, finding.subject)].join(' ');
  tables.members.set(key, { incident, member: { account, region, finding } });
}

function putEvents(tables: MemoryTables, { changed, causes }: LookResult): void {
  for (const { causedBy, incident } of changed) {
    const trigger = causes.find(({ eventId }) => eventId === causedBy);
    if (trigger) tables.events.set(`${incident} ${trigger.eventId}`, { incident, trigger });
  }
}

function closeIssue(tables: MemoryTables, issue: Issue, closed: Closing): 'applied' | 'stale' {
  const known = tables.items.get(placeKey(issue.account, issue.region));
  if (known?.issue.version !== issue.version) return 'stale';
  const findings = new Map([...issue.findings].map(([key, finding]) => [key, { ...finding, closed }]));
  const timestamps = { ...issue.timestamps, updated: closed.at, closed: closed.at };
  putIssue(tables, issue, { ...issue, version: issue.version + 1, status: 'closed', timestamps, findings });
  for (const finding of findings.values()) putMember(tables, issue, finding);
  return 'applied';
}

function noteReported(
  tables: MemoryTables,
  place: Place,
  { at, ticket }: Parameters<IssueStore['noteReported']>[2],
): void {
  const key = placeKey(place.account, place.region);
  const item = tables.items.get(key);
  if (!item) return;
  const tickets = ticket === undefined ? item.tickets : [...new Set([...item.tickets, ticket])];
  tables.items.set(key, { ...item, reported: item.reported ?? at, tickets });
}

function unclosed(tables: MemoryTables): Issue[] {
  return [...tables.items.values()]
    .flatMap((item) => issueOf(item) ?? [])
    .filter(({ status }) => status !== 'closed');
}

const issuesOf = (tables: MemoryTables, account: AccountId): Issue[] =>
  tables.items.rowsOf(account).flatMap((item) => issueOf(item) ?? []);

/** Issues and memories of looks, held in memory. Every method is atomic, like one transaction. */
export function memoryIssueStore(tables: MemoryTables): IssueStore {
  return {
    async readRemembered(account, region): Promise<Remembered> {
      const key = placeKey(account, region);
      return { issue: issueOf(tables.items.get(key)), memory: tables.seen.get(key) };
    },
    async readRememberedByRegion(account) {
      return rememberedByRegion(issuesOf(tables, account), tables.seen.rowsOf(account));
    },
    listMemories: async (account) => tables.seen.rowsOf(account),
    async saveLook(result) {
      if (isStale(tables, result)) return 'stale';
      if (result.issue) putIssue(tables, result.before.issue, result.issue);
      if (result.memory) tables.seen.set(placeKey(result.account, result.region), result.memory);
      for (const finding of result.changed) putMember(tables, result, finding);
      putEvents(tables, result);
      return 'applied';
    },
    listUnclosed: async (account) => issuesOf(tables, account).filter(({ status }) => status !== 'closed'),
    async *listAllUnclosed() {
      yield* unclosed(tables);
    },
    closeIssue: async (issue, closed) => closeIssue(tables, issue, closed),
    noteReported: async (account, region, report) => noteReported(tables, { account, region }, report),
    async noteAnswers({ account, region }, _incident, answers) {
      const key = placeKey(account, region);
      const item = tables.items.get(key);
      if (item) tables.items.set(key, { ...item, answers });
    },
  };
}
