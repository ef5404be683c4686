import { randomUUID } from 'node:crypto';
import type { BusEvent } from '#simulators/wire.ts';
import { decide, type Asker } from './iam.ts';
import type { RequestContext } from './iam-conditions.ts';
import { checkPattern, PatternError } from './pattern-check.ts';
import { matchesEvent } from './pattern.ts';
import type { Part, Stack } from './stack.ts';
import type { Targets } from './targets.ts';
import { TemplateError } from './template.ts';

/** The stack's event buses with their rules; the account's `default` bus always exists. */
export interface Buses {
  /** Sends an event that has arrived on a bus to the targets of every matching rule. */
  put(bus: string, event: BusEvent): void;
  /** Whether the bus policy allows the caller to put events (the caller's own policies are not evaluated here). */
  allows(bus: string, asker: Asker, context: RequestContext): boolean;
  /** Whether the bus policy denies it explicitly, which overrides every Allow. */
  denies(bus: string, asker: Asker, context: RequestContext): boolean;
  /** The answer to a PutEvents request. */
  putEvents(entries: readonly PutEventsEntry[]): {
    FailedEntryCount: number;
    Entries: Record<string, string>[];
  };
  /** Names of the stack's own buses. */
  readonly names: readonly string[];
  arn(bus: string): string;
}

/** One entry of a PutEvents request, as sent by the client. */
export interface PutEventsEntry {
  readonly EventBusName?: string;
  readonly Source?: string;
  readonly DetailType?: string;
  readonly Detail?: string;
  readonly Time?: number;
  readonly Resources?: readonly string[];
}

const busName = (nameOrArn: string): string => nameOrArn.split('/').at(-1) ?? nameOrArn;

/** The buses of a stack; throws for an event pattern that EventBridge would refuse. */
export function createBuses(stack: Stack, targets: Targets, now: () => number): Buses {
  const { accountId, region, partition } = stack.place;
  const names = stack.of('AWS::Events::EventBus').map(({ name }) => name);
  const rules = checkedRules(stack);
  const policies = stack.of('AWS::Events::EventBusPolicy');
  const arn = (bus: string): string => `arn:${partition}:events:${region}:${accountId}:event-bus/${bus}`;

  const verdict = (bus: string, asker: Asker, context: RequestContext) => {
    const own = policies.filter(({ EventBusName }) => busName(EventBusName) === bus);
    const question = { action: 'events:PutEvents', resource: arn(bus), asker, context };
    return decide(
      own.map(({ Statement }) => asDocument(Statement)),
      question,
    );
  };
  const put: Buses['put'] = (bus, event) => {
    for (const rule of rules) {
      // The state can change while the cloud runs, as when a rule is disabled.
      if (rule.State === 'DISABLED' || busName(rule.EventBusName) !== bus) continue;
      if (!matchesEvent(rule.EventPattern, event)) continue;
      for (const target of rule.Targets)
        targets.send(target, event, { arn: rule.arn, service: 'events.amazonaws.com' });
    }
  };
  const putOne = (entry: PutEventsEntry): Record<string, string> => {
    const fault = faultOf(entry);
    if (fault) return fault;
    const event = asEvent(entry, { account: accountId, region, now: now() });
    // AWS accepts an entry for a bus that does not exist, and drops it.
    put(busName(entry.EventBusName ?? 'default'), event);
    return { EventId: event.id };
  };
  return {
    names,
    arn,
    put,
    putEvents: (entries) => counted(entries.map(putOne)),
    allows: (bus, asker, context) => verdict(bus, asker, context) === 'allowed',
    denies: (bus, asker, context) => verdict(busName(bus), asker, context) === 'denied',
  };
}

function counted(answers: Record<string, string>[]): ReturnType<Buses['putEvents']> {
  const failed = answers.filter(({ ErrorCode }) => ErrorCode !== undefined);
  return { FailedEntryCount: failed.length, Entries: answers };
}

function checkedRules(stack: Stack): Part<'AWS::Events::Rule'>[] {
  const rules = stack.of('AWS::Events::Rule').filter(({ EventPattern }) => EventPattern);
  for (const { logicalId, EventPattern } of rules) {
    try {
      checkPattern(EventPattern);
    } catch (error) {
      throw error instanceof PatternError
        ? new TemplateError(`Resources.${logicalId}`, error.message)
        : error;
    }
  }
  return rules;
}

function asEvent(entry: PutEventsEntry, here: { account: string; region: string; now: number }): BusEvent {
  const time = new Date(entry.Time === undefined ? here.now : entry.Time * 1000);
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': entry.DetailType ?? '',
    source: entry.Source ?? '',
    account: here.account,
    time: time.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: here.region,
    resources: entry.Resources ?? [],
    detail: JSON.parse(entry.Detail ?? '{}') as unknown,
  };
}

const documents = new WeakMap<object, object>();
function asDocument(statement: object): object {
  const known = documents.get(statement) ?? { Version: '2012-10-17', Statement: statement };
  documents.set(statement, known);
  return known;
}

function faultOf(entry: PutEventsEntry): Record<string, string> | undefined {
  if (!entry.Source || !entry.DetailType || entry.Detail === undefined)
    return {
      ErrorCode: 'InvalidArgument',
      ErrorMessage: 'Parameter Source, DetailType or Detail is not valid. Reason: required.',
    };
  if (entry.Source.startsWith('aws.'))
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  try {
    const detail: unknown = JSON.parse(entry.Detail);
    if (typeof detail === 'object' && detail !== null && !Array.isArray(detail)) return undefined;
  } catch {
    // Reported below per entry, as AWS does, not as an error of the whole request.
  }
  return { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}
