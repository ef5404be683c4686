import type { Dependency } from '#domain/facts/dependency.ts';
import type { LogDestination } from '#domain/facts/log-destination.ts';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { CauseKey, FindingKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import { isWide, parseIncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { Press } from '#ports/answers.ts';

/** The key of a row of the state table. */
export interface StateKey {
  readonly pk: string;
  readonly sk: string;
}

/** Partitions for the members of a wide incident, so that a storm is not limited by the throughput of one. */
const memberPartitions = 8;

/** The partition of an account's memories. */
export const memoryPartition = (account: AccountId): string => `seen#${account}`;

/** The memory of an account and Region. */
export const memoryKey = (account: AccountId, region: Region): StateKey => ({
  pk: memoryPartition(account),
  sk: region,
});

/** An incident; its events and receipts are in the same partition. */
export const incidentKey = (id: IncidentId): StateKey => ({ pk: `incident#${id}`, sk: 'incident' });

/** A call that is a cause in an incident, by event id. */
export const eventKey = (id: IncidentId, eventId: string): StateKey => ({
  pk: `incident#${id}`,
  sk: `event#${eventId}`,
});

/** The receipt of an incident at one destination. */
export const receiptKey = (id: IncidentId, destination: string): StateKey => ({
  pk: `incident#${id}`,
  sk: `receipt#${destination}`,
});

/** The partitions that hold an incident: one, or nine for a wide one. */
export function incidentPartitions(id: IncidentId): readonly [string, ...string[]] {
  const indexes = Array.from({ length: isWide(id) ? memberPartitions : 0 }, (_, index) => index);
  return [incidentKey(id).pk, ...indexes.map((index) => `members#${id}#${index}`)];
}

/** The incident whose rows a partition holds; undefined for every other partition. */
export function incidentIn(pk: unknown): IncidentId | undefined {
  const [kind, id] = String(pk).split('#');
  return kind === 'incident' || kind === 'members' ? parseIncidentId(id) : undefined;
}

/** A finding as a member of its incident. */
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

/** The failure of the last inspection of a bucket or key. */
export const failedInspectionKey = (destination: LogDestination): StateKey => ({
  pk: `destination#${logDestinationKey(destination)}`,
  sk: 'failed',
});

/** The partition of an account's event data stores. */
export const lakePartition = (account: AccountId): string => `lake#${account}`;

/** The event data stores of an account and Region. */
export const lakeKey = (account: AccountId, region: Region): StateKey => ({
  pk: lakePartition(account),
  sk: region,
});

/** The claim that assigns an incident to a cause. */
export const causeClaimKey = (cause: CauseKey): StateKey => ({ pk: `cause#${cause}`, sk: 'claim' });

/** The claim that assigns an incident to one session's calls of one name. */
export const sessionClaimKey = (session: string, eventName: string): StateKey => ({
  pk: `session#${session}|${eventName}`,
  sk: 'claim',
});

/** A call that failed, or whose effect was never observed. */
export const attemptKey = (account: string, at: string, eventId: string): StateKey => ({
  pk: `attempts#${account}`,
  sk: `${at}#${eventId}`,
});

/** A failed call, ordered by time within the partition of its account and actor. */
export const countedKey = (account: AccountId, actor: string, at: string): StateKey => ({
  pk: `counted#${account}#${actor}`,
  sk: at,
});

/** The claim that assigns a burst to an actor's failed calls in an account. */
export const burstClaimKey = (account: AccountId, actor: string): StateKey => ({
  pk: `bursting#${account}#${actor}`,
  sk: 'claim',
});

/** A burst of failed calls; its receipts are in the same partition, like those of an incident. */
export const burstKey = (id: IncidentId): StateKey => ({ pk: `incident#${id}`, sk: 'burst' });

/** The partition of a test alert and its receipts. */
export const testPartition = (id: IncidentId): string => incidentKey(id).pk;

/** A test alert; its check of a member account (`look`); or its result at a destination (`outcome#<destination>`). */
export const testKey = (id: IncidentId, part?: 'look' | `outcome#${string}`): StateKey => ({
  pk: testPartition(id),
  sk: part === undefined ? 'test' : `test-${part}`,
});

/** The partition of the last StartLogging events of an account. */
export const arrivalPartition = (account: AccountId): string => `arrivals#${account}`;

/** The last StartLogging event of an account and Region. */
export const arrivalKey = (account: AccountId, region: string): StateKey => ({
  pk: arrivalPartition(account),
  sk: region,
});

/** Partitions of the list of open places, so that a storm is not limited by the throughput of one. */
export const openPlacePartitions = 8;

/** The partition of open places with this index, from 0. */
export const openPlacePartition = (index: number): string => `open#${index}`;

/** An account and Region with an open issue. */
export const openPlaceKey = (account: AccountId, region: Region): StateKey => ({
  pk: openPlacePartition(Number(account.slice(-3)) % openPlacePartitions),
  sk: `${account}#${region}`,
});

/** The claim of the next wave of looks at the dependents of a resource. */
export const waveKey = ({ kind, id }: Dependency): StateKey => ({ pk: `wave#${kind}#${id}`, sk: 'claim' });

/** Looks that were asked for at one moment, ordered by it. */
export const askedKey = (at: string): StateKey => ({ pk: 'asked', sk: at });

/** Partitions of the index of incidents that are not closed. */
export const livingPartitions = 8;

/** The partition of living incidents with this index, from 0. */
export const livingPartition = (index: number): string => `living#${index}`;

/** An incident that is not closed. */
export function livingKey(id: IncidentId): StateKey {
  // Ids are lower-case letters, digits and dashes; the last of a UUID is a hexadecimal digit.
  const digit = Number.parseInt(id.slice(-1), 16) || 0;
  return { pk: livingPartition(digit % livingPartitions), sk: id };
}

/** The partition of the last heartbeats of all accounts and Regions. */
export const heartbeatPartition = 'heartbeats';

/** The last heartbeat of an account and Region. */
export const heartbeatKey = (account: AccountId, region: Region): StateKey => ({
  pk: heartbeatPartition,
  sk: `${account}#${region}`,
});

/** The partition of all sweeps, ordered by id, which is the time of the request. */
export const sweepPartition = 'sweeps';

/** A sweep by its id. */
export const sweepKey = (id: string): StateKey => ({ pk: sweepPartition, sk: id });

/** The last sweep in which every account was evaluated. */
export const finishedSweepKey: StateKey = { pk: 'sweep-finished', sk: 'last' };

/** The outcome of an account in a sweep. */
export const outcomeKey = (id: string, account: AccountId): StateKey => ({ pk: `sweep#${id}`, sk: account });

/** The partition of the organization's accounts, a thousand per row. */
export const rollPartition = 'roll';

/** The moment at which the baseline was accepted. */
export const baselineKey: StateKey = { pk: 'baseline', sk: 'accepted' };

/** A round of reports: the daily ones share a partition, ordered by day; every other has a partition of its own. */
export const roundKey = (id: string): StateKey => ({
  pk: id.startsWith('report-') ? 'rounds' : `round#${id}`,
  sk: id,
});

/** The partition of the last checks of the parts in all accounts. */
export const partsPartition = 'parts';

/** The last check of the parts in an account. */
export const partsKey = (account: AccountId): StateKey => ({ pk: partsPartition, sk: account });

/** The last run that asked for looks at parts. */
export const partsAskedKey: StateKey = { pk: 'centre', sk: 'parts-asked' };

/** The deviations of the centre's rules that the last look found. */
export const centralGapsKey: StateKey = { pk: 'centre', sk: 'gaps' };

/** The partition of the member templates that were deployed. */
export const templatePartition = 'templates';

/** A member template that was deployed, by its digest. */
export const templateKey = (id: string): StateKey => ({ pk: templatePartition, sk: id });

/** The partition of everything that people accepted at run time, ordered by account. */
export const acceptancePartition = 'accepted';

/** What people accepted of one account in one incident. */
export const acceptanceKey = (account: AccountId, incident: IncidentId): StateKey => ({
  pk: acceptancePartition,
  sk: `${account}#${incident}`,
});

/** What a person answered to an incident, in the incident's partition. */
export const answerKey = (id: IncidentId, answer: string): StateKey => ({
  pk: `incident#${id}`,
  sk: `answer#${answer}`,
});

/** That a press of a button has had its reply, in the incident's partition. */
export const replyKey = ({ incident, action, person, at }: Press): StateKey => ({
  pk: `incident#${incident}`,
  sk: `replied#${action}#${person.id}#${at}`,
});

/** The partition of the dead letters that people dropped, ordered by time. */
export const droppedPartition = 'dropped';

/** A dead letter that a person dropped at this moment. */
export const droppedKey = (at: string, id: string): StateKey => ({ pk: droppedPartition, sk: `${at}#${id}` });
