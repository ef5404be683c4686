import { AccountClient, paginateListRegions } from '@aws-sdk/client-account';
import {
  CloudTrailClient,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
} from '@aws-sdk/client-cloudtrail';
import type { EventSelectors } from '#domain/facts/event-selectors.ts';
import type { Observation, Sight, TrailSight } from '#domain/facts/observation.ts';
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
import type { Pace } from './pace.ts';
import { pace } from './pace.ts';
import { sight } from './refusals.ts';

/** What the observer is made of. */
export interface ObserverParts {
  readonly assume: AssumeReadRole;
  readonly clock: Clock;
  /** The Region for the Account API, whose endpoint is global. */
  readonly region: string;
}

/** The connections that all clients of this process share, so that a new account costs no new sockets. */
type Connections = CloudTrailClient['config']['requestHandler'];

/** A visit's signed-in side: clients with the account's credentials, one set of connections. */
interface Session {
  readonly account: AccountId;
  readonly readOwnersStatus: ReadOwnersStatus;
  readonly settings: { readonly requestHandler: Connections; readonly credentials: AccountCredentials };
  /** Selectors are the same from everywhere: asked for once per trail. */
  readonly selectors: Map<TrailArn, Promise<Sight<EventSelectors>>>;
  readonly turns: Map<Region, Pace>;
  /** Making a client costs more than calling with it. */
  readonly clients: Map<Region, CloudTrailClient>;
}

/** CloudTrail answers ten reads a second per account and Region (CloudTrail user guide, quotas); some are left to others. */
const readsPerSecond = 8;
/** One more than usual: throttling passes, and a whole account is looked at again for each that does not. */
const maxAttempts = 4;

/** The client for a Region, once it is our turn to ask there. */
async function cloudTrail(session: Session, region: Region): Promise<CloudTrailClient> {
  const turn = session.turns.get(region) ?? pace(readsPerSecond);
  session.turns.set(region, turn);
  await turn();
  const settings = { ...clientDefaults, ...session.settings, maxAttempts, region };
  const client = session.clients.get(region) ?? new CloudTrailClient(settings);
  session.clients.set(region, client);
  return client;
}

function statusOf(session: Session, trail: Trail, region: Region): Promise<Sight<TrailStatus>> {
  return sight('cloudtrail:GetTrailStatus', async () =>
    // The ARN, because a shadow or organization trail has no name here.
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

async function lookAt(session: Session, trail: Trail, region: Region): Promise<TrailSight> {
  const foreign = trail.owner !== session.account;
  const word = foreign ? await session.readOwnersStatus(trail, region) : undefined;
  // Awaited together: a failure of one must not leave the other's unheard, which would end the process.
  const [status, selectors] = await Promise.all([
    word ? ({ kind: 'seen', value: word } as const) : statusOf(session, trail, region),
    trail.customSelectors ? selectorsOf(session, trail) : undefined,
  ]);
  return { trail, status, selectors, secondHand: foreign && word === undefined };
}

async function listTrails(session: Session, region: Region): Promise<Sight<readonly TrailSight[]>> {
  const list = await sight('cloudtrail:DescribeTrails', async () =>
    (await cloudTrail(session, region)).send(new DescribeTrailsCommand({})),
  );
  if (list.kind === 'unreadable') return list;
  const trails = (list.value.trailList ?? []).flatMap((answer) => trailFrom(answer) ?? []);
  return { kind: 'seen', value: await Promise.all(trails.map((trail) => lookAt(session, trail, region))) };
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

/** Looks at accounts through their read role and the CloudTrail API. */
export function cloudTrailObserver(parts: ObserverParts): TrailObserver {
  const requestHandler = new CloudTrailClient({ ...clientDefaults, region: parts.region }).config
    .requestHandler;
  return {
    visitAccount: (account, readOwnersStatus) => visit(parts, requestHandler, account, readOwnersStatus),
  };
}

function visit(
  parts: ObserverParts,
  requestHandler: Connections,
  account: AccountId,
  readOwnersStatus: ReadOwnersStatus,
): AccountVisit {
  let signedIn: Promise<Sight<Session>> | undefined;
  async function signIn(): Promise<Sight<Session>> {
    const role = await sight('sts:AssumeRole', () => parts.assume(account));
    if (role.kind === 'unreadable') return role;
    const settings = { requestHandler, credentials: role.value };
    const maps = { selectors: new Map(), turns: new Map(), clients: new Map() };
    return { kind: 'seen', value: { account, readOwnersStatus, settings, ...maps } };
  }
  const session = () => (signedIn ??= signIn());
  return {
    async listRegions() {
      const signed = await session();
      return signed.kind === 'seen' ? listRegions(signed.value, parts.region) : signed;
    },
    async observeRegion(region): Promise<Observation> {
      const at = parts.clock.now();
      const signed = await session();
      return {
        account,
        region,
        at,
        trails: signed.kind === 'seen' ? await listTrails(signed.value, region) : signed,
      };
    },
  };
}
