import type { LogDestination } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { CauseKey, FindingKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { parseIncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';

/** The key of a row of the state table. */
export interface StateKey {
  readonly pk: string;
  readonly sk: string;
}

/** Members of a wide incident lie in this many partitions, so that a storm is not limited by a single one. */
const memberPartitions = 8;

/** Where what was seen of an account lies. */
export const memoryPartition = (account: AccountId): string => `seen#${account}`;

/** What was seen of an account and Region, last time. */
export const memoryKey = (account: AccountId, region: Region): StateKey => ({
  pk: memoryPartition(account),
  sk: region,
});

/** The incident itself; its events and receipts lie beside it. */
export const incidentKey = (id: IncidentId): StateKey => ({ pk: `incident#${id}`, sk: 'incident' });

/** A call that is a cause in an incident. */
export const eventKey = (id: IncidentId, eventId: string): StateKey => ({
  pk: `incident#${id}`,
  sk: `event#${eventId}`,
});

/** What was told of an incident in one place. */
export const receiptKey = (id: IncidentId, destination: string): StateKey => ({
  pk: `incident#${id}`,
  sk: `receipt#${destination}`,
});

const wideMark = 'wide-';

/** The id of an incident that can have thousands of members: those lie in partitions of their own. */
export const wideId = (id: IncidentId): IncidentId => `${wideMark}${id}` as IncidentId;

/** Whether an incident's members lie in partitions of their own; the id tells, so that nobody has to ask. */
export const isWide = (id: IncidentId): boolean => id.startsWith(wideMark);

/** The partitions that hold an incident: one for most, so that telling it costs one read. */
export function incidentPartitions(id: IncidentId): readonly [string, ...string[]] {
  const indexes = Array.from({ length: isWide(id) ? memberPartitions : 0 }, (_, index) => index);
  return [incidentKey(id).pk, ...indexes.map((index) => `members#${id}#${index}`)];
}

/** The incident whose rows lie in a partition; undefined for every other partition. */
export function incidentIn(pk: unknown): IncidentId | undefined {
  const [kind, id] = String(pk).split('#');
  return kind === 'incident' || kind === 'members' ? parseIncidentId(id) : undefined;
}

/** A finding as a part of its incident. */
export function memberKey(id: IncidentId, account: AccountId, region: Region, key: FindingKey): StateKey {
  const pk = isWide(id)
    ? `members#${id}#${Number(account.slice(-3)) % memberPartitions}`
    : incidentKey(id).pk;
  return { pk, sk: `member#${account}#${region}#${key}` };
}

/** A bucket or key as it was last found. */
export const destinationRowKey = (destination: LogDestination): StateKey => ({
  pk: `destination#${logDestinationKey(destination)}`,
  sk: 'found',
});

/** Why the last try to inspect a bucket or key came to no result. */
export const failedInspectionKey = (destination: LogDestination): StateKey => ({
  pk: `destination#${logDestinationKey(destination)}`,
  sk: 'failed',
});

/** Where the event data stores of an account lie. */
export const lakePartition = (account: AccountId): string => `lake#${account}`;

/** The event data stores of an account and Region. */
export const lakeKey = (account: AccountId, region: Region): StateKey => ({
  pk: lakePartition(account),
  sk: region,
});

/** Which incident stands for a cause. */
export const causeClaimKey = (cause: CauseKey): StateKey => ({ pk: `cause#${cause}`, sk: 'claim' });

/** Which incident stands for one session's calls of one name. */
export const sessionClaimKey = (session: string, eventName: string): StateKey => ({
  pk: `session#${session}|${eventName}`,
  sk: 'claim',
});

/** A call that changed nothing, or whose effect never showed. */
export const attemptKey = (account: string, at: string, eventId: string): StateKey => ({
  pk: `attempts#${account}`,
  sk: `${at}#${eventId}`,
});

/** A failed call on what is watched, in the order of time among those of its actor. */
export const countedKey = (account: AccountId, actor: string, at: string): StateKey => ({
  pk: `counted#${account}#${actor}`,
  sk: at,
});

/** Which burst stands for what an actor tries. */
export const burstClaimKey = (account: AccountId, actor: string): StateKey => ({
  pk: `bursting#${account}#${actor}`,
  sk: 'claim',
});

/** A burst of failed calls; its receipts lie where those of an incident do. */
export const burstKey = (id: IncidentId): StateKey => ({ pk: `incident#${id}`, sk: 'burst' });

/** Where everything lies that is known of a test alert; its receipts lie where those of an incident do. */
export const testPartition = (id: IncidentId): string => incidentKey(id).pk;

/** A test alert itself, what was seen of a member for it (`look`), or how it was told (`outcome#<destination>`). */
export const testKey = (id: IncidentId, part?: 'look' | `outcome#${string}`): StateKey => ({
  pk: testPartition(id),
  sk: part === undefined ? 'test' : `test-${part}`,
});

/** Where the last StartLogging of an account's Regions lie. */
export const arrivalPartition = (account: AccountId): string => `arrivals#${account}`;

/** The last StartLogging that came of an account and Region. */
export const arrivalKey = (account: AccountId, region: string): StateKey => ({
  pk: arrivalPartition(account),
  sk: region,
});

/** Open places lie in this many partitions, so that a storm is not limited by a single one. */
export const openPlacePartitions = 8;

/** The partition of open places with this index. */
export const openPlacePartition = (index: number): string => `open#${index}`;

/** An account and Region where something is open. */
export const openPlaceKey = (account: AccountId, region: Region): StateKey => ({
  pk: openPlacePartition(Number(account.slice(-3)) % openPlacePartitions),
  sk: `${account}#${region}`,
});

/** Where the last heartbeats of all accounts and Regions lie. */
export const heartbeatPartition = 'heartbeats';

/** The last heartbeat of an account and Region. */
export const heartbeatKey = (account: AccountId, region: Region): StateKey => ({
  pk: heartbeatPartition,
  sk: `${account}#${region}`,
});

/** Where all sweeps lie, in the order in which they were asked for. */
export const sweepPartition = 'sweeps';

/** A sweep. */
export const sweepKey = (id: string): StateKey => ({ pk: sweepPartition, sk: id });

/** The last sweep in which every account was looked at. */
export const finishedSweepKey: StateKey = { pk: 'sweep-finished', sk: 'last' };

/** What became of an account in a sweep. */
export const outcomeKey = (id: string, account: AccountId): StateKey => ({ pk: `sweep#${id}`, sk: account });

/** Where the organization's accounts lie, a thousand to a row. */
export const rollPartition = 'roll';

/** Whether the baseline was accepted. */
export const baselineKey: StateKey = { pk: 'baseline', sk: 'accepted' };

/** Where the daily rounds of reports lie, by day; others have a partition of their own. */
export const roundKey = (id: string): StateKey => ({
  pk: id.startsWith('report-') ? 'rounds' : `round#${id}`,
  sk: id,
});

/** Where the last check of every account's forwarding lies. */
export const forwardingPartition = 'forwarding';

/** What the last check of an account's forwarding found. */
export const forwardingKey = (account: AccountId): StateKey => ({ pk: forwardingPartition, sk: account });
