import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { decodeIssue } from '#adapters/wire/issue-codec.ts';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { readHeartbeat } from '#adapters/cloudtrail/read-heartbeat.ts';
import { readInspectionRequest } from '#adapters/wire/read-inspection-request.ts';
import { readPendingReport, readRequests } from '#adapters/wire/read-request.ts';
import { dynamoStores } from '#doors/stores.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { LogDestination } from '#domain/facts/log-destination.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant } from '#domain/values/instant.ts';
import type { AccountId } from '#domain/values/account-id.ts';

// Bundled into every fixture (record.ts), so that the readers of one version meet the rows and messages of the next.
// What this file exports is therefore a format of its own: a later version calls it as it is here.

type Row = Readonly<Record<string, unknown>>;
type Stores = ReturnType<typeof dynamoStores>;

/** Both tables as plain JSON. */
export interface Tables {
  readonly issues: readonly Row[];
  readonly state: readonly Row[];
}

/** How many rows of one kind there are, and how many of them this version reads. */
export interface Reading {
  readonly kind: string;
  readonly there: number;
  readonly read: number;
}

const words = (key: unknown): string[] => String(key).split('#');
const distinct = <Value>(values: readonly Value[]): Value[] => [...new Set(values)];

/** Rows by the first word of their partition. */
function byPartition(rows: readonly Row[]): (kind: string) => readonly Row[] {
  const kinds = Map.groupBy(rows, ({ pk }) => words(pk)[0]);
  return (kind) => kinds.get(kind) ?? [];
}

async function sum<Value>(
  values: readonly Value[],
  count: (value: Value) => Promise<number>,
): Promise<number> {
  const counts = await Promise.all(values.map(count));
  return counts.reduce((all, one) => all + one, 0);
}

// Brands exist for the compiler only; the stores check what they are given.
const accounts = (rows: readonly Row[], word: number): AccountId[] =>
  distinct(rows.map(({ pk }) => words(pk)[word])) as AccountId[];

function findingsIn({ findings }: Row): number {
  return Object.keys(typeof findings === 'object' && findings !== null ? findings : {}).length;
}

/** Issues and their findings: an odd finding is left out in silence, so they are counted. */
async function readIssues(kept: Stores, { issues }: Tables): Promise<readonly Reading[]> {
  const owners = distinct(issues.map(({ account_id }) => account_id)) as AccountId[];
  const read = (
    await Promise.all(owners.map((account) => kept.issues.readRememberedByRegion(account)))
  ).flatMap((byRegion) => [...byRegion.values()].flatMap(({ issue }) => issue ?? []));
  const findings = read.reduce((all, issue) => all + issue.findings.size, 0);
  return [
    { kind: 'issue', there: issues.length, read: read.length },
    { kind: 'issue/finding', there: issues.reduce((all, row) => all + findingsIn(row), 0), read: findings },
  ];
}

/** Incidents with everything that lies beside them, and the claims that lead to those that are open. */
async function readIncidents(kept: Stores, { state }: Tables): Promise<readonly Reading[]> {
  const of = byPartition(state);
  const [beside, wide] = [of('incident'), of('members')];
  const rowsOf = (sort: string): readonly Row[] => beside.filter(({ sk }) => words(sk)[0] === sort);
  const ids = (rows: readonly Row[]): IncidentId[] =>
    distinct(rows.map(({ pk }) => words(pk)[1])) as IncidentId[];
  const views = (
    await Promise.all(ids(rowsOf('incident')).map((id) => kept.incidents.readIncident(id)))
  ).flatMap((view) => view ?? []);
  const open = new Set(
    views
      .filter(({ members }) => members.some(({ finding }) => finding.state === 'open'))
      .map(({ incident }) => incident.id),
  );
  const claims = of('cause').filter(({ incident }) => open.has(incident as IncidentId));
  const held = rowsOf('incident').filter(({ standing }) => standing === true);
  return [
    { kind: 'incident/incident', there: rowsOf('incident').length, read: views.length },
    {
      kind: 'incident/member',
      there: rowsOf('member').length + wide.length,
      read: views.reduce((all, { members }) => all + members.length, 0),
    },
    {
      kind: 'incident/event',
      there: rowsOf('event').length,
      read: views.reduce((all, { events }) => all + events.size, 0),
    },
    {
      kind: 'incident/receipt',
      there: rowsOf('receipt').length,
      read: await sum(ids(rowsOf('receipt')), async (id) => (await kept.receipts.listReceipts(id)).length),
    },
    {
      kind: 'incident/burst',
      there: rowsOf('burst').length,
      read: await sum(ids(rowsOf('burst')), async (id) => ((await kept.bursts.readBurst(id)) ? 1 : 0)),
    },
    {
      kind: 'incident/incident of the baseline',
      there: held.length,
      read: await sum(ids(held), async (id) => ((await kept.baseline.isHeld(id)) ? 1 : 0)),
    },
    { kind: 'cause', there: claims.length, read: await sum(claims, (row) => readClaim(kept, row)) },
  ];
}

/** The next claim of the same cause reads a claim and gets the incident that is open. */
async function readClaim({ incidents }: Stores, { pk, incident }: Row): Promise<number> {
  const cause = String(pk).slice('cause#'.length) as Parameters<
    Stores['incidents']['claimIncident']
  >[0]['cause'];
  const standing = (await incidents.readIncident(incident as IncidentId))?.incident.preexisting;
  const now = Date.now() as Instant;
  return (await incidents.claimIncident({ cause, since: now, at: now, preexisting: standing })) === incident
    ? 1
    : 0;
}

