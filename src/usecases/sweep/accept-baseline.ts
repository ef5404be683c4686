import type { Baseline } from '#ports/baseline.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';

/** The stores and queues by which the baseline is accepted. */
export interface AcceptParts {
  readonly baseline: Baseline;
  readonly issues: IssueStore;
  /** Both reporters' queues. */
  readonly queues: readonly ReportQueue[];
  readonly clock: Clock;
}

/**
 * Accepts the baseline: issues that existed before Trailwarden was installed are from now on told like all others, with
 * tickets. Repeating it is harmless. Returns the number of incidents that are told.
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
      // Also sent for incidents that an earlier, interrupted run has released.
      await Promise.all(parts.queues.map((queue) => queue.sendLater({ incident, attempts: 0 }, 0)));
    }
    return held.size;
  };
}

/** The tasks of the sweep's function: a sweep, or, on request, the acceptance of the baseline. */
export function sweepTasks<At>(parts: {
  readonly sweep: (at: At) => Promise<unknown>;
  readonly accept: () => Promise<unknown>;
}): (occasion: { readonly at: At; readonly task?: string | undefined }) => Promise<unknown> {
  return ({ at, task }) => (task === 'accept-baseline' ? parts.accept() : parts.sweep(at));
}
