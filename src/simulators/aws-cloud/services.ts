import { createHash } from 'node:crypto';
import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';
import { accessDenied, faultAnswer, jsonAnswer } from './answers.ts';
import type { Alarms } from './alarms.ts';
import type { Buses, PutEventsEntry } from './bus.ts';
import type { Caller } from './callers.ts';
import type { Database } from './dynamodb-local.ts';
import type { Functions } from './functions.ts';
import type { Inventory } from './inventory.ts';
import { filterLogEvents } from './logs.ts';
import { secretArn, type CallPlace } from './operations.ts';
import { bodyOf, operationOf } from './requests.ts';
import { posterTo, type Poster } from './post.ts';
import type { Queues } from './queues.ts';
import type { SecurityHub } from './security-hub.ts';

/** The simulated organization: answers CloudTrail, STS, Organizations and all other calls to member accounts. */
export interface Organization {
  readonly services: ReadonlySet<string>;
  answer(call: AwsCall): Promise<AwsAnswer>;
  /** The moment (on the local cloud's clock) of its next scheduled action, e.g. the delivery of an event. */
  nextDue?(): number | undefined;
  /** Runs every scheduled action that is due by `now`. */
  runDue?(now: number): void;
}

/** The services that the gateway dispatches calls to. */
export interface ServiceParts {
  readonly place: CallPlace;
  readonly dynamoDb: Database;
  readonly queues: Queues;
  readonly buses: Buses;
  readonly inventory: Inventory;
  readonly securityHub: SecurityHub;
  readonly alarms: Alarms;
  readonly functions: Functions;
  readonly organization?: Organization | undefined;
  readonly parameters: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly now: () => number;
  /** Called after a write was answered; `body` names its table. */
  readonly wrote: (body: Buffer) => unknown;
}

/** Dispatches an authorized call to the simulator of its service. */
export function createServices(
  parts: ServiceParts,
): (call: AwsCall, caller: Caller | undefined) => Promise<AwsAnswer> {
  const post = posterTo(parts.dynamoDb.endpoint);
  const own: Record<string, (call: AwsCall, caller: Caller) => Promise<AwsAnswer> | AwsAnswer> = {
    dynamodb: (call) => toDynamoDb(call, post, parts),
    dynamodbstreams: (call) => toDynamoDb(call, post, parts),
    sqs: (call) => toQueues(call, parts),
    events: (call, caller) =>
      operationOf(call) === 'PutEvents' ? putEvents(call, caller, parts) : parts.inventory.events(call),
    lambda: (call) => (operationOf(call) === 'Invoke' ? invoked(call, parts) : parts.inventory.lambda(call)),
    securityhub: (call) => parts.securityHub.answer(call),
    monitoring: (call) => parts.alarms.answer(call),
    logs: (call) => filterLogEvents(call, parts.functions),
    ssm: (call) => fromParameters(call, parts),
    secretsmanager: (call) => fromSecrets(call, parts),
  };
  return async (call, caller) => {
    const service = own[call.service];
    // Keys issued by the organization (member roles) never reach the central account's own services.
    if (service && caller) return service(call, caller);
    if (parts.organization?.services.has(call.service))
      return parts.organization.answer(withCaller(call, caller));
    if (service) return accessDenied(call, `access key ${call.accessKeyId} is not of this account`);
    const message = `the local cloud does not know the service ${call.service}`;
    return faultAnswer(call, { status: 400, code: 'UnknownOperationException', message });
  };
}

/** Passes the caller's template role, which the organization does not know, in a header that only the gateway sets. */
function withCaller(call: AwsCall, caller: Caller | undefined): AwsCall {
  const headers = without(call.headers, ['x-local-caller-arn']);
  return { ...call, headers: caller ? { ...headers, 'x-local-caller-arn': caller.principal.arn } : headers };
}

function without(headers: AwsCall['headers'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)));
}

async function toDynamoDb(call: AwsCall, post: Poster, parts: ServiceParts): Promise<AwsAnswer> {
  const headers = without(call.headers, ['host', 'connection', 'content-length']);
  // The access key only selects the database here; the caller was authorized before.
  const authorization = (headers['authorization'] ?? '').replace(
    /Credential=[^/]+/,
    `Credential=${parts.dynamoDb.accessKeyId}`,
  );
  const answer = await post({ ...headers, authorization }, call.body);
  if (/^(Put|Update|Delete|BatchWrite|TransactWrite)/.test(operationOf(call))) parts.wrote(call.body);
  return answer;
}

