import type { Dependency } from './dependency.ts';
import type { LookScope, Trigger } from './trigger.ts';

/** How an event is handled, decided from the event alone; `reason` is a sentence shown to operators. */
export type Decision =
  | {
      /** The call succeeded, or ended in a server fault, and may have changed logging: the state is read at once. */
      readonly decision: 'evaluate';
      readonly trigger: Trigger;
      readonly scope: LookScope;
      readonly reason: string;
      /** All resources that a call on several names, e.g. DeleteAlarms; the trigger depends on the first of them. */
      readonly named?: readonly Dependency[] | undefined;
    }
  | {
      /** The call failed, so nothing changed: it is kept as an attempt and sends no message. */
      readonly decision: 'attempt';
      readonly trigger: Trigger;
      readonly scope: LookScope;
      readonly reason: string;
    }
  | {
      readonly decision: 'ignore';
      /** True for a message that contradicts itself: it was forged, or corrupted in transit. */
      readonly refused: boolean;
      readonly reason: string;
      readonly event: SeenEvent;
    };

/** The identifying fields of an ignored event, as far as it has them. */
export interface SeenEvent {
  readonly eventId?: string | undefined;
  readonly eventSource?: string | undefined;
  readonly eventName?: string | undefined;
  readonly accountId?: string | undefined;
  readonly region?: string | undefined;
}

/** Why a call that succeeded is evaluated, in one sentence. */
export function whyEvaluate(trigger: Trigger, scope: LookScope, canBreak: string): string {
  const { eventName, trail, dependsOn, parametersMissing } = trigger;
  if (parametersMissing) {
    return `${eventName} succeeded but its record does not say on what, so every trail of that account and Region is looked at.`;
  }
  if (dependsOn) {
    const whose = canBreak.startsWith('the detector')
      ? 'it belongs to the detector'
      : 'a trail or the detector depends on it';
    return `${eventName} succeeded on ${words[dependsOn.kind]} ${quoted(dependsOn.id)}: it matters only if ${whose}.`;
  }
  if (trail) {
    const name = trail.kind === 'arn' ? trail.arn : trail.name;
    return `${eventName} succeeded and ${effects[trigger.effect]} the trail ${quoted(name)}, so its state is read now.`;
  }
  const where = scope.everyAccount ? 'every account of the organization' : `account ${scope.accountId}`;
  return `${eventName} succeeded and can change ${canBreak}, so ${where} is looked at.`;
}

/** Why a call that failed is only kept as an attempt, in one sentence. */
export function whyAttempt({ eventName, outcome }: Trigger): string {
  const code = outcome.kind === 'failed' ? outcome.code : '';
  return `${eventName} failed (${code}), so nothing changed: it is kept as an attempt and neither opens nor closes an issue.`;
}

/** Why a call that ended in a server fault is looked into, in one sentence. */
export function whyDoubtful({ eventName, outcome }: Trigger): string {
  const code = outcome.kind === 'failed' ? outcome.code : '';
  return `${eventName} ended in a fault of AWS (${code}) and may have taken effect all the same, so the state is read now.`;
}

const effects = { harm: 'harms', repair: 'may repair', change: 'changes' } as const;
const words = {
  bucket: 'the bucket',
  key: 'the key',
  'log-group': 'the log group',
  role: 'the role',
  topic: 'the topic',
  'event-data-store': 'the event data store',
  policy: 'the policy',
  'managed-policy': 'the managed policy',
  'key-store': 'the key store',
  rule: 'the rule',
  bus: 'the event bus',
  function: 'the function',
  'event-source-mapping': 'the event source mapping',
  schedule: 'the schedule',
  queue: 'the queue',
  table: 'the table',
  stack: 'the stack',
  'stack-set': 'the stack set',
  'change-set': 'the change set',
  alarm: 'the alarm',
  subscription: 'the subscription',
  secret: 'the secret',
} as const;

function quoted(text: string): string {
  return `"${text}"`;
}
