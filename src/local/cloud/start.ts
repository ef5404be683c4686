import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { fileURLToPath } from 'node:url';
import { requirePackages, unpack } from '#local/package/packages.ts';
import { createActivity } from './activity.ts';
import { createAgenda } from './agenda.ts';
import { createBuses } from './bus.ts';
import { createCallers, rootKey } from './callers.ts';
import { createClock } from './clock.ts';
import type { LocalCloud, LocalCloudOptions } from './cloud.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import { forwarder } from './forwarding.ts';
import { createFunctions, type Functions } from './functions.ts';
import { startGateway, type CallRecord, type GatewayParts } from './gateway.ts';
import { startMappings } from './mappings.ts';
import { createPassingTime, runDue } from './passing-time.ts';
import { startQueues, type Queues } from './queues.ts';
import { createRoles, type Roles } from './roles.ts';
import { startSchedules } from './schedules.ts';
import { createServices } from './services.ts';
import { readStack, type Stack } from './stack.ts';
import { createTables } from './tables.ts';
import { createTargets } from './targets.ts';
import type { Template } from './template.ts';

const projectRoot = fileURLToPath(new URL('../../../', import.meta.url));

// The gateway's port is part of the template (queue URLs), so it listens before these are there.
interface Late {
  roles?: Roles;
  functions?: Functions;
  answer?: GatewayParts['answer'];
}

/** Starts every part in turn; `stops` receives what undoes each, also when a later one fails. */
export async function startParts(
  options: LocalCloudOptions,
  stops: (() => unknown)[],
  stop: () => Promise<void>,
): Promise<LocalCloud> {
  const packages = requirePackages(options.root ?? projectRoot);
  const codeDirectory = unpack(options.root ?? projectRoot, packages);
  const { name, stage, region } = packages.service;
  const accountId = options.accountId ?? '999999999999';
  const place = {
    accountId,
    region,
    partition: 'aws',
    stackName: `${name}-${stage}`,
    parameters: options.stackParameters,
  };
  const clock = createClock(options.startAt);
  const organization = options.organizationOf?.(clock) ?? options.organization;
  const activity = createActivity();
  const agenda = createAgenda(clock);
  stops.push(() => agenda.stop());
  const callers = createCallers(accountId);
  const calls: CallRecord[] = [];

  // Java takes longest to start, so it starts first; nothing waits for it that need not.
  const dynamoDb = startDynamoDbLocal();
  const queuesStarting = startQueues(region, clock);
  stops.push(async () => (await dynamoDb.catch(() => undefined))?.stop());
  stops.push(async () => (await queuesStarting.catch(() => undefined))?.stop());
  const queues = await queuesStarting;

  const late: Late = {};
  const gateway = await startGateway({
    ...{ clock, activity, callers, place, calls, fault: options.fault },
    roles: () => required(late.roles),
    kill: (processId) => late.functions?.kill(processId),
    answer: (call, caller) => required(late.answer)(call, caller),
  });
  stops.push(() => gateway.stop());

  const template = structuredClone(packages.template) as Template;
  const stack = readStack(options.templateEdit?.(template) ?? template, {
    ...place,
    endpoint: gateway.endpoint,
  });
  const roles = createRoles(stack);
  const { environment } = options;
  const functions = createFunctions({ stack, codeDirectory, clock, activity, callers, roles, environment });
  stops.push(() => functions.stop());
  Object.assign(late, { roles, functions });
  const parts = { stack, clock, activity, agenda, functions, queues, roles };
  const targets = createTargets(parts);
  const buses = createBuses(stack, targets, () => clock.now());
  const [{ endpoint: dynamoDbEndpoint }] = await Promise.all([dynamoDb, queues.create(stack)]);
  let pokeStreams = (): void => undefined;
  late.answer = createServices({
    ...{ place, queues, organization, buses: () => buses, dynamoDb: dynamoDbEndpoint },
    parameters: options.parameters ?? {},
    secrets: options.secrets ?? {},
    now: () => clock.now(),
    wrote: () => pokeStreams(),
  });
  const tables = rootClient(gateway.endpoint, region);
  stops.push(() => tables.destroy());
  await createTables(tables, stack);
  const { sqs, streams } = startMappings(parts, dynamoDbEndpoint);
  pokeStreams = () => streams.forEach((stream) => stream.poke());
  stops.push(() => [...sqs, ...streams].forEach((mapping) => mapping.stop()));
  const schedules = startSchedules({ stack, clock, agenda, targets, active: options.schedules ?? true });
  // The organization's deeds also come due at real pace, when nobody jumps.
  const ticking = setInterval(() => runDue({ agenda, organization, clock }), 50).unref();
  stops.push(() => clearInterval(ticking));
  return {
    ...createPassingTime({ clock, activity, agenda, queues, sqs, streams, organization }),
    ...{ endpoint: gateway.endpoint, clock, stack, functions, calls, tables, stop },
    undelivered: targets.undelivered,
    deliver: forwarder({ stack, buses, calls, clock, options }),
    putEvents: (entries) => buses.putEvents(entries),
    invoke: (functionName, event) => functions.invoke(functionName, event),
    runSchedule: (functionName) => schedules.run(functionName),
    ...handsOn(stack, queues),
  };
}

function required<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the local cloud is still starting');
  return value;
}

function rootClient(endpoint: string, region: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    region,
    credentials: { accessKeyId: rootKey, secretAccessKey: 'local' },
  });
}

function handsOn(stack: Stack, queues: Queues): Pick<LocalCloud, 'queue' | 'sendMessage' | 'nameOf'> {
  const nameOf = (logicalId: string): string => {
    const types = [
      'AWS::SQS::Queue',
      'AWS::DynamoDB::Table',
      'AWS::Lambda::Function',
      'AWS::Events::EventBus',
    ] as const;
    for (const type of types) {
      const found = stack.of(type).find((part) => part.logicalId === logicalId || part.name === logicalId);
      if (found) return found.name;
    }
    throw new Error(`the template has no queue, table, function or bus ${logicalId}`);
  };
  return {
    nameOf,
    queue: async (name) => required((await queues.inspect([nameOf(name)]))[0]),
    sendMessage: async (queue, body) =>
      void (await queues.call('SendMessage', nameOf(queue), { MessageBody: body })),
  };
}
