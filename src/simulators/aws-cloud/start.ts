import { randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createActivity } from './activity.ts';
import { createAgenda } from './agenda.ts';
import { createAlarms } from './alarms.ts';
import { createBuses } from './bus.ts';
import { createCallers, rootKey } from './callers.ts';
import { createClock } from './clock.ts';
import { createInventory } from './inventory.ts';
import type { LocalCloud, LocalCloudOptions } from './local-cloud.ts';
import { startDynamoDbLocal } from './dynamodb-local.ts';
import type { Database } from './dynamodb-local.ts';
import { forwarder } from './forwarding.ts';
import { createAddresses } from './function-url.ts';
import { createFunctions } from './functions.ts';
import type { Functions } from './functions.ts';
import { startGateway } from './gateway.ts';
import type { CallRecord, GatewayParts } from './gateway.ts';
import type { MappingParts } from './mapping.ts';
import { startMappings } from './mappings.ts';
import { physicalNameIn } from './physical-names.ts';
import { createPassingTime, runDue } from './passing-time.ts';
import { startQueues } from './queues.ts';
import { createRoles } from './roles.ts';
import type { Roles } from './roles.ts';
import { startSchedules } from './schedules.ts';
import { createSecurityHub } from './security-hub.ts';
import { createServices } from './services.ts';
import { readStack } from './stack.ts';
import type { Stack } from './stack.ts';
import type { StreamMapping } from './stream-mapping.ts';
import { createTables } from './tables.ts';
import { createTargets } from './targets.ts';
import type { Template } from './template.ts';

// The gateway's port is part of the resolved template (queue URLs), so it listens before its services exist.
interface Late {
  roles?: Roles;
  functions?: Functions;
  answer?: GatewayParts['answer'];
  deliver?: LocalCloud['deliver'];
}

type Stops = (() => unknown)[];

/** Starts every part in turn; `stops` receives each part's stop function, also when a later part fails. */
export async function startParts(
  options: LocalCloudOptions,
  stops: Stops,
  stop: () => Promise<void>,
): Promise<LocalCloud> {
  const ground = await startGround(options, stops);
  const { clock, agenda, calls, gateway, queues } = ground;
  const parts = readTemplate(options, ground);
  const { stack, functions, roles } = parts;
  stops.push(() => functions.stop());
  const targets = createTargets(parts);
  const [buses, inventory] = [createBuses(stack, targets, () => clock.now()), createInventory(stack)];
  const [dynamoDb] = await Promise.all([ground.dynamoDb, queues.create(stack)]);
  const streams: StreamMapping[] = [];
  Object.assign(ground.late, { roles, functions });
  const deliver = (ground.late.deliver = forwarder({ stack, buses, calls, clock, options }));
  const wrote = (body: Parameters<ServiceParts['wrote']>[0]) =>
    streams.forEach((stream) => stream.wrote(body));
  ground.late.answer = servicesOf(options, ground, { buses, inventory, functions, dynamoDb, wrote });
  const tables = rootClient(gateway.endpoint, ground.place.region);
  stops.push(() => tables.destroy());
  await createTables(tables, stack);
  const mappings = startMappings({ ...parts, eagerStreams: options.eagerStreams ?? true }, dynamoDb);
  streams.push(...mappings.streams);
  stops.push(() => [...mappings.sqs, ...streams].forEach((mapping) => mapping.stop()));
  const schedules = startSchedules({ stack, clock, agenda, targets, active: options.schedules ?? true });
  const { endpoint } = gateway;
  const shown = { endpoint, clock, stack, functions, calls, tables, stop };
  return {
    ...createPassingTime({ ...ground, ...mappings }),
    ...shown,
    undelivered: targets.undelivered,
    deliver,
    putEvents: (entries) => buses.putEvents(entries),
    invoke: (functionName, event) => functions.invoke(functionName, event),
    request: createAddresses(stack, functions, () => clock.now()),
    runSchedule: (functionName) => schedules.run(functionName),
    ...handsOn(stack, ground),
  };
}

type ServiceParts = Parameters<typeof createServices>[0];

/** The AWS services that functions call. */
function servicesOf(
  { parameters = {}, secrets = {} }: LocalCloudOptions,
  { place, queues, organization, clock, securityHub, alarms }: Awaited<ReturnType<typeof startGround>>,
  parts: Pick<ServiceParts, 'buses' | 'inventory' | 'functions' | 'dynamoDb' | 'wrote'>,
): ReturnType<typeof createServices> {
  const now = () => clock.now();
  const own = { place, queues, organization, securityHub, alarms };
  return createServices({ ...parts, ...own, parameters, secrets, now });
}

