import type { DocumentChanges } from '#local/rehearsal/documents.ts';
import type { World } from '#simulators/organization/world.ts';
import { benchAccounts } from './crowd.ts';

/** The Regions that every account has without asking for more. */
export const defaultRegions: readonly string[] = [
  'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 sa-east-1 eu-north-1 eu-central-1 eu-west-1 eu-west-2',
  'eu-west-3 ap-south-1 ap-southeast-1 ap-southeast-2 ap-northeast-1 ap-northeast-2 ap-northeast-3',
].flatMap((line) => line.split(' '));

/** The home Region of the organization trail and of the accounts' own trails. */
export const stormHome = 'eu-west-1';
/** The number of accounts owned by a team with its own channel and Jira project. */
export const teamSize = 10;
export const organizationTrail = 'everything';
/** Other accounts: some stop their trails before the storm, one a moment before it, the others during it. */
export const strangersBefore = 8;
const strangersIn = 6;

/** An organization under one trail, one team that owns a few of its accounts, and strangers with trails of their own. */
export interface StormWorld {
  readonly management: string;
  readonly accounts: readonly string[];
  readonly team: readonly string[];
  readonly strangers: readonly string[];
  readonly world: World;
  readonly documents: DocumentChanges;
}

/** The organization trail, and a trail of its own in each account outside the organization. */
function trailsOf(management: string, strangers: readonly string[]): World['trails'] {
  return [
    {
      name: organizationTrail,
      accountId: management,
      homeRegion: stormHome,
      bucket: 'all-logs',
      multiRegion: true,
      organization: true,
    },
    ...strangers.map((accountId) => ({
      name: 'main',
      accountId,
      homeRegion: stormHome,
      multiRegion: true,
      bucket: `logs-${accountId}`,
    })),
  ];
}

/** A world of so many accounts in the organization. */
export function stormWorld(size: number): StormWorld {
  const accounts = benchAccounts(size);
  const [management = '', ...members] = accounts;
  const team = members.slice(0, teamSize);
  const strangers = Array.from({ length: strangersBefore + 1 + strangersIn }, (_, index) =>
    String(400_000_000_000 + index),
  );
  const owners = [
    ...team.map((id) => [id, { slack_owner: ['#team-blue'], jira_project: 'BLUE' }] as const),
    ...strangers.map((id) => [id, { slack_owner: ['#strangers'], jira_project: 'AWSSEC' }] as const),
  ];
  const world: World = {
    organization: { id: 'o-exampleorg', managementAccountId: management },
    regions: [...defaultRegions],
    accounts: [
      ...accounts.map((id) => ({ id, name: `account-${id}` })),
      ...strangers.map((id) => ({ id, name: `stranger-${id}`, member: false })),
    ],
    trails: trailsOf(management, strangers),
    buckets: [
      { name: 'all-logs', accountId: management, region: stormHome },
      ...strangers.map((accountId) => ({ name: `logs-${accountId}`, accountId, region: stormHome })),
    ],
  };
  const documents = { owners: { account: Object.fromEntries<object>(owners) } };
  return { management, accounts, team, strangers, world, documents };
}
