import type { Baseline } from '#ports/baseline.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';

/** What accepting the baseline needs. */
export interface AcceptParts {
  readonly baseline: Baseline;
  readonly issues: IssueStore;
  /** Both reporters' queues. */
  readonly queues: readonly ReportQueue[];
  readonly clock: Clock;
}

/**
 * Accepts what stood before Trailwarden came: from now on it is told like everything else, with tickets. Repeating
 * it is harmless. Answers how many incidents are told.
 */
export function acceptBaseline(parts: AcceptParts): () => Promise<number> {
  return async () => {
    await parts.baseline.acceptBaseline(parts.clock.now());
    const held = new Set<Parameters<Baseline['releaseIncident']>[0]>();
    for await (const { findings } of parts.issues.listAllUnclosed()) {
      for (const { incident, state } of findings.values()) if (state === 'open') held.add(incident);
    }
    for (const incident of held) {
      await parts.baseline.releaseIncident(incident);
      // Sent for all, whoever released them: a run that was killed in between is repeated as a whole.
      await Promise.all(parts.queues.map((queue) => queue.sendLater({ incident, attempts: 0 }, 0)));
    }
    return held.size;
  };
}

/** What the sweep's function is asked for: a sweep, or by hand that the baseline is accepted. */
export function sweepTasks<At>(parts: {
  readonly sweep: (at: At) => Promise<unknown>;
  readonly accept: () => Promise<unknown>;
}): (occasion: { readonly at: At; readonly task?: string | undefined }) => Promise<unknown> {
  return ({ at, task }) => (task === 'accept-baseline' ? parts.accept() : parts.sweep(at));
}