/** Starts the parts that do not depend on the template; DynamoDB Local first, because Java takes longest. */
async function startGround(options: LocalCloudOptions, stops: Stops) {
  const { codeDirectory, service } = options.deployed;
  const { name, stage, region } = service;
  const accountId = options.accountId ?? '999999999999';
  const place = { accountId, region, partition: 'aws', stackName: `${name}-${stage}` };
  const clock = createClock(options.startAt);
  const time = { clock, activity: createActivity(), agenda: createAgenda(clock) };
  stops.push(() => time.agenda.stop());
  const late: Late = {};
  const deliver: LocalCloud['deliver'] = (event, from) => required(late.deliver)(event, from);
  const organization = options.organizationOf?.({ clock, deliver }) ?? options.organization;
  stops.push(tick(() => runDue({ ...time, organization })));
  const dynamoDb = databaseOf(options, stops);
  const queues = await startQueues(region, clock);
  stops.push(() => queues.stop());
  const callers = createCallers(accountId);
  const calls: CallRecord[] = [];
  const gateway = await startGateway({
    ...time,
    callers,
    place,
    calls,
    fault: options.fault,
    roles: () => required(late.roles),
    kill: (processId) => late.functions?.kill(processId),
    answer: (call, caller) => required(late.answer)(call, caller),
  });
  stops.push(() => gateway.stop());
  const parts = { codeDirectory, place, organization, dynamoDb, queues, callers, calls, late };
  const alarms = createAlarms(() => clock.now());
  return { ...time, ...parts, gateway, securityHub: createSecurityHub(place), alarms };
}

function databaseOf({ dynamoDb }: LocalCloudOptions, stops: Stops): Promise<Database> {
  const accessKeyId = `LOCAL${randomUUID().replaceAll('-', '').slice(0, 15).toUpperCase()}`;
  if (dynamoDb !== undefined) return Promise.resolve({ endpoint: dynamoDb, accessKeyId });
  const starting = startDynamoDbLocal();
  stops.push(async () => (await starting.catch(() => undefined))?.stop());
  const database = starting.then(({ endpoint }) => ({ endpoint, accessKeyId }));
  // Awaited only after other parts have started; until then a rejection would count as unhandled.
  database.catch(() => undefined);
  return database;
}

// The organization's scheduled actions also run as real time passes, not only when the clock is moved forward.
function tick(action: () => void): () => void {
  const timer = setInterval(action, 50).unref();
  return () => clearInterval(timer);
}

/** The stack of the compiled template, and its functions, ready to run. */
function readTemplate(
  options: LocalCloudOptions,
  ground: Awaited<ReturnType<typeof startGround>>,
): MappingParts {
  const { clock, activity, agenda, queues, callers, codeDirectory } = ground;
  const template = structuredClone(options.deployed.template) as Template;
  const place = { ...ground.place, endpoint: ground.gateway.endpoint, parameters: options.stackParameters };
  const stack = readStack(options.templateEdit?.(template) ?? template, place);
  const roles = createRoles(stack);
  const { environment, processes } = options;
  const common = { stack, codeDirectory, clock, activity, callers, roles };
  const functions = createFunctions({ ...common, environment, processes });
  return { stack, clock, activity, agenda, functions, queues, roles };
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

function roleCredentials(
  { callers, place: { accountId } }: Pick<Awaited<ReturnType<typeof startGround>>, 'callers' | 'place'>,
  stack: Stack,
  logicalId: string,
): ReturnType<LocalCloud['credentialsOf']> {
  const role = stack.of('AWS::IAM::Role').find((one) => one.logicalId === logicalId);
  if (!role) throw new Error(`the template has no role ${logicalId}`);
  const accessKeyId = `LOCAL${randomUUID().replaceAll('-', '').slice(0, 15).toUpperCase()}`;
  const arn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/person`;
  callers.add(accessKeyId, { principal: { accountId, arn, roleArn: role.arn }, isRoot: false });
  return { accessKeyId, secretAccessKey: 'local' };
}

function handsOn(
  stack: Stack,
  ground: Awaited<ReturnType<typeof startGround>>,
): Pick<LocalCloud, 'queue' | 'sendMessage' | 'nameOf' | 'credentialsOf' | 'securityHub' | 'alarms'> {
  const { queues } = ground;
  const nameOf = (logicalId: string): string => physicalNameIn(stack, logicalId);
  return {
    nameOf,
    securityHub: ground.securityHub.findings,
    alarms: ground.alarms,
    credentialsOf: (logicalId) => roleCredentials(ground, stack, logicalId),
    queue: async (name) => required((await queues.inspect([nameOf(name)]))[0]),
    sendMessage: async (queue, body) => {
      await queues.call('SendMessage', nameOf(queue), { MessageBody: body });
    },
  };
}
