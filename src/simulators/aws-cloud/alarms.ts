import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';
import { jsonAnswer } from './answers.ts';
import { bodyOf } from './requests.ts';

/** CloudWatch's alarms as a test sets them: no metric is measured. */
export interface Alarms {
  /** Switches an alarm on, with its description. */
  raise(name: string, description: string): void;
  clear(name: string): void;
  /** Answers DescribeAlarms. */
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
  return {
    raise: (name, description) => void raised.set(name, { description, at: now() }),
    clear: (name) => void raised.delete(name),
    answer: (call) => {
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
