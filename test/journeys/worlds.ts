import { home, mallory } from '#local/attacks/people.ts';
import type { World } from '#simulators/organization/world.ts';

export { home, mallory };

/** The ARN of the trail `name` of `account`. */
export const arnOf = (account: string, name = 'main'): string =>
  `arn:aws:cloudtrail:${home}:${account}:trail/${name}`;

/** Accounts, by name, that each have one multi-Region trail `main` with a bucket of its own, in two Regions. */
export function separateAccounts(names: Readonly<Record<string, string>>): World {
  const accounts = Object.entries(names);
  return {
    regions: ['us-east-1', home],
    accounts: accounts.map(([name, id]) => ({ id, name })),
    trails: accounts.map(([name, accountId]) => ({
      name: 'main',
      accountId,
      homeRegion: home,
      multiRegion: true,
      bucket: `logs-of-${name}`,
    })),
    buckets: accounts.map(([name, accountId]) => ({ name: `logs-of-${name}`, accountId, region: home })),
  };
}
