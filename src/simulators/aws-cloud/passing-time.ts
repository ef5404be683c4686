import type { Activity } from './activity.ts';
import type { Agenda } from './agenda.ts';
import type { VirtualClock } from './clock.ts';
import type { QueueReport, Queues } from './queues.ts';
import type { Organization } from './services.ts';
import type { SqsMapping } from './sqs-mapping.ts';
import type { StreamMapping } from './stream-mapping.ts';

/** Controls the passing of time: real pace while work is in flight, jumps while everything is idle. */
export interface PassingTime {
  /** Resolves as soon as nothing is in flight: no visible message in a served queue, no running invocation, streams read to their end. */
  settle(): Promise<void>;
  /** Settles, then passes `milliseconds` by jumping from one due moment to the next, settling at each. */
  advance(milliseconds: number): Promise<void>;
  /** Passes time until the predicate holds after a settling; throws after `limit` milliseconds of simulated time. */
  advanceUntil(predicate: () => boolean | Promise<boolean>, limit: number): Promise<void>;
}

/** Everything that can be in flight or due. */
export interface TimeParts {
  readonly clock: VirtualClock;
  readonly activity: Activity;
  readonly agenda: Agenda;
  readonly queues: Queues;
  readonly sqs: readonly SqsMapping[];
  readonly streams: readonly StreamMapping[];
  readonly organization?: Organization | undefined;
}

/** The passing of time of one local cloud. */
export function createPassingTime(parts: TimeParts): PassingTime {
  return {
    settle: () => settle(parts),
    advance: async (milliseconds) => {
      const until = parts.clock.now() + milliseconds;
      await settle(parts);
      while (await step(parts, until));
    },
    advanceUntil: async (predicate, limit) => {
      const until = parts.clock.now() + limit;
      await settle(parts);
      while (!(await predicate())) {
        if ((await step(parts, until)) || (await predicate())) continue;
        throw new Error(
          `what was waited for did not come about within ${limit / 1000} s on the local cloud's clock`,
        );
      }
    },
  };
}

async function settle(parts: TimeParts): Promise<void> {
  const served = parts.sqs.map(({ queue }) => queue);
  for (;;) {
    runDue(parts);
    await parts.activity.idle();
    const { begun } = parts.activity;
    // Repeated in sequence, because a stream that is now read to its end may just have filled a queue.
    const drained = await Promise.all(parts.streams.map((stream) => stream.drained()));
    const reports = await parts.queues.inspect(served);
    const quiet = atRest(parts, reports);
    if (quiet && drained.every(Boolean) && begun === parts.activity.begun && !parts.activity.busy) return;
    if (!quiet) await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function atRest({ sqs }: TimeParts, reports: readonly QueueReport[]): boolean {
  return sqs.every((mapping, index) => mapping.isAtRest(reports[index] ?? emptyReport));
}

/** One step towards `until`; false when it is reached. */
async function step(parts: TimeParts, until: number): Promise<boolean> {
  const due = await nextDue(parts);
  // Work may have come due meanwhile; the clock must not jump over work in flight.
  if (!parts.activity.busy) await parts.clock.jumpTo(Math.min(due, until));
  await settle(parts);
  return parts.clock.now() < until;
}

async function nextDue(parts: TimeParts): Promise<number> {
  const reports = await parts.queues.inspect(parts.sqs.map(({ queue }) => queue));
  // Real time passes while settling: a delayed message may be visible by now, and must not be jumped over.
  if (!atRest(parts, reports)) return parts.clock.now();
  const messages = reports.flatMap(({ delayed, held }) => [...delayed, ...held]).map(({ dueAt }) => dueAt);
  const moments = [parts.agenda.next(), parts.organization?.nextDue?.()].filter(
    (moment) => moment !== undefined,
  );
  return Math.min(...messages, ...moments);
}

const emptyReport: QueueReport = { name: '', visible: [], delayed: [], held: [] };

/** Runs what is due by now: the agenda's entries and the organization's own deeds. */
export function runDue({
  agenda,
  organization,
  clock,
}: Pick<TimeParts, 'agenda' | 'organization' | 'clock'>): void {
  agenda.runDue();
  const due = organization?.nextDue?.();
  if (due !== undefined && due <= clock.now()) organization?.runDue?.(clock.now());
}
