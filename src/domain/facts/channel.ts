import type { RecordedEvents } from './event-selectors.ts';

/**
 * A service-linked channel, through which AWS records without a trail: telemetry rules of CloudWatch make it, and its
 * events go to log groups `aws/cloudtrail/*` (CloudTrail API reference, GetChannel).
 */
export interface ServiceLinkedChannel {
  /** The name of the service and of the channel, from its ARN. */
  readonly name: string;
  readonly allRegions: boolean;
  readonly recorded: RecordedEvents;
}
