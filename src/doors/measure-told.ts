import { metrics } from '#adapters/lambda/observability.ts';
import type { ReportParts } from '#usecases/report/report-parts.ts';

/**
 * Counts incidents when they are first told (metric `name`), and measures the time from the earliest known call to the
 * telling (`DetectionLatency`, milliseconds; not measured if no call is known). Then calls `after`.
 */
export function measureTold(
  name: 'Messages' | 'Tickets',
  after: ReportParts['onFirstTold'] = async () => undefined,
): ReportParts['onFirstTold'] {
  return async (view, at) => {
    metrics.addMetric(name, 'Count', 1);
    const calls = [...view.events.values()].flatMap((event) => event.at ?? []);
    if (calls.length > 0) metrics.addMetric('DetectionLatency', 'Milliseconds', at - Math.min(...calls));
    await after(view, at);
  };
}
