import { simulateOrganization } from './simulate-organization.ts';

/** Every operation the simulated organization answers, as `service:Operation`, sorted; the docs print it. */
export const operations: readonly string[] = simulateOrganization({
  readRoleName: 'reader',
  world: { regions: ['us-east-1'], accounts: [{ id: '111111111111', name: 'nobody' }] },
  clock: { now: () => 0 },
  deliver: () => undefined,
}).operations.toSorted();
