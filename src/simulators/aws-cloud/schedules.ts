import { randomUUID } from 'node:crypto';
import type { Agenda } from './agenda.ts';
import type { VirtualClock } from './clock.ts';
import { functionOf } from './mapping.ts';
import { readSchedule } from './schedule-expression.ts';
import { shortName } from './functions.ts';
import type { Part, Stack } from './stack.ts';
import type { Sender, Targets } from './targets.ts';

/** The stack's schedules: rules with a ScheduleExpression, and EventBridge Scheduler's. */
export interface Schedules {
  /** Fires every schedule of one function now, on demand; throws when it has none. */
  run(functionName: string): void;
}

interface Entry {
  readonly expression: string;
  readonly targets: Part<'AWS::Events::Rule'>['Targets'];
  readonly sender: Sender;
}

/** The stack, agenda, clock and targets that schedules work with. */
export interface ScheduleParts {
  readonly stack: Stack;
  readonly clock: VirtualClock;
  readonly agenda: Agenda;
  readonly targets: Targets;
  /** Whether schedules fire as time passes. */
  readonly active: boolean;
}

/** Puts every enabled schedule on the agenda; throws for an expression the local cloud does not know. */
export function startSchedules(parts: ScheduleParts): Schedules {
  const { stack, clock, agenda, targets } = parts;
  const began = clock.now();
  const entries = entriesOf(stack);
  const fire = ({ targets: all, sender }: Entry, at: number): void => {
    for (const target of all) targets.send(target, scheduledEvent(stack, at, sender.arn), sender);
  };
  for (const entry of entries) {
    const nextDue = readSchedule(entry.expression);
    const wind = (): void => {
      const due = nextDue(clock.now(), began);
      agenda.add(due, () => {
        // The event bears the moment of the schedule, as in AWS, however late this process comes to it.
        fire(entry, due);
        wind();
      });
    };
    if (parts.active) wind();
  }
  return {
    run: (functionName) => {
      const mine = entries.filter(({ targets: all }) =>
        all.some(({ Arn }) => {
          if (Arn.split(':')[2] !== 'lambda') return false;
          const found = functionOf(stack, Arn);
          return [found.name, found.arn, shortName(found)].includes(functionName);
        }),
      );
      if (mine.length === 0) throw new Error(`no schedule calls ${functionName}`);
      for (const entry of mine) fire(entry, clock.now());
    },
  };
}

function entriesOf(stack: Stack): Entry[] {
  const rules = stack.of('AWS::Events::Rule').flatMap((rule): Entry[] => {
    if (rule.ScheduleExpression === undefined || rule.State === 'DISABLED') return [];
    return [
      {
        expression: rule.ScheduleExpression,
        targets: rule.Targets,
        sender: { arn: rule.arn, service: 'events.amazonaws.com' },
      },
    ];
  });
  const schedules = stack.of('AWS::Scheduler::Schedule').flatMap((schedule): Entry[] => {
    if (schedule.State === 'DISABLED') return [];
    return [
      {
        expression: schedule.ScheduleExpression,
        targets: [schedule.Target],
        sender: { arn: schedule.arn, service: 'scheduler.amazonaws.com' },
      },
    ];
  });
  return [...rules, ...schedules];
}

function scheduledEvent({ place }: Stack, at: number, arn: string) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: place.accountId,
    time: new Date(at).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: place.region,
    resources: [arn],
    detail: {},
  } as const;
}
