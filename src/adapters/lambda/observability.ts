import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

// Both take their name from POWERTOOLS_SERVICE_NAME, so that the stages of one account do not mix.
/** One structured log for a function. Never logs events as a whole: they can carry credentials and personal data. */
export const logger = new Logger();

/** Metrics in the embedded metric format; published with the log, without a call. */
export const metrics = new Metrics({ namespace: 'Trailwarden' });

/** Publishes what was measured in this invocation, if anything was. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
