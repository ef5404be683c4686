import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

// Logger and metrics take the service name from POWERTOOLS_SERVICE_NAME, which keeps the stages of one account apart.
/** The structured logger of a function. Never log whole events: they can contain credentials and personal data. */
export const logger = new Logger();

/** Metrics in CloudWatch's embedded metric format: published through the log, without an API call. */
export const metrics = new Metrics({ namespace: 'Trailwarden' });

/** Publishes the metrics added in this invocation, if any. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
