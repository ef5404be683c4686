import { ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, paginateListEventSourceMappings } from '@aws-sdk/client-lambda';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';

/** A rule on the central bus. */
export interface CentralRule {
  readonly name: string;
  readonly arn: string;
  readonly enabled: boolean;
  /** The event sources of its pattern. */
  readonly sources: readonly string[];
}

/** An event source mapping of a function. */
export interface EventSourceMapping {
  readonly id: string;
  /** The ARN of the queue or stream. */
  readonly source: string;
  /** The state as Lambda names it, e.g. `Enabled`, `Disabled`, `Updating`. */
  readonly state: string;
}

/** The clients with which the central account's deployed parts are read. */
export interface CentralClients {
  readonly lambda: LambdaClient;
  readonly events: EventBridgeClient;
  readonly sqs: SQSClient;
}

function sourcesIn(pattern: string | undefined): readonly string[] {
  const { source } = JSON.parse(pattern ?? '{}') as { source?: unknown };
  return Array.isArray(source) ? source.map(String) : [];
}

/** The environment variables of a function. This and the functions below throw the SDK's error when AWS refuses. */
export async function variablesOf(
  { lambda }: Pick<CentralClients, 'lambda'>,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const answer = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name }));
  return answer.Environment?.Variables ?? {};
}

/** The event source mappings of a function: queues and streams. */
export async function eventSourceMappingsOf(
  { lambda }: CentralClients,
  name: string,
): Promise<readonly EventSourceMapping[]> {
  const found: EventSourceMapping[] = [];
  for await (const page of paginateListEventSourceMappings({ client: lambda }, { FunctionName: name }))
    for (const { UUID = '', EventSourceArn = '', State = '' } of page.EventSourceMappings ?? [])
      found.push({ id: UUID, source: EventSourceArn, state: State });
  return found;
}

/** The rules on a bus. One page is read: a bus has fewer than 100 of ours. */
export async function rulesOn({ events }: CentralClients, bus: string): Promise<readonly CentralRule[]> {
  const { Rules = [] } = await events.send(new ListRulesCommand({ EventBusName: bus, Limit: 100 }));
  return Rules.map(({ Name = '', Arn = '', State, EventPattern }) => ({
    name: Name,
    arn: Arn,
    enabled: State !== 'DISABLED',
    sources: sourcesIn(EventPattern),
  }));
}

/** A queue's policy as text (empty when it has none), and the approximate number of messages in it. */
export async function queueAt(
  { sqs }: Pick<CentralClients, 'sqs'>,
  url: string,
): Promise<{ readonly policy: string; readonly waiting: number }> {
  const names = ['Policy', 'ApproximateNumberOfMessages'] as const;
  const ask = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...names] });
  const { Attributes = {} } = await sqs.send(ask);
  return {
    policy: Attributes['Policy'] ?? '',
    waiting: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
  };
}

/** Puts one event on a bus and returns the event id that EventBridge assigned. Throws when EventBridge rejects the entry. */
export async function putOnBus(
  { events }: CentralClients,
  entry: {
    readonly bus: string;
    readonly source: string;
    readonly detailType: string;
    readonly detail: object;
  },
): Promise<string> {
  const { bus: EventBusName, source: Source, detailType: DetailType, detail } = entry;
  const Entries = [{ EventBusName, Source, DetailType, Detail: JSON.stringify(detail) }];
  const { Entries: [answer] = [] } = await events.send(new PutEventsCommand({ Entries }));
  if (answer?.EventId === undefined)
    throw new Error(`${answer?.ErrorCode ?? 'EventBridge'}: ${answer?.ErrorMessage ?? 'it was not taken'}`);
  return answer.EventId;
}
