import type { CallLogEntry } from '#simulators/organization/desk.ts';
import type { BenchReport, Measurement } from './bench.ts';
import { percentile } from './bench.ts';

/** The AWS calls of a sweep that found no change. */
export interface CallsOfSweep {
  readonly calls: readonly CallLogEntry[];
  /** How often the read role was assumed. */
  readonly assumed: number;
}

/** The result of one sweep. */
export interface Swept {
  readonly accounts: number;
  readonly seconds: number;
  /** Undefined where it was swept only once. */
  readonly again: CallsOfSweep | undefined;
  /** The largest evaluator, in KiB. */
  readonly memory: number;
  /** How long alerts took meanwhile, in milliseconds. */
  readonly latencies: readonly number[];
  /** Whether the sweep was still going on when the last of them was told. */
  readonly beside: boolean;
}

/** The goal for the 99th percentile of alert times, in milliseconds. */
const goal = 1200;

const each = ({ accounts, seconds }: Swept): number => (seconds / accounts) * 1000;

function sizeOf(run: Swept): Measurement[] {
  const subject = `${run.accounts} accounts`;
  return [
    { subject, figure: 'duration', value: run.seconds * 1000, unit: 'ms' },
    { subject, figure: 'an account', value: each(run), unit: 'ms' },
    { subject, figure: 'largest evaluator', value: run.memory, unit: 'KiB', goal: 1024 * 1024 },
  ];
}

/** Hammer's calls per Region: DescribeTrails, then GetTrailStatus and GetEventSelectors for each trail. */
const hammerAsks = 3;

function callsOf({ accounts, again }: Swept, regions: number): Measurement[] {
  if (!again) return [];
  const { calls, assumed } = again;
  const places = accounts * regions;
  const count = (operation: string): number => calls.filter((call) => call.operation === operation).length;
  const each = (subject: string, value: number, goal?: number): Measurement => ({
    subject,
    figure: 'calls',
    value,
    unit: '',
    ...(goal !== undefined && { goal }),
  });
  const asked = calls.filter(({ service }) => service === 'cloudtrail').length;
  return [
    each('DescribeTrails per account and Region', count('DescribeTrails') / places, 1.01),
    each('GetTrailStatus per trail and Region', count('GetTrailStatus') / places, 1.01),
    each('ListRegions per account', count('ListRegions') / accounts),
    each('ListEventDataStores per account and Region', count('ListEventDataStores') / places, 0.25),
    // Called by the evaluator and the inspectors of buckets and, in one account of seven, of CloudTrail Lake.
    each('AssumeRole per account', assumed / accounts, 2.2),
    each(`CloudTrail, ${accounts} accounts`, asked),
    each('the same by the pattern of Hammer', places * hammerAsks),
  ];
}

function growthOf(middle: Swept, last: Swept): Measurement {
  const subject = `an account of ${last.accounts} against one of ${middle.accounts}`;
  return { subject, figure: 'an account', value: each(last) / each(middle), unit: 'x', goal: 1.5 };
}

function alertsOf({ latencies }: Swept): Measurement[] {
  const subject = 'an alert during the sweep';
  if (latencies.length === 0) return [];
  return [
    { subject, figure: 'p50', value: percentile(latencies, 0.5), unit: 'ms' },
    { subject, figure: 'p99', value: percentile(latencies, 0.99), unit: 'ms', goal },
  ];
}

/** The figures of the sweeps, smallest first. */
export function sweepReport(runs: readonly Swept[], regions: number): BenchReport {
  const last = runs.at(-1);
  const middle = runs.at(-2);
  return {
    measurements: [
      ...runs.flatMap(sizeOf),
      ...runs.flatMap((run) => callsOf(run, regions)),
      ...(last && middle ? [growthOf(middle, last)] : []),
      ...(last ? alertsOf(last) : []),
    ],
    notes: [
      `${regions} Regions; one account in fifty has a stopped trail, and more are stopped while the largest sweep runs.`,
      ...(last?.beside === false && last.latencies.length > 0
        ? ['The sweep was over before the last alert: some met an idle machine.']
        : []),
      'Calls are those of a second sweep, which finds everything as it was.',
      'Everything runs on this machine: functions, database, queues, and the services that are played.',
    ],
  };
}