/** What was seen, and where it goes. */
async function readFacts(kept: Stores, { state }: Tables): Promise<readonly Reading[]> {
  const of = byPartition(state);
  const depends = distinct(of('depends').map(({ pk }) => String(pk)));
  const named = (pk: string) => {
    const [, kind = '', ...id] = words(pk);
    return { kind, id: id.join('#') } as Parameters<Stores['dependencies']['listDependents']>[0];
  };
  const counted = distinct(of('counted').map(({ pk }) => pk));
  return [
    {
      kind: 'seen',
      there: of('seen').length,
      read: await sum(accounts(of('seen'), 1), async (one) => (await kept.issues.listMemories(one)).length),
    },
    {
      kind: 'depends',
      there: of('depends').length,
      read: await sum(depends, async (pk) => (await kept.dependencies.listDependents(named(pk))).length),
    },
    {
      kind: 'destination',
      there: of('destination').length,
      read: await sum(of('destination'), async (row) =>
        (await kept.destinations.readDestination(row as unknown as LogDestination)) ? 1 : 0,
      ),
    },
    {
      kind: 'lake',
      there: of('lake').length,
      read: await sum(accounts(of('lake'), 1), async (one) => (await kept.lakes.readLakes(one)).size),
    },
    {
      kind: 'counted',
      there: of('counted').length,
      // Counting one of them once more reads those that came before and after.
      read: await sum(counted, async (pk) => {
        const trigger = of('counted').find((row) => row['pk'] === pk)?.['trigger'] as Trigger;
        return (await kept.bursts.countFailedCall(words(pk)[1] as AccountId, trigger)).length;
      }),
    },
  ];
}

/** Checks of parts and deployed templates, which the first version that wrote them left nothing of. */
async function readParts(kept: Stores, of: ReturnType<typeof byPartition>): Promise<readonly Reading[]> {
  const all = [
    { kind: 'parts', there: of('parts').length, read: (await kept.forwarding.listChecks()).length },
    { kind: 'templates', there: of('templates').length, read: (await kept.templates.listTemplates()).length },
  ];
  return all.filter(({ there }) => there > 0);
}

/** What is known of all accounts together: where something is open, who beats, what was swept, told and accepted. */
async function readRounds(kept: Stores, { state }: Tables): Promise<readonly Reading[]> {
  const of = byPartition(state);
  const roll = await kept.rolls.readRoll();
  const listed = of('roll').flatMap(({ accounts: all }) => (Array.isArray(all) ? (all as unknown[]) : []));
  const one = (found: unknown): number => (found === undefined ? 0 : 1);
  const some = (kind: string): number => Math.min(1, of(kind).length);
  const own = of('round').map(({ id }) => String(id));
  return [
    { kind: 'open', there: of('open').length, read: (await kept.open.listOpenPlaces()).length },
    {
      kind: 'heartbeats',
      there: of('heartbeats').length,
      read: (await kept.heartbeats.listHeartbeats()).length,
    },
    ...(await readParts(kept, of)),
    { kind: 'sweeps', there: some('sweeps'), read: one(await kept.sweeps.readLatestSweep()) },
    {
      kind: 'sweep',
      there: of('sweep').length,
      read: await sum(distinct(of('sweep').map(({ pk }) => String(pk))), async (pk) => {
        return (await kept.sweeps.listOutcomes(pk.slice('sweep#'.length))).length;
      }),
    },
    {
      kind: 'sweep-finished',
      there: some('sweep-finished'),
      read: one(await kept.sweeps.readLastFinished()),
    },
    { kind: 'roll', there: listed.length, read: roll?.active.size ?? 0 },
    { kind: 'baseline', there: some('baseline'), read: one(await kept.baseline.acceptedAt()) },
    { kind: 'rounds', there: some('rounds'), read: one(await kept.rounds.readLatestRound()) },
    {
      kind: 'round',
      there: own.length,
      read: await sum(own, async (id) => one(await kept.rounds.readRound(id))),
    },
  ];
}

/**
 * Reads every row that this version's functions ever read, through its stores, from the DynamoDB of the environment.
 * Throws where a function would.
 */
export async function readRows(
  tables: Tables,
  environment: Parameters<typeof dynamoStores>[0],
): Promise<readonly Reading[]> {
  const kept = dynamoStores(environment);
  return (
    await Promise.all([
      readIssues(kept, tables),
      readIncidents(kept, tables),
      readFacts(kept, tables),
      readRounds(kept, tables),
    ])
  ).flat();
}

/**
 * What this version's function of that short name makes of a message: its fields as they were read, or what is decided
 * about an event. Throws for what ends in the dead-letter queue.
 */
export function readMessage(reader: string, body: unknown): unknown {
  switch (reader) {
    case 'evaluate': {
      const requests = readRequests(body);
      return requests?.length === 1 ? requests[0] : (requests ?? readEvent(body));
    }
    case 'inspectDestinations':
      return readInspectionRequest(body);
    case 'recordHeartbeats':
      return readHeartbeat(body, instant(0));
    case 'reportToJira':
    case 'reportToSlack':
      return readPendingReport(body);
    default:
      throw new Error(`No function ${reader} reads a queue.`);
  }
}

/** How many findings a record of the issue table's stream has, and how many of them this version reads. */
export function readStreamRecord(record: unknown): Reading {
  const { dynamodb } = record as { readonly dynamodb?: Readonly<Record<string, unknown>> };
  const images = [dynamodb?.['OldImage'], dynamodb?.['NewImage']].flatMap((image) =>
    image === undefined ? [] : [unmarshall(image as Record<string, AttributeValue>)],
  );
  const total = (counts: readonly number[]): number => counts.reduce((all, one) => all + one, 0);
  return {
    kind: 'stream',
    there: total(images.map(findingsIn)),
    read: total(images.map((image) => decodeIssue(image)?.findings.size ?? 0)),
  };
}
