import type { World } from '#simulators/organization/world.ts';
import type { Ran, ToolRun } from '#test/given/run-tool.ts';
import { runTool } from '#test/given/run-tool.ts';
import type { SimulatedAws } from '#test/given/simulated-aws.ts';

export type { Ran };

export const home = 'eu-west-1';
export const management = '500000000000';
export const archive = '500000000001';
/** The read role that the simulated organization knows. */
export const roleName = 'trailwarden-read';

/** The seventeen Regions that every account has. */
const regions = [
  ...['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'ca-central-1', 'sa-east-1'],
  ...['eu-central-1', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'eu-north-1'],
  ...['ap-south-1', 'ap-southeast-1', 'ap-southeast-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3'],
];

const id = (index: number): string => String(500_000_000_000 + index);
const ownTrail = (index: number) => ({
  name: 'own',
  accountId: id(index),
  homeRegion: home,
  multiRegion: true,
  bucket: `logs-of-${id(index)}`,
});

/** An organization of `count` accounts in seventeen Regions: one organization trail, and an own trail in every fifth. */
export function organizationOf(count: number, changes: Partial<World> = {}): World {
  const own = Array.from({ length: count }, (_, index) => index).filter((index) => index % 5 === 2);
  return {
    organization: { id: 'o-exampleorg', managementAccountId: management },
    regions,
    accounts: Array.from({ length: count }, (_, index) => ({
      id: id(index),
      name: index === 0 ? 'management' : index === 1 ? 'log archive' : `account ${index}`,
    })),
    trails: [
      {
        name: 'everything',
        accountId: management,
        homeRegion: home,
        multiRegion: true,
        organization: true,
        bucket: 'all-logs',
      },
      ...own.map(ownTrail),
    ],
    buckets: [
      { name: 'all-logs', accountId: archive, region: home },
      ...own.map((index) => ({ name: `logs-of-${id(index)}`, accountId: id(index), region: home })),
    ],
    ...changes,
  };
}

/** Runs `trailwarden scan` as a person of `account` against the simulated organization. */
export function scan(
  aws: SimulatedAws,
  args: readonly string[],
  more: Omit<ToolRun, 'env'> & { readonly account?: string } = {},
): Promise<Ran> {
  const { account = management, ...how } = more;
  const identity = { kind: 'role', role: 'Auditor', session: 'anna' } as const;
  const credentials = aws.organization.credentials({ accountId: account, identity });
  const env = {
    AWS_ENDPOINT_URL: aws.as(account).endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
  };
  return runTool(['scan', ...args], { ...how, env });
}
