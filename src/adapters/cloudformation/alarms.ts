import type { Resource } from './template.ts';
import { attribute, logicalId } from './template.ts';

/** The resources that the alarms watch, by logical ids of the central template. */
export interface Watched {
  readonly functions: readonly string[];
  /** Functions that read a stream. */
  readonly streamReaders: readonly string[];
  readonly deadLetters: readonly string[];
  /** Queues, and the age of their oldest message at which the alarm goes off, in seconds. */
  readonly queues: Readonly<Record<string, number>>;
  /** The value of the metrics' dimension `service`. */
  readonly service: string;
  readonly heartbeats: { readonly queue: string; readonly minutes: number };
  /** Functions that schedules invoke every few minutes, and whose absence would show nowhere else. */
  readonly frequent: readonly string[];
}

type Dimensions = Readonly<Record<string, unknown>>;
interface Metric {
  readonly namespace: 'AWS/SQS' | 'AWS/Lambda' | 'Trailwarden';
  readonly metric: string;
  readonly of: Dimensions;
  readonly statistic: 'Sum' | 'Maximum';
  /** Seconds. */
  readonly period: number;
}

const queue = (id: string): Dimensions => ({ QueueName: attribute(id, 'QueueName') });
const fn = (id: string): Dimensions => ({ FunctionName: { Ref: id } });
const fiveMinutes = 300;
const hour = 3600;

/** The alarms about Trailwarden itself; all publish to `AlarmTopic` (alarm-topic.ts). docs/operating.md explains each. */
export function alarms(watched: Watched): Readonly<Record<string, Resource>> {
  const { functions, streamReaders, deadLetters, queues } = watched;
  return Object.fromEntries([
    ...deadLetters.map((id) => deadLettersAlarm(id)),
    ...Object.entries(queues).map(([id, seconds]) => ageAlarm(id, seconds)),
    ...streamReaders.map((id) => iteratorAlarm(id)),
    ...functions.flatMap((id) => [failureAlarm(id, 'Errors'), failureAlarm(id, 'Throttles')]),
    sweepAlarm(watched.service),
    heartbeatAlarm(watched.heartbeats),
    ...watched.frequent.map((id) => notRunAlarm(id)),
  ]);
}

function deadLettersAlarm(id: string) {
  const metric = 'ApproximateNumberOfMessagesVisible';
  return alarm(`${id}NotEmpty`, `Messages lie in the dead-letter queue ${id}: work was given up.`, {
    ...measured({
      namespace: 'AWS/SQS',
      metric,
      of: queue(id),
      statistic: 'Maximum',
      period: fiveMinutes,
    }),
    Threshold: 1,
  });
}

function ageAlarm(id: string, seconds: number) {
  const metric = 'ApproximateAgeOfOldestMessage';
  return alarm(`${id}Old`, `The oldest message in ${id} waits for more than ${seconds / 60} minutes.`, {
    ...measured({
      namespace: 'AWS/SQS',
      metric,
      of: queue(id),
      statistic: 'Maximum',
      period: fiveMinutes,
    }),
    Threshold: seconds,
  });
}

function iteratorAlarm(id: string) {
  return alarm(`${id}Behind`, `${id} is more than 5 minutes behind the issue table's stream.`, {
    ...measured({
      namespace: 'AWS/Lambda',
      metric: 'IteratorAge',
      of: fn(id),
      statistic: 'Maximum',
      period: fiveMinutes,
    }),
    Threshold: 300_000,
  });
}

function failureAlarm(id: string, metric: 'Errors' | 'Throttles') {
  const what = metric === 'Errors' ? 'fails' : 'is throttled';
  return alarm(`${id}${metric}`, `${id} ${what}.`, {
    ...measured({
      namespace: 'AWS/Lambda',
      metric,
      of: fn(id),
      statistic: 'Sum',
      period: fiveMinutes,
    }),
    // A single failure is retried; failures in three of six periods are not transient.
    EvaluationPeriods: 6,
    DatapointsToAlarm: 3,
    Threshold: 1,
  });
}

/** The metric is published by every run of the daily function; missing data is as bad as a high value. */
function sweepAlarm(service: string) {
  return alarm('SweepNotFinished', 'No sweep has finished in 26 hours: nothing looks everywhere any more.', {
    ...measured({
      namespace: 'Trailwarden',
      metric: 'HoursSinceSweep',
      of: { service },
      statistic: 'Maximum',
      period: 900,
    }),
    EvaluationPeriods: 2,
    Threshold: 26,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'breaching',
  });
}

/** SQS publishes no data for a queue without traffic, so missing data raises the alarm. */
function heartbeatAlarm({ queue: id, minutes }: Watched['heartbeats']) {
  return alarm('NoHeartbeat', 'No heartbeat from anywhere: events of all accounts have stopped arriving.', {
    ...measured({
      namespace: 'AWS/SQS',
      metric: 'NumberOfMessagesSent',
      of: queue(id),
      statistic: 'Sum',
      period: hour,
    }),
    EvaluationPeriods: Math.ceil((2 * minutes) / 60),
    Threshold: 0,
    ComparisonOperator: 'LessThanOrEqualToThreshold',
    TreatMissingData: 'breaching',
  });
}

/** Lambda publishes no data for a function that is not invoked. */
function notRunAlarm(id: string) {
  return alarm(
    `${id}NotRun`,
    `${id} was not invoked for half an hour: its schedule or it was switched off.`,
    {
      ...measured({
        namespace: 'AWS/Lambda',
        metric: 'Invocations',
        of: fn(id),
        statistic: 'Sum',
        period: 900,
      }),
      EvaluationPeriods: 2,
      Threshold: 0,
      ComparisonOperator: 'LessThanOrEqualToThreshold',
      TreatMissingData: 'breaching',
    },
  );
}

function measured({ namespace, metric, of, statistic, period }: Metric) {
  return {
    Namespace: namespace,
    MetricName: metric,
    Dimensions: dimensions(of),
    Statistic: statistic,
    Period: period,
  };
}

function dimensions(of: Dimensions) {
  return Object.entries(of).map(([Name, Value]) => ({ Name, Value }));
}

function alarm(id: string, AlarmDescription: string, properties: Readonly<Record<string, unknown>>) {
  const actions = [{ Ref: 'AlarmTopic' }];
  const resource: Resource = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription,
      AlarmActions: actions,
      OKActions: actions,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      ...properties,
    },
  };
  return [`${logicalId(id)}Alarm`, resource] as const;
}
