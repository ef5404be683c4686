import { AccountClient, paginateListRegions } from '@aws-sdk/client-account';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import type { Observation, Sight, TrailSight } from '#domain/facts/observation.ts';
import { selectorsOrOwners } from '#domain/facts/observation.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import type { Clock } from '#ports/clock.ts';
import type { AccountVisit, ReadOwnersStatus, TrailObserver } from '#ports/trail-observer.ts';
import type { AccountCredentials, AssumeReadRole } from './assumed-roles.ts';
import { clientDefaults } from './clients.ts';
import { selectorsFrom, statusFrom, trailFrom } from './cloud-trail-answers.ts';
import type { PaceOf } from './pace.ts';
import { pacePerPlace } from './pace.ts';
import { isSessionUnknown, sight } from './refusals.ts';
import { serviceLinkedChannels } from './service-linked-channels.ts';

/** Credentials, clock and Region of the observer. */
export interface ObserverParts {
  readonly assume: AssumeReadRole;
  readonly clock: Clock;
  /** The Region for the Account API, whose endpoint is global. */
  readonly region: string;
  /** The pace of the calls, where other readers share it; by default every visit has a pace of its own. */
  readonly turnOf?: PaceOf | undefined;
}

/** The connection pool that all clients of this process share, so that a new account opens no new sockets. */
type Connections = CloudTrailClient['config']['requestHandler'];

/** State of one visit after AssumeRole: credentials, and clients and results that are made once per visit. */
interface Session {
  readonly account: AccountId;
  readonly readOwnersStatus: ReadOwnersStatus;
  readonly settings: { readonly requestHandler: Connections; readonly credentials: AccountCredentials };
  /** GetEventSelectors results by trail; read once, because they are the same in every Region. */
  readonly selectors: Map<TrailArn, Promise<Sight<EventSelectors>>>;
  readonly turnOf: PaceOf;
  /** Clients by Region, because creating a client takes longer than one call. */
  readonly clients: Map<Region, CloudTrailClient>;
}

/** CloudTrail allows ten reads a second per account and Region (CloudTrail user guide, quotas); two are left to other tools. */
const readsPerSecond = 8;
/** One more than the default, because a call that stays throttled makes the whole account be observed again. */
const maxAttempts = 4;

/** The client for a Region, after waiting until the pace allows another call there. */
async function cloudTrail(session: Session, region: Region): Promise<CloudTrailClient> {
  await session.turnOf(session.account, region)();
  const settings = { ...clientDefaults, ...session.settings, maxAttempts, region };
  const client = session.clients.get(region) ?? new CloudTrailClient(settings);
  session.clients.set(region, client);
  return client;
}

function statusOf(session: Session, trail: Trail, region: Region): Promise<Sight<TrailStatus>> {
  return sight('cloudtrail:GetTrailStatus', async () =>
    // By ARN, because shadow and organization trails cannot be found by name outside their home Region and account.
    statusFrom(
      await (await cloudTrail(session, region)).send(new GetTrailStatusCommand({ Name: trail.arn })),
    ),
  );
}

function selectorsOf(session: Session, trail: Trail): Promise<Sight<EventSelectors>> {
  const asked = session.selectors.get(trail.arn);
  if (asked) return asked;
  const answer = sight('cloudtrail:GetEventSelectors', async () => {
    const client = await cloudTrail(session, trail.homeRegion);
    return selectorsFrom(await client.send(new GetEventSelectorsCommand({ TrailName: trail.arn })));
  });
  session.selectors.set(trail.arn, answer);
  return answer;
}

async function observeTrail(session: Session, trail: Trail, region: Region): Promise<TrailSight> {
  const foreign = trail.owner !== session.account;
  const told = foreign ? await session.readOwnersStatus(trail, region) : undefined;
  // Awaited together: otherwise a second failure would be an unhandled rejection, which ends the process.
  const [status, selectors] = await Promise.all([
    told ? ({ kind: 'seen', value: told.status } as const) : statusOf(session, trail, region),
    trail.customSelectors ? selectorsOf(session, trail) : undefined,
  ]);
  return {
    trail,
    status,
    selectors: selectorsOrOwners(selectors, told?.recorded),
    secondHand: foreign && told === undefined,
  };
}

