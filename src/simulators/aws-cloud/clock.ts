import type { Clock } from '#simulators/wire.ts';

/** A receiver of clock changes outside this process, e.g. a child process with the preload. */
export type Follower = (offset: number) => Promise<void>;

/** The local cloud's time: real time plus an offset that only grows. */
export interface VirtualClock extends Clock {
  /** Milliseconds between real time and this time. */
  readonly offset: number;
  /** Moves to `moment` (no effect when it has passed); resolves when every follower has moved too. */
  jumpTo(moment: number): Promise<void>;
  /** Adds a follower; the returned function removes it. */
  follow(follower: Follower): () => void;
}

/** A clock that shows `startAt` (milliseconds since the epoch; default: real time) now. */
export function createClock(startAt?: number): VirtualClock {
  let offset = startAt === undefined ? 0 : startAt - Date.now();
  const followers = new Set<Follower>();
  const now = (): number => Math.trunc(Date.now() + offset);
  return {
    now,
    get offset() {
      return offset;
    },
    async jumpTo(moment) {
      const distance = moment - now();
      if (distance <= 0) return;
      offset += distance;
      await Promise.all([...followers].map((follower) => follower(offset)));
    },
    follow(follower) {
      followers.add(follower);
      return () => followers.delete(follower);
    },
  };
}
