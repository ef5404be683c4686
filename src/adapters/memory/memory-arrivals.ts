import type { Arrival, Arrivals } from '#ports/arrivals.ts';

/** The last StartLogging event of every account and Region, in memory. */
export function memoryArrivals(): Arrivals {
  const last = new Map<string, Arrival>();
  return {
    async noteArrival(arrival) {
      last.set(`${arrival.account} ${arrival.region}`, arrival);
    },
    listArrivals: async (account) => [...last.values()].filter((arrival) => arrival.account === account),
  };
}
