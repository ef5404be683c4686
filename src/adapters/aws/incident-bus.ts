import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { IncidentEvent } from '#domain/announcements/incident-event.ts';
import { eventDetailType, eventSource } from '#domain/announcements/incident-event.ts';
import type { IncidentListener } from '#ports/incident-listeners.ts';
import { chunks } from './send-all.ts';

/**
 * Puts events on the bus of incidents, ten in a call. PutEvents answers 200 when entries are refused, each with a code
 * (EventBridge API reference): then it throws, and all are sent again under their ids.
 */
export function incidentBus(parts: {
  readonly client: EventBridgeClient;
  /** The key of its receipts. */
  readonly name: string;
  readonly busName: string;
}): IncidentListener {
  const entryOf = (event: IncidentEvent) => ({
    EventBusName: parts.busName,
    Source: eventSource,
    DetailType: eventDetailType,
    Time: new Date(event.milestone.at),
    Detail: JSON.stringify(event),
  });
  return {
    name: parts.name,
    async sendEvents(events) {
      // One call after the other, so that the first of them comes first.
      for (const chunk of chunks(events)) {
        const answer = await parts.client.send(new PutEventsCommand({ Entries: chunk.map(entryOf) }));
        const [refused] = (answer.Entries ?? []).filter(({ ErrorCode }) => ErrorCode !== undefined);
        if (answer.FailedEntryCount)
          throw new Error(
            `${answer.FailedEntryCount} events were not taken by the bus: ${refused?.ErrorCode}`,
          );
      }
    },
  };
}
