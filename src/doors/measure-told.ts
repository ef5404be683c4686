import { metrics } from '#adapters/lambda/observability.ts';
import type { ReportParts } from '#usecases/report/report-parts.ts';

/**
 * Counts what was told for the first time (metric `name`), and how long it took from the call to the telling
 * (`DetectionLatency`, milliseconds); a finding without a known call has no latency. `after` is done behind it.
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
