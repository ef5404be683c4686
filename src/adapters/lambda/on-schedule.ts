import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { Instant } from '#domain/values/instant.ts';
import { instant, parseInstant } from '#domain/values/instant.ts';
import { logger, publishMetrics } from './observability.ts';

/** When and for which task a scheduled function runs. */
export interface Occasion {
  /** When the run was due; the same for every retry by Lambda, so that daily work is not done twice. */
  readonly at: Instant;
  /** The task named by a schedule's input or a manual invocation. */
  readonly task?: string | undefined;
}

// EventBridge sends `time`; a manual invocation sends a task, or nothing.
const OccasionJson = z.looseObject({
  time: z.unknown().transform(parseInstant).optional(),
  task: z.string().optional().catch(undefined),
});

function readOccasion(event: unknown): Occasion {
  const { time, task } = OccasionJson.safeParse(event).data ?? {};
  return { at: time ?? instant(Date.now()), task };
}

/** Runs `work` on a schedule and logs its result; failures are thrown, so that Lambda retries. */
export function onSchedule(name: string, work: (occasion: Occasion) => Promise<unknown>) {
  return async (event: unknown, context: Context): Promise<void> => {
    logger.addContext(context);
    try {
      const answer = await work(readOccasion(event));
      logger.info(name, { answer });
    } finally {
      // Metrics are published also when the work failed.
      publishMetrics();
    }
  };
}
