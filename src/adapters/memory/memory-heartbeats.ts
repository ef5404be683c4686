import type { Heartbeat, Heartbeats } from '#ports/heartbeats.ts';

/** The last heartbeats in memory. */
export function memoryHeartbeats(): Heartbeats {
  const beats = new Map<string, Heartbeat>();
  return {
    async keepHeartbeat(beat) {
      const key = `${beat.account}#${beat.region}`;
      const known = beats.get(key);
      if (known === undefined || known.at < beat.at) beats.set(key, beat);
    },
    listHeartbeats: async () => [...beats.values()],
    listHeartbeatsOf: async (account) => [...beats.values()].filter((beat) => beat.account === account),
  };
}
