import type { Context } from 'aws-lambda';
import { logger, publishMetrics } from './observability.ts';

/** Runs `work` on a schedule and logs what it answers; a failure is thrown, so that Lambda tries again. */
export function onSchedule(name: string, work: () => Promise<unknown>) {
  return async (_event: unknown, context: Context): Promise<void> => {
    logger.addContext(context);
    const answer = await work();
    logger.info(name, { answer });
    publishMetrics();
  };
}
