import { spawnSync } from 'node:child_process';

/** Milliseconds until an empty Node has come and gone, on a machine of 2026 that has nothing else to do. */
const quietMs = 40;

function startOfNode(): number {
  const begun = performance.now();
  spawnSync(process.execPath, ['-e', '']);
  return performance.now() - begun;
}

/**
 * How many times as long as on a quiet machine things take on this one at this moment, by real time; at least 1. What is
 * promised in seconds is held against that many times as much, because CI may be slow, and busy with other work.
 */
export function slowness(): number {
  const starts = Array.from({ length: 5 }, startOfNode).toSorted((one, other) => one - other);
  return Math.max(1, (starts[2] ?? 0) / quietMs);
}
