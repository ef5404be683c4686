import type { CallLogEntry } from '#local/organization/desk.ts';
import type { BenchReport, Measurement } from './bench.ts';
import { percentile } from './bench.ts';

/** What one sweep came to. */
export interface Swept {
  /** Those that nobody disturbed meanwhile; `calls` are theirs. */
  readonly accounts: number;
  readonly seconds: number;
  readonly calls: readonly CallLogEntry[];
  /** How often the read role was assumed for each account, by everybody. */
  readonly assumed: number;
  /** The largest evaluator, in KiB. */
  readonly memory: number;
  /** How long alerts took meanwhile, in milliseconds. */
  readonly latencies: readonly number[];
}

/** What is promised of an alert at its 99th percentile, in milliseconds. */
const goal = 1200;

const each = ({ accounts, seconds }: Swept): number => (seconds / accounts) * 1000;

function sizeOf(run: Swept): Measurement[] {
  const subject = `${run.accounts} accounts`;
  return [
    { subject, figure: 'duration', value: run.seconds * 1000, unit: 'ms' },
    { subject, figure: 'an account', value: each(run), unit: 'ms' },
    { subject, figure: 'AssumeRole per account', value: run.assumed, unit: '' },
    { subject, figure: 'memory of the largest evaluator', value: run.memory, unit: 'KiB' },
  ];
}

function callsOf({ accounts, calls }: Swept, regions: number): Measurement[] {
  const places = accounts * regions;
  const per = (operation: string, among: number): number =>
    calls.filter((call) => call.operation === operation).length / among;
  const subject = `${accounts} accounts`;
  return [
    {
      subject,
      figure: 'DescribeTrails per account and Region',
      value: per('DescribeTrails', places),
      unit: '',
      goal: 1.001,
    },
    {
      subject,
      figure: 'GetTrailStatus per trail and Region',
      value: per('GetTrailStatus', places),
      unit: '',
      goal: 1.001,
    },
    { subject, figure: 'ListRegions per account', value: per('ListRegions', accounts), unit: '' },
    {
      subject,
      figure: 'all CloudTrail calls',
      value: calls.filter(({ service }) => service === 'cloudtrail').length,
      unit: '',
    },
    // Hammer asks for every trail's status and selectors in every Region.
    { subject, figure: 'the same by the pattern of Hammer', value: places * 3, unit: '' },
  ];
}

function growthOf(middle: Swept, last: Swept): Measurement {
  const figure = `an account of ${last.accounts} to one of ${middle.accounts}`;
  return { subject: 'growth', figure, value: each(last) / each(middle), unit: 'x', goal: 1.5 };
}

function alertsOf({ latencies }: Swept): Measurement[] {
  const subject = 'an alert during the sweep';
  if (latencies.length === 0) return [];
  return [
    { subject, figure: 'p50', value: percentile(latencies, 0.5), unit: 'ms' },
    { subject, figure: 'p99', value: percentile(latencies, 0.99), unit: 'ms', goal },
  ];
}

/** What the sweeps, smallest first, came to in figures. */
export function sweepReport(runs: readonly Swept[], regions: number): BenchReport {
  const last = runs.at(-1);
  const middle = runs.at(-2);
  return {
    measurements: [
      ...runs.flatMap(sizeOf),
      ...(last ? callsOf(last, regions) : []),
      ...(last && middle ? [growthOf(middle, last)] : []),
      ...(last ? alertsOf(last) : []),
    ],
    notes: [
      `${regions} Regions; one account in fifty has a stopped trail, and more are stopped while the largest sweep runs.`,
      'Everything runs on this machine: functions, database, queues, and the services that are played.',
    ],
  };
}
