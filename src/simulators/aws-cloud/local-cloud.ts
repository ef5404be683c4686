import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BusEvent } from '#simulators/wire.ts';
import type { Alarms } from './alarms.ts';
import type { Buses, PutEventsEntry } from './bus.ts';
import type { VirtualClock } from './clock.ts';
import type { InvocationResult } from './function-worker.ts';
import type { UrlAnswer, UrlRequest } from './function-url.ts';
import type { Functions } from './functions.ts';
import type { CallRecord, Fault } from './gateway.ts';
import type { PassingTime } from './passing-time.ts';
import type { QueueReport } from './queues.ts';
import type { SecurityHub } from './security-hub.ts';
import type { Organization } from './services.ts';
import type { Stack } from './stack.ts';
import type { Undelivered } from './targets.ts';
import type { Template } from './template.ts';

/** The clock and the event delivery that a simulated organization is built on. */
export interface Ground {
  readonly clock: VirtualClock;
  /** Puts an event on a member account's default bus; its rule forwards it if the central bus policy allows. */
  deliver(event: BusEvent, from: { readonly account: string; readonly region: string }): ForwardingResult;
}

/** A packaged service: compiled template and unpacked functions. */
export interface DeployedService {
  /** The compiled CloudFormation template, parsed. */
  readonly template: unknown;
  /** A directory with one subdirectory per function, named by its package, that holds the contents of its zip. */
  readonly codeDirectory: string;
  readonly service: { readonly name: string; readonly stage: string; readonly region: string };
}

/** The settings of a local cloud; all but `deployed` have defaults. */
export interface LocalCloudOptions {
  readonly deployed: DeployedService;
  /** The clock's initial time, in milliseconds since the epoch; default: real time. */
  readonly startAt?: number;
  /** The central account; default 999999999999. */
  readonly accountId?: string;
  readonly organizationId?: string;
  readonly organization?: Organization;
  /** Builds the organization from the local cloud's clock and event delivery; used instead of `organization`. */
  readonly organizationOf?: (ground: Ground) => Organization;
  /** SSM parameters and secrets, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Values of the template's own parameters. */
  readonly stackParameters?: Readonly<Record<string, string>>;
  /** More environment, by function name; `*` for all. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Which events the member accounts' rule forwards from their default buses. Default: all. */
  readonly forward?: (
    event: BusEvent,
    from: { readonly account: string; readonly region: string },
  ) => boolean;
  /** The role the members' rules send with, by name; default `forwarding`. */
  readonly forwardingRole?: string;
  /** Whether that role's own policy allows the forwarding; default true. */
  readonly forwardingRoleMay?: (action: string, resource: string, account: string) => boolean;
  /** Changes the compiled template before it is read, e.g. to take a permission away. */
  readonly templateEdit?: (template: Template) => Template;
  /** The endpoint of a running DynamoDB Local to share (a start takes a second); default: a new one is started. */
  readonly dynamoDb?: string;
  readonly fault?: Fault;
  /** True (default): streams are read right after a write; false: only four times a second, as Lambda does. */
  readonly eagerStreams?: boolean;
  /** How many invocations of one function may run at once; further ones wait. Default 4. */
  readonly processes?: number;
  /** Whether schedules fire as time passes; default true. */
  readonly schedules?: boolean;
}

/** A running local cloud. */
export interface LocalCloud extends PassingTime, Ground {
  /** The gateway: what AWS_ENDPOINT_URL would be. */
  readonly endpoint: string;
  readonly stack: Stack;
  readonly functions: Functions;
  /** Every AWS call of every function, in order. */
  readonly calls: readonly CallRecord[];
  /** Deliveries by rules and schedules that were refused. */
  readonly undelivered: readonly Undelivered[];
  /** PutEvents with root's rights. */
  putEvents(entries: readonly PutEventsEntry[]): ReturnType<Buses['putEvents']>;
  /** The messages in a queue, by the queue's name or logical id. */
  queue(name: string): Promise<QueueReport>;
  /** Sends a message to a queue, by the queue's name or logical id, with root's rights. */
  sendMessage(queue: string, body: string): Promise<void>;
  /** Physical name of a table, queue or function by its logical id. */
  nameOf(logicalId: string): string;
  /** An access key for a session of one of the template's roles, with that role's permissions. */
  credentialsOf(roleLogicalId: string): { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** DynamoDB with root's rights. */
  readonly tables: DynamoDBClient;
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
  /** The findings in the central account's Security Hub, by their ids. */
  readonly securityHub: SecurityHub['findings'];
  /** CloudWatch's alarms, none of which is on until a test raises it, and sums of metrics. */
  readonly alarms: Pick<Alarms, 'raise' | 'clear' | 'measure'>;
  /** Calls a function's public address, from outside. */
  request(functionName: string, request: UrlRequest): Promise<UrlAnswer>;
  /** Fires a function's schedules now. */
  runSchedule(functionName: string): void;
  stop(): Promise<void>;
}

/** Whether and where an event on a member account's default bus was delivered. */
export type ForwardingResult = 'forwarded' | 'not matched' | 'refused';
