import { setTimeout as sleep } from 'node:timers/promises';
import { count, duration } from '#domain/announcements/wording.ts';
import type { SweepResult } from '#domain/sweeps/sweep.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import { systemClock } from '#doors/system-clock.ts';
import type { SweepLog } from '#ports/sweep-log.ts';

/** How a sweep stands, in one line. */
export function sweepLine(
  { sweep, outcomes, unreadable, failed, missing }: SweepResult,
  now: number,
): string {
  const all = sweep.accounts.length;
  const age = duration(now - sweep.startedAt);
  const bad = [
    ...(unreadable.length > 0 ? [`${unreadable.length} refused something`] : []),
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(missing.length > 0 ? [`${missing.length} to come`] : []),
  ];
  return [`${outcomes.length} of ${count(all, 'account')} after ${age}`, ...bad].join(', ');
}

/** How often the sweep is looked at, in milliseconds. */
const everyMs = 3000;

/**
 * Follows the sweep that began after `since` to its end, and tells `say` how it stands whenever that changed. Answers its
 * result; undefined when none began within two minutes.
 */
export async function watchSweep(
  sweeps: Pick<SweepLog, 'readLatestSweep' | 'listOutcomes'>,
  since: number,
  say: (line: string) => void,
): Promise<SweepResult | undefined> {
  let before = '';
  for (;;) {
    const latest = await sweeps.readLatestSweep();
    const now = systemClock.now();
    if (latest !== undefined && latest.startedAt >= since) {
      const result = sweepResult(latest, await sweeps.listOutcomes(latest.id), now);
      const stands = `${result.outcomes.length} ${result.failed.length}`;
      if (stands !== before || result.end !== undefined) say(sweepLine(result, now));
      before = stands;
      if (result.end !== undefined) return result;
    } else if (now - since > 120_000) return undefined;
    await sleep(everyMs);
  }
}
