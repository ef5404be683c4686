import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BusEvent } from '#simulators/wire.ts';
import type { Buses, PutEventsEntry } from './bus.ts';
import type { VirtualClock } from './clock.ts';
import type { InvocationResult } from './function-worker.ts';
import type { Functions } from './functions.ts';
import type { CallRecord, Fault } from './gateway.ts';
import type { PassingTime } from './passing-time.ts';
import type { QueueReport } from './queues.ts';
import type { Organization } from './services.ts';
import type { Stack } from './stack.ts';
import type { Undelivered } from './targets.ts';
import type { Template } from './template.ts';

/** What a simulated organization stands on. */
export interface Ground {
  readonly clock: VirtualClock;
  /** An event on a member account's default bus: its rule sends it on to the central bus, if the bus policy allows. */
  deliver(event: BusEvent, from: { readonly account: string; readonly region: string }): ForwardingResult;
}

/** A service as it was packaged. */
export interface DeployedService {
  /** The compiled CloudFormation template, parsed. */
  readonly template: unknown;
  /** Holds a directory for each function, by the name of its package, with what its zip holds. */
  readonly codeDirectory: string;
  readonly service: { readonly name: string; readonly stage: string; readonly region: string };
}

/** How a local cloud is started; everything but what it runs has a default. */
export interface LocalCloudOptions {
  readonly deployed: DeployedService;
  /** What the clock shows at first, in milliseconds since the epoch; default: real time. */
  readonly startAt?: number;
  /** The central account; default 999999999999. */
  readonly accountId?: string;
  readonly organizationId?: string;
  readonly organization?: Organization;
  /** Instead of `organization`, when that needs the local cloud's clock and a way to deliver its events. */
  readonly organizationOf?: (ground: Ground) => Organization;
  /** SSM parameters and secrets, by name. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly secrets?: Readonly<Record<string, string>>;
  /** Values of the template's own parameters. */
  readonly stackParameters?: Readonly<Record<string, string>>;
  /** More environment, by function name; `*` for all. */
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The member accounts' rule: which events their default buses send on. Default: all. */
  readonly forward?: (event: BusEvent) => boolean;
  /** The role the members' rules send with, by name; default `forwarding`. */
  readonly forwardingRole?: string;
  /** Whether that role's own policy allows it; by default it does. */
  readonly forwardingRoleMay?: (action: string, resource: string) => boolean;
  /** Changes the compiled template before it is read, e.g. to take a permission away. */
  readonly templateEdit?: (template: Template) => Template;
  /** The endpoint of a running DynamoDB Local to share, as each of its own costs a second; default: one of its own. */
  readonly dynamoDb?: string;
  readonly fault?: Fault;
  /** Whether a write makes streams be read at once; false: four times a second only, as Lambda does. Default true. */
  readonly eagerStreams?: boolean;
  /** How many processes of one function may be busy at once, while further invocations wait; default 4. */
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
  /** What lies in a queue, by name or logical id. */
  queue(name: string): Promise<QueueReport>;
  /** Puts a message into a queue, by name or logical id, with root's rights. */
  sendMessage(queue: string, body: string): Promise<void>;
  /** Physical name of a table, queue or function by its logical id. */
  nameOf(logicalId: string): string;
  /** An access key of a session of one of the template's roles: a person who may do what that role may. */
  credentialsOf(roleLogicalId: string): { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** DynamoDB with root's rights. */
  readonly tables: DynamoDBClient;
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
  /** Fires a function's schedules now. */
  runSchedule(functionName: string): void;
  stop(): Promise<void>;
}

/** What became of an event on a member account's default bus. */
export type ForwardingResult = 'forwarded' | 'not matched' | 'refused';
