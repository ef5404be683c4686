import { metrics } from '#adapters/lambda/observability.ts';
import type { IncidentEvent } from '#domain/announcements/incident-event.ts';
import { machines } from '#usecases/machines/ask-for-milestones.ts';

/**
 * Measures incidents when the bus has taken their milestones: `TimeToDetect` (seconds) and `IncidentsOpened` when they
 * open, `TimeToResolve` (seconds), `BlindMinutes` and `IncidentsResolved` when they are over.
 */
export function measureMilestones(listener: string, events: readonly IncidentEvent[]): void {
  if (listener !== machines) return;
  for (const { milestone, incident } of events) {
    const { secondsToDetect, secondsToResolve = 0, blindMinutes } = incident.times;
    if (milestone.kind === 'opened') {
      metrics.addMetric('IncidentsOpened', 'Count', 1);
      metrics.addMetric('TimeToDetect', 'Seconds', secondsToDetect);
    }
    if (milestone.kind === 'resolved') {
      metrics.addMetric('IncidentsResolved', 'Count', 1);
      metrics.addMetric('TimeToResolve', 'Seconds', secondsToResolve);
      metrics.addMetric('BlindMinutes', 'Count', blindMinutes);
    }
  }
}
