import { setTimeout } from 'node:timers/promises';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';

/** Resolves when another call may be made. */
export type Pace = () => Promise<void>;

/** Lets at most `perSecond` calls through in any second; further callers wait in order. */
export function pace(perSecond: number): Pace {
  const gap = 1000;
  // Monotonic times at which the last `perSecond` calls were let through.
  const turns: number[] = [];
  return async () => {
    const now = performance.now();
    const oldest = turns.length < perSecond ? -Infinity : (turns[turns.length - perSecond] ?? -Infinity);
    const turn = Math.max(now, oldest + gap);
    turns.push(turn);
    if (turns.length > perSecond) turns.shift();
    if (turn > now) await setTimeout(turn - now);
  };
}

/** The pace of the calls in one account and Region. */
export type PaceOf = (account: AccountId, region: Region) => Pace;

/** Paces kept at once; one that is forgotten only lets its callers ask faster for a second. */
const maxPaces = 2000;

/** A pace for every account and Region of its own, which all readers that are given this share. */
export function pacePerPlace(perSecond: number): PaceOf {
  const paces = new Map<string, Pace>();
  return (account, region) => {
    const key = `${account} ${region}`;
    const known = paces.get(key) ?? pace(perSecond);
    if (paces.size >= maxPaces) paces.clear();
    paces.set(key, known);
    return known;
  };
}
