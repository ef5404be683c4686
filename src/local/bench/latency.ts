import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Bench, Measurement } from './bench.ts';
import { percentile } from './bench.ts';
import { benchAccounts, startCrowd, type Crowd } from './crowd.ts';
import { partsOf, type Alert } from './parts-of-alert.ts';

/** Incidents that are measured, and those before them that only warm the processes up. */
const measured = 60;
const warmUp = 12;
/** The goals, in milliseconds. */
const goals: Readonly<Record<string, number>> = { p50: 500, p99: 1200 };
const limit = 20_000;

async function stopOne(crowd: Crowd, account: string): Promise<Alert> {
  const heard = crowd.expect(account, limit);
  await crowd.trailsOf(account).send(new StopLoggingCommand({ Name: 'main' }));
  const alert = await heard;
  await crowd.refreshed(account, 3000);
  // A random pause, so that the next one falls into any phase of the stream's polling.
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 250));
  return alert;
}

function figures(subject: string, values: readonly number[], promised: typeof goals = {}): Measurement[] {
  const shares = { p50: 0.5, p99: 0.99, max: 1 };
  return Object.entries(shares).map(([figure, share]) => {
    const goal = promised[figure];
    return {
      subject,
      figure,
      value: percentile(values, share),
      unit: 'ms',
      ...(goal !== undefined && { goal }),
    };
  });
}

/** How long it takes from an event on the central bus to the request to Slack. */
export const latency: Bench = {
  name: 'latency',
  about: `From the event on the bus to the request to Slack: ${measured} trails stopped one after another, warm, streams read four times a second.`,
  run: async (progress) => {
    const crowd = await startCrowd(benchAccounts(measured + warmUp));
    try {
      const alerts: Alert[] = [];
      for (const [index, account] of crowd.accounts.entries()) {
        if (index % 20 === 0) progress(`${index} of ${crowd.accounts.length} trails stopped`);
        const alert = await stopOne(crowd, account);
        if (index >= warmUp) alerts.push(alert);
      }
      const parts = partsOf(alerts, crowd.calls);
      return {
        measurements: [
          ...figures(
            'event to Slack',
            alerts.map(({ event, slack }) => slack - event),
            goals,
          ),
          ...Object.entries(parts).flatMap(([part, values]) => figures(`  ${part}`, values)),
        ],
        notes: [
          'Everything runs on this machine: functions, database, queues, and the services that are played.',
        ],
      };
    } finally {
      await crowd.stop();
    }
  },
};
