import type { Context } from 'aws-lambda';
import * as z from 'zod';
import type { Instant } from '#domain/values/instant.ts';
import { instant, parseInstant } from '#domain/values/instant.ts';
import { logger, publishMetrics } from './observability.ts';

/** Why a scheduled function runs. */
export interface Occasion {
  /** When it was due; equal for every repetition by Lambda, so that what is done once a day is done once. */
  readonly at: Instant;
  /** What else it was asked for, by a schedule's input or by hand. */
  readonly task?: string | undefined;
}

// EventBridge sends `time`; whoever invokes by hand sends a task, or nothing.
const OccasionJson = z.looseObject({
  time: z.unknown().transform(parseInstant).optional(),
  task: z.string().optional().catch(undefined),
});

function readOccasion(event: unknown): Occasion {
  const { time, task } = OccasionJson.safeParse(event).data ?? {};
  return { at: time ?? instant(Date.now()), task };
}

/** Runs `work` on a schedule and logs what it answers; a failure is thrown, so that Lambda tries again. */
export function onSchedule(name: string, work: (occasion: Occasion) => Promise<unknown>) {
  return async (event: unknown, context: Context): Promise<void> => {
    logger.addContext(context);
    try {
      const answer = await work(readOccasion(event));
      logger.info(name, { answer });
    } finally {
      // What was measured holds, whatever became of the rest.
      publishMetrics();
    }
  };
}
