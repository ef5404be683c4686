import pLimit from 'p-limit';
import type { Baseline } from '#ports/baseline.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';

/** The stores and queues by which the baseline is accepted. */
export interface AcceptParts {
  readonly baseline: Baseline;
  readonly issues: IssueStore;
  /** Both reporters' queues. */
  readonly queues: readonly ReportQueue[];
  readonly clock: Clock;
}

/** Incidents released in parallel: those of 5,000 accounts in some 10 s of the minute that the function may run. */
const atOnce = 16;

/**
 * Accepts the baseline: issues that existed before Trailwarden was installed are from now on told like all others, with
 * tickets. Repeating it is harmless. Returns the number of incidents that are told.
 */
export function acceptBaseline(parts: AcceptParts): () => Promise<number> {
  return async () => {
    await parts.baseline.acceptBaseline(parts.clock.now());
    const limit = pLimit(atOnce);
    const held = new Map<IncidentId, Promise<void>>();
    const release = async (incident: IncidentId): Promise<void> => {
      await parts.baseline.releaseIncident(incident);
      // Also sent for incidents that an earlier, interrupted run has released.
      await Promise.all(parts.queues.map((queue) => queue.sendLater({ incident, attempts: 0 }, 0)));
    };
    for await (const { findings } of parts.issues.listAllUnclosed())
      for (const { incident, state } of findings.values()) {
        if (state !== 'open' || held.has(incident)) continue;
        const released = limit(() => release(incident));
        // Seen below; this only prevents an unhandled rejection before.
        released.catch(() => undefined);
        held.set(incident, released);
      }
    throwIfAny('an incident of the baseline could not be told', (await settled([...held.values()])).failures);
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