/** Runs a function and answers what it returned, as a synchronous invocation does. */
async function invoked(call: AwsCall, { functions }: ServiceParts): Promise<AwsAnswer> {
  const name = String(bodyOf(call)['FunctionName']);
  const event: unknown = JSON.parse(call.body.toString() || '{}');
  const result = await functions.invoke(name, event);
  if (result.ok) return jsonAnswer(result.payload ?? null);
  const failed = jsonAnswer(result.error);
  return { ...failed, headers: { ...failed.headers, 'x-amz-function-error': 'Unhandled' } };
}

/** Within one account the caller's own policies suffice, but an explicit Deny of the bus policy still applies. */
function putEvents(call: AwsCall, { principal }: Caller, parts: ServiceParts): AwsAnswer {
  const entries = (bodyOf(call)['Entries'] ?? []) as PutEventsEntry[];
  const context = { 'aws:PrincipalArn': principal.arn, 'aws:PrincipalAccount': principal.accountId };
  const denied = entries.some(({ EventBusName = 'default', Source }) =>
    parts.buses.denies(EventBusName, principal, { ...context, 'events:source': Source }),
  );
  if (denied)
    return accessDenied(call, `${principal.arn} may not put these events: explicit deny of the bus`);
  return jsonAnswer(parts.buses.putEvents(entries));
}

async function toQueues(call: AwsCall, parts: ServiceParts): Promise<AwsAnswer> {
  const { partition, region, accountId } = parts.place;
  const answer = await parts.queues.forward(call.headers['x-amz-target'] ?? '', call.body);
  // The queue process uses account 000000000000 and its own URLs, which would bypass the gateway.
  const body = answer.body
    .replaceAll(
      /"QueueUrl":"[^"]*\/([^"/]+)"/g,
      (_whole, name: string) => `"QueueUrl":"http://${call.headers['host'] ?? ''}/${accountId}/${name}"`,
    )
    .replaceAll(`arn:aws:sqs:${region}:000000000000:`, `arn:${partition}:sqs:${region}:${accountId}:`);
  return { status: answer.status, headers: answer.headers, body: withPolicy(call, body, parts) };
}

/** Adds the template's queue policy to the answer, because the queue process does not store policies. */
function withPolicy(call: AwsCall, answer: string, { inventory }: ServiceParts): string {
  const { AttributeNames, QueueUrl } = bodyOf(call);
  const asked = Array.isArray(AttributeNames) && AttributeNames.includes('Policy');
  const policy = asked ? inventory.queuePolicy(String(QueueUrl).split('/').at(-1) ?? '') : undefined;
  if (policy === undefined) return answer;
  const { Attributes, ...rest } = JSON.parse(answer) as { Attributes?: Record<string, string> };
  return JSON.stringify({ ...rest, Attributes: { ...Attributes, Policy: policy } });
}

function fromParameters(call: AwsCall, parts: ServiceParts): AwsAnswer {
  const { place, parameters } = parts;
  const body = bodyOf(call);
  const asked = (operationOf(call) === 'GetParameters' ? body['Names'] : [body['Name']]) as string[];
  const found = asked.filter((name) => parameters[name] !== undefined);
  const answers = found.map((name) => ({
    Name: name,
    Type: 'SecureString',
    Value: parameters[name],
    Version: 1,
    LastModifiedDate: parts.now() / 1000,
    ARN: `arn:${place.partition}:ssm:${place.region}:${place.accountId}:parameter/${name.replace(/^\//, '')}`,
    DataType: 'text',
  }));
  if (operationOf(call) === 'GetParameters')
    return jsonAnswer({
      Parameters: answers,
      InvalidParameters: asked.filter((name) => !found.includes(name)),
    });
  if (answers.length > 0) return jsonAnswer({ Parameter: answers[0] });
  return faultAnswer(call, {
    status: 400,
    code: 'ParameterNotFound',
    message: `${String(asked[0])} is no parameter given to the local cloud`,
  });
}

function fromSecrets(call: AwsCall, parts: ServiceParts): AwsAnswer {
  const id = String(bodyOf(call)['SecretId']);
  const [name, value] =
    Object.entries(parts.secrets).find(
      ([candidate]) => candidate === id || secretArn(parts.place, candidate) === id,
    ) ?? [];
  if (name === undefined || value === undefined)
    return faultAnswer(call, {
      status: 400,
      code: 'ResourceNotFoundException',
      message: "Secrets Manager can't find the specified secret.",
    });
  const VersionId = createHash('sha256').update(value).digest('hex').slice(0, 36);
  return jsonAnswer({
    ARN: secretArn(parts.place, name),
    Name: name,
    SecretString: value,
    VersionId,
    VersionStages: ['AWSCURRENT'],
    CreatedDate: parts.now() / 1000,
  });
}
