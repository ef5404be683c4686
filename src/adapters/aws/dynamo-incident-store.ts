import type { DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { CauseKey } from '#domain/findings/finding.ts';
import type { IncidentClaim } from '#domain/issues/claim-incident.ts';
import { decideClaim } from '#domain/issues/claim-incident.ts';
import { isOpenFinding } from '#domain/issues/tracked-finding.ts';
import type { Incident, IncidentView, Member } from '#domain/issues/incident.ts';
import { wideId } from '#domain/issues/incident-id.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { parseRegion } from '#domain/values/region.ts';
import { TriggerJson } from '#adapters/wire/trigger-schema.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import { answersFrom } from '#adapters/wire/answer-codec.ts';
import { decodeFindings } from '#adapters/wire/finding-codec.ts';
import type { Row } from './rows.ts';
import { readPartition, readRow, toItem, writeTogether } from './rows.ts';
import {
  causeClaimKey,
  incidentKey,
  incidentPartitions,
  livingKey,
  sessionClaimKey,
} from '#adapters/wire/state-keys.ts';

/** The state table that holds incidents, and the generator of new ids. */
export interface IncidentStoreParts {
  readonly client: DynamoDBClient;
  readonly stateTable: string;
  readonly newId: () => IncidentId;
}

const maxAttempts = 8;
/** Seconds until the claim of a session expires: a day, of which a minute counts. */
const sessionKeptFor = 24 * 3600;

const id = z.string().transform((text) => parseIncidentId(text));
const incidentRow = z.object({
  id,
  cause: z.string(),
  openedAt: z.number(),
  previous: id.optional(),
  standing: z.boolean().optional(),
  recurring: z.boolean().optional(),
});
const claimRow = z.object({ incident: id, firstAt: z.number().optional() });

function memberFrom(row: Row): Member[] {
  const account = parseAccountId(row['account']);
  const region = parseRegion(row['region']);
  const [finding] = decodeFindings([row['finding']]);
  return account && region && finding ? [{ account, region, finding }] : [];
}

function incidentFrom(row: Row | undefined): Incident | undefined {
  const read = incidentRow.safeParse(row);
  if (!read.success || !read.data.id) return undefined;
  const { id: own, cause, openedAt, previous, standing, recurring } = read.data;
  return {
    id: own,
    cause: cause as CauseKey,
    openedAt: openedAt as Instant,
    previous,
    preexisting: standing,
    recurring,
  };
}

function eventsFrom(rows: readonly Row[]): ReadonlyMap<string, Trigger> {
  const triggers = rows
    .filter((row) => String(row['sk']).startsWith('event#'))
    .flatMap((row) => TriggerJson.safeParse(row['trigger']).data ?? []);
  return new Map(triggers.map((trigger) => [trigger.eventId, trigger]));
}

async function readIncident(
  parts: IncidentStoreParts,
  incident: IncidentId,
): Promise<IncidentView | undefined> {
  const { client, stateTable } = parts;
  const partitions = incidentPartitions(incident).map((value) =>
    readPartition(client, stateTable, { key: 'pk', value }),
  );
  const rows = (await Promise.all(partitions)).flat();
  const row = incidentFrom(rows.find(({ sk }) => sk === 'incident'));
  const members = rows.filter(({ sk }) => String(sk).startsWith('member#')).flatMap(memberFrom);
  return row && { incident: row, members, events: eventsFrom(rows), answers: answersFrom(rows) };
}

/** Members read at first: enough to find an open one in a storm, where nearly all are open. */
const membersAtAGlance = 5;

/**
 * Whether the first few members of a wide incident contain an open one, which spares reading all of it. New harm never
 * joins an incident of the baseline that is held back.
 */
async function isOpenAtAGlance(
  parts: IncidentStoreParts,
  incident: IncidentId,
  { preexisting }: IncidentClaim,
): Promise<boolean> {
  const { client, stateTable } = parts;
  const [, value] = incidentPartitions(incident);
  if (value === undefined) return false;
  const [row, rows] = await Promise.all([
    readRow(client, stateTable, incidentKey(incident)),
    readPartition(client, stateTable, { key: 'pk', value, first: membersAtAGlance }),
  ]);
  const isHeldBack = incidentFrom(row)?.preexisting === true && preexisting !== true;
  return !isHeldBack && rows.flatMap(memberFrom).some(({ finding }) => isOpenFinding(finding));
}

/** A claim row as it was read: its incident, and for a session the time of its first cause. */
interface ClaimRow {
  readonly incident: IncidentId | undefined;
  readonly firstAt: number | undefined;
}

async function claimedIncident(parts: IncidentStoreParts, key: object): Promise<ClaimRow> {
  const read = claimRow.safeParse(await readRow(parts.client, parts.stateTable, key));
  return { incident: read.data?.incident, firstAt: read.data?.firstAt };
}

function putIfUnclaimed(parts: IncidentStoreParts, row: object, held: ClaimRow): TransactWriteItem {
  const isNew = held.incident === undefined;
  return {
    Put: {
      TableName: parts.stateTable,
      Item: toItem(row),
      ConditionExpression: isNew ? 'attribute_not_exists(pk)' : 'incident = :held',
      ...(isNew ? {} : { ExpressionAttributeValues: toItem({ ':held': held.incident }) }),
    },
  };
}

const unclaimed: ClaimRow = { incident: undefined, firstAt: undefined };

/** The writes that open an incident: its row, its place among the living, and the claim of its session. */
function openingWrites(
  parts: IncidentStoreParts,
  { session, at }: IncidentClaim,
  { id, preexisting, ...opens }: Incident,
  ofSession: ClaimRow,
): TransactWriteItem[] {
  const row = { ...incidentKey(id), id, ...opens, standing: preexisting };
  const living = { Put: { TableName: parts.stateTable, Item: toItem({ ...livingKey(id), at }) } };
  const opening = [putIfUnclaimed(parts, row, unclaimed), living];
  if (!session) return opening;
  const key = sessionClaimKey(session.key, session.eventName);
  const expires = Math.trunc(session.at / 1000) + sessionKeptFor;
  const claimed = { ...key, incident: id, firstAt: session.at, expires };
  return [...opening, putIfUnclaimed(parts, claimed, ofSession)];
}

async function tryToClaim(parts: IncidentStoreParts, claim: IncidentClaim): Promise<IncidentId | 'stale'> {
  const key = causeClaimKey(claim.cause);
  const { session } = claim;
  // Read in parallel to save latency before the first message: mostly neither claim exists yet.
  const [held, ofSession] = await Promise.all([
    claimedIncident(parts, key),
    session ? claimedIncident(parts, sessionClaimKey(session.key, session.eventName)) : unclaimed,
  ]);
  if (held.incident && (await isOpenAtAGlance(parts, held.incident, claim))) return held.incident;
  const view = held.incident && (await readIncident(parts, held.incident));
  const { incident: first, firstAt } = ofSession;
  const decision = decideClaim(claim, {
    ofCause: held.incident && { id: held.incident, view },
    ofSession: first !== undefined && firstAt !== undefined ? { incident: first, firstAt } : undefined,
  });
  if ('joins' in decision) return decision.joins;
  const fresh = parts.newId();
  const id =
    'joinsForCause' in decision ? decision.joinsForCause : claim.wide === true ? wideId(fresh) : fresh;
  const writes = 'opens' in decision ? openingWrites(parts, claim, { id, ...decision.opens }, ofSession) : [];
  const claimed = putIfUnclaimed(parts, { ...key, incident: id }, held);
  return (await writeTogether(parts.client, [claimed, ...writes])) === 'applied' ? id : 'stale';
}

/** Incidents in the state table. */
export function dynamoIncidentStore(parts: IncidentStoreParts): IncidentStore {
  return {
    readIncident: (incident) => readIncident(parts, incident),
    async claimIncident(claim) {
      for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
        const incident = await tryToClaim(parts, claim);
        if (incident !== 'stale') return incident;
      }
      throw new Error(`No incident could be claimed for ${claim.cause}: too many writers at once, try again`);
    },
  };
}
