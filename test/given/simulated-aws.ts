import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { onTestFinished } from 'vitest';

import type { Credentials } from '#simulators/organization/credentials.ts';
import type { Identity } from '#simulators/organization/identities.ts';
import type {
  OrganizationOptions,
  SimulatedOrganization,
} from '#simulators/organization/simulate-organization.ts';
import { simulateOrganization } from '#simulators/organization/simulate-organization.ts';
import type { World } from '#simulators/organization/world.ts';
import type { AwsCall } from '#simulators/wire.ts';

export const management = '111111111111';
export const logArchive = '222222222222';
export const member = '333333333333';
export const home = 'eu-west-1';
export const organizationTrail = `arn:aws:cloudtrail:${home}:${management}:trail/everything`;
export const ownTrail = `arn:aws:cloudtrail:eu-central-1:${member}:trail/own`;

/** Three accounts, three Regions, an organization trail and one single-Region trail of the member. */
export const smallWorld: World = {
  organization: { id: 'o-exampleorg', managementAccountId: management },
  regions: ['us-east-1', home, 'eu-central-1'],
  accounts: [
    { id: management, name: 'management' },
    { id: logArchive, name: 'log archive' },
    { id: member, name: 'shop' },
  ],
  trails: [
    {
      name: 'everything',
      accountId: management,
      homeRegion: home,
      multiRegion: true,
      organization: true,
      bucket: 'all-logs',
    },
    { name: 'own', accountId: member, homeRegion: 'eu-central-1', bucket: 'shop-logs' },
  ],
  buckets: [
    { name: 'all-logs', accountId: logArchive, region: home },
    { name: 'shop-logs', accountId: member, region: 'eu-central-1' },
  ],
};

export const person: Identity = { kind: 'role', role: 'Admin', session: 'mallory', mfa: true };

/** A CloudTrail record as tests read it. */
export interface Recorded {
  readonly account: string;
  readonly region: string;
  readonly type: string;
  readonly source: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- events have no fixed shape, and tests name what they expect
  readonly detail: Record<string, any>;
}

/** A running simulation with its clock, its events and real SDK clients. */
export interface SimulatedAws {
  readonly organization: SimulatedOrganization;
  readonly events: Recorded[];
  readonly clock: { now(): number; advance(milliseconds: number): void };
  as(accountId: string, region?: string, identity?: Identity): Clients;
  with(credentials: Credentials, region?: string): Clients;
}

/** One person's SDK clients in one Region. */
export interface Clients {
  readonly cloudTrail: CloudTrailClient;
  readonly sts: STSClient;
  readonly organizations: OrganizationsClient;
  readonly account: AccountClient;
  readonly s3: S3Client;
  readonly endpoint: string;
}

/** Starts `world` behind a server on 127.0.0.1, which ends with the test. */
export async function simulatedAws(
  world: World = smallWorld,
  options: Partial<OrganizationOptions> = {},
): Promise<SimulatedAws> {
  let now = Date.parse('2026-11-21T12:00:00Z');
  const clock = { now: () => now, advance: (milliseconds: number) => void (now += milliseconds) };
  const events: Recorded[] = [];
  const organization = simulateOrganization({
    readRoleName: 'trailwarden-read',
    world,
    clock,
    deliver: (event) => {
      const { account, region, source, 'detail-type': type } = event;
      events.push({
        account,
        region,
        type,
        source,
        detail: structuredClone(event.detail) as Recorded['detail'],
      });
    },
    ...options,
  });
  const endpoint = await serve(organization, options.clock ?? clock);
  const withCredentials = (credentials: Credentials, region = home): Clients => {
    const common = { endpoint, region, credentials, maxAttempts: 1 };
    return {
      cloudTrail: new CloudTrailClient(common),
      sts: new STSClient(common),
      organizations: new OrganizationsClient(common),
      account: new AccountClient(common),
      s3: new S3Client(common),
      endpoint,
    };
  };
  return {
    organization,
    events,
    clock,
    with: withCredentials,
    as: (accountId, region, identity = person) =>
      withCredentials(organization.credentials({ accountId, identity }), region),
  };
}

async function serve(organization: SimulatedOrganization, clock: { now(): number }): Promise<string> {
  const server = createServer((request, response) => {
    void received(request)
      .then((call) => organization.answer(call))
      .then(({ status, headers, body }) => {
        // The SDK takes a date that is another for a clock that is off, and tries refused calls again.
        const date = new Date(clock.now()).toUTCString();
        response.writeHead(status, { ...headers, date }).end(body);
      })
      .catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function received(request: IncomingMessage): Promise<AwsCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const url = new URL(request.url ?? '/', 'http://local');
  const scope = /Credential=([^/]+)\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '');
  const [, accessKeyId = '', region = '', service = ''] = scope ?? [];
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const { method = 'GET' } = request;
  return { service, region, accessKeyId, method, path: url.pathname, query: url.searchParams, headers, body };
}
