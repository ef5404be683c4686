import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';
import { jsonAnswer } from './answers.ts';
import { bodyOf, operationOf } from './requests.ts';

/** CloudWatch's alarms and sums of metrics as a test sets them: nothing is measured. */
export interface Alarms {
  /** Switches an alarm on, with its description. */
  raise(name: string, description: string): void;
  clear(name: string): void;
  /** Sets the sum of a metric of one function, queue or table. */
  measure(metric: string, of: string, sum: number): void;
  /** Answers DescribeAlarms and GetMetricData. */
  answer(call: AwsCall): AwsAnswer;
}

interface Raised {
  readonly description: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Alarms of which none is on. */
export function createAlarms(now: () => number): Alarms {
  const raised = new Map<string, Raised>();
  const sums = new Map<string, number>();
  return {
    raise: (name, description) => void raised.set(name, { description, at: now() }),
    clear: (name) => void raised.delete(name),
    measure: (metric, of, sum) => void sums.set(`${metric} ${of}`, sum),
    answer: (call) => {
      if (operationOf(call) === 'GetMetricData') return metricsIn(call, sums);
      const { AlarmNamePrefix = '', StateValue = 'ALARM' } = bodyOf(call);
      const found = [...raised].filter(([name]) => name.startsWith(String(AlarmNamePrefix)));
      const shown = found.map(([AlarmName, { description, at }]) => ({
        AlarmName,
        AlarmDescription: description,
        StateValue: 'ALARM',
        StateTransitionedTimestamp: at / 1000,
      }));
      return jsonAnswer({ MetricAlarms: StateValue === 'ALARM' ? shown : [], CompositeAlarms: [] });
    },
  };
}

interface Query {
  readonly Id: string;
  readonly MetricStat: {
    readonly Metric: {
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Value: string }[];
    };
  };
}

function metricsIn(call: AwsCall, sums: ReadonlyMap<string, number>): AwsAnswer {
  const queries = (bodyOf(call)['MetricDataQueries'] ?? []) as readonly Query[];
  const results = queries.map(({ Id, MetricStat: { Metric } }) => {
    const sum = sums.get(`${Metric.MetricName} ${Metric.Dimensions[0]?.Value ?? ''}`);
    return {
      Id,
      Label: Metric.MetricName,
      StatusCode: 'Complete',
      Values: sum === undefined ? [] : [sum],
      Timestamps: [],
    };
  });
  return jsonAnswer({ MetricDataResults: results, Messages: [] });
}