async function listTrails(session: Session, region: Region): Promise<Sight<readonly TrailSight[]>> {
  const list = await sight('cloudtrail:DescribeTrails', async () =>
    (await cloudTrail(session, region)).send(new DescribeTrailsCommand({})),
  );
  if (list.kind === 'unreadable') return list;
  const trails = (list.value.trailList ?? []).flatMap((answer) => trailFrom(answer) ?? []);
  return {
    kind: 'seen',
    value: await Promise.all(trails.map((trail) => observeTrail(session, trail, region))),
  };
}

function listRegions(session: Session, region: string): Promise<Sight<readonly Region[]>> {
  const client = new AccountClient({ ...clientDefaults, ...session.settings, region });
  const enabled = { RegionOptStatusContains: ['ENABLED' as const, 'ENABLED_BY_DEFAULT' as const] };
  return sight('account:ListRegions', async () => {
    const found: Region[] = [];
    for await (const page of paginateListRegions({ client }, enabled)) {
      found.push(...(page.Regions ?? []).flatMap(({ RegionName }) => parseRegion(RegionName) ?? []));
    }
    return found;
  });
}

/** Whether the trails were listed and none of them logs. */
function logsNothing(trails: Sight<readonly TrailSight[]>): boolean {
  if (trails.kind === 'unreadable') return false;
  return trails.value.every(({ status }) => status.kind === 'seen' && !status.value.logging);
}

/** Observes accounts through their read role and the CloudTrail API. */
export function cloudTrailObserver(parts: ObserverParts): TrailObserver {
  const requestHandler = new CloudTrailClient({ ...clientDefaults, region: parts.region }).config
    .requestHandler;
  // An event, a look-again and the sweep may look at one account at the same time.
  const shared = { requestHandler, turnOf: parts.turnOf ?? pacePerPlace(readsPerSecond) };
  return {
    visitAccount: (account, readOwnersStatus) => visit(parts, shared, account, readOwnersStatus),
  };
}

function visit(
  parts: ObserverParts,
  { requestHandler, turnOf }: { readonly requestHandler: Connections; readonly turnOf: PaceOf },
  account: AccountId,
  readOwnersStatus: ReadOwnersStatus,
): AccountVisit {
  let signedIn: Promise<Sight<Session>> | undefined;
  let renewed: Promise<Sight<Session>> | undefined;
  async function signIn(notAccepted?: AccountCredentials): Promise<Sight<Session>> {
    const role = await sight('sts:AssumeRole', () => parts.assume(account, notAccepted));
    if (role.kind === 'unreadable') return role;
    const settings = { requestHandler, credentials: role.value };
    const kept = { selectors: new Map(), clients: new Map() };
    return { kind: 'seen', value: { account, readOwnersStatus, settings, turnOf, ...kept } };
  }
  const session = () => (signedIn ??= signIn());
  /** Reads with the visit's session; once in a visit with a new one, if AWS does not know it any more. */
  async function read<Answer>(ask: (session: Session) => Promise<Sight<Answer>>): Promise<Sight<Answer>> {
    const signed = await session();
    if (signed.kind === 'unreadable') return signed;
    const answer = await ask(signed.value);
    if (answer.kind === 'seen' || !isSessionUnknown(answer.why)) return answer;
    renewed ??= signIn(signed.value.settings.credentials);
    const again = await renewed;
    return again.kind === 'seen' ? ask(again.value) : again;
  }
  return {
    listRegions: () => read((signed) => listRegions(signed, parts.region)),
    async observeRegion(region): Promise<Observation> {
      const at = parts.clock.now();
      const trails = await read((signed) => listTrails(signed, region));
      const signed = logsNothing(trails) ? await session() : undefined;
      const channels =
        signed?.kind === 'seen'
          ? await serviceLinkedChannels(() => cloudTrail(signed.value, region))
          : undefined;
      return { account, region, at, trails, channels };
    },
  };
}
