import type { AwsCall } from '#simulators/wire.ts';
import type { RequestContext } from './iam-conditions.ts';
import { leadingKeyOf } from './leading-key.ts';
import { bodyOf, operationOf } from './requests.ts';

/** One permission that a call requires. */
export interface Demand {
  readonly action: string;
  readonly resource: string;
  readonly context?: RequestContext;
}

/** The caller's account and Region, for building ARNs from bare names. */
export interface CallPlace {
  readonly partition: string;
  readonly accountId: string;
  readonly region: string;
}

type Body = Record<string, unknown>;
type Finder = (body: Body, place: CallPlace, operation: string) => Demand[];

/** The permissions this call needs, or undefined when the local cloud does not know the operation. */
export function demandsOf(call: AwsCall, place: CallPlace): readonly Demand[] | undefined {
  const operation = operationOf(call);
  const finder = table[call.service]?.[operation] ?? families[call.service]?.(operation);
  return finder?.(bodyOf(call), place, operation);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const list = (value: unknown): Body[] => (Array.isArray(value) ? (value as Body[]) : []);
const arn = ({ partition, region, accountId }: CallPlace, service: string, resource: string): string =>
  resource.startsWith('arn:') ? resource : `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
const named = (place: CallPlace, service: string, prefix: string, name: string): string =>
  name.startsWith('arn:') ? name : arn(place, service, `${prefix}${name}`);

const tableArn = (place: CallPlace, name: unknown): string => named(place, 'dynamodb', 'table/', text(name));

const leadingKeys = (body: Body): RequestContext => ({ 'dynamodb:LeadingKeys': leadingKeyOf(body) });

const onTable: Finder = (body, place, operation) => {
  const index = text(body['IndexName']);
  const resource = tableArn(place, body['TableName']);
  return [
    {
      action: `dynamodb:${operation}`,
      resource: index === '' ? resource : `${resource}/index/${index}`,
      context: leadingKeys(body),
    },
  ];
};

const onTables: Finder = (body, place, operation) =>
  Object.keys((body['RequestItems'] ?? {}) as Body).map((name) => ({
    action: `dynamodb:${operation}`,
    resource: tableArn(place, name),
  }));

// A transaction needs the permission of each of its parts (DynamoDB Developer Guide, "IAM for transactions").
const inTransaction =
  (actions: Readonly<Record<string, string>>): Finder =>
  (body, place) =>
    list(body['TransactItems']).flatMap((item) =>
      Object.entries(item).map(([kind, part]) => ({
        action: `dynamodb:${actions[kind] ?? kind}`,
        resource: tableArn(place, (part as Body)['TableName']),
        context: leadingKeys(part as Body),
      })),
    );

const onQueue =
  (action?: string): Finder =>
  (body, place, operation) => {
    const name = text(body['QueueName']) || (text(body['QueueUrl']).split('/').at(-1) ?? '');
    return [{ action: `sqs:${action ?? operation}`, resource: arn(place, 'sqs', name) }];
  };

const putEvents: Finder = (body, place) =>
  list(body['Entries']).map((entry) => ({
    action: 'events:PutEvents',
    resource: named(place, 'events', 'event-bus/', text(entry['EventBusName']) || 'default'),
    context: { 'events:source': text(entry['Source']) },
  }));

const parameterArn = (place: CallPlace, name: unknown): string =>
  named(place, 'ssm', 'parameter/', text(name).replace(/^\//, ''));
const onAnything: (service: string) => Finder = (service) => (_body, _place, operation) => [
  { action: `${service}:${operation}`, resource: '*' },
];
const onTrail: Finder = (body, place, operation) => [
  {
    action: `cloudtrail:${operation}`,
    resource:
      text(body['EventDataStore']) ||
      named(place, 'cloudtrail', 'trail/', text(body['Name']) || text(body['TrailName'])),
  },
];
const onFunction =
  (action: string): Finder =>
  (body, place) => [
    { action: `lambda:${action}`, resource: named(place, 'lambda', 'function:', text(body['FunctionName'])) },
  ];
const onKey: Finder = (body, place, operation) => [
  { action: `kms:${operation}`, resource: named(place, 'kms', 'key/', text(body['KeyId'])) },
];

const table: Record<string, Record<string, Finder>> = {
  dynamodb: {
    ...Object.fromEntries(
      ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query', 'Scan', 'DescribeTable'].map((name) => [
        name,
        onTable,
      ]),
    ),
    BatchGetItem: onTables,
    BatchWriteItem: onTables,
    TransactWriteItems: inTransaction({
      Put: 'PutItem',
      Update: 'UpdateItem',
      Delete: 'DeleteItem',
      ConditionCheck: 'ConditionCheckItem',
    }),
    TransactGetItems: inTransaction({ Get: 'GetItem' }),
  },
  sqs: {
    ...Object.fromEntries(
      ['ReceiveMessage', 'GetQueueAttributes', 'GetQueueUrl'].map((name) => [name, onQueue()]),
    ),
    ...Object.fromEntries(
      ['SendMessage', 'DeleteMessage', 'ChangeMessageVisibility'].flatMap((name) => [
        [name, onQueue()],
        [`${name}Batch`, onQueue(name)],
      ]),
    ),
  },
  securityhub: {
    BatchImportFindings: (body, place) =>
      list(body['Findings']).map((finding) => ({
        action: 'securityhub:BatchImportFindings',
        resource: text(finding['ProductArn']) || arn(place, 'securityhub', 'product'),
      })),
  },
  events: {
    PutEvents: putEvents,
    ListRules: onAnything('events'),
    ListRuleNamesByTarget: onAnything('events'),
  },
  lambda: {
    GetFunctionConfiguration: onFunction('GetFunctionConfiguration'),
    ListEventSourceMappings: onAnything('lambda'),
    Invoke: onFunction('InvokeFunction'),
  },
  monitoring: { DescribeAlarms: onAnything('cloudwatch'), GetMetricData: onAnything('cloudwatch') },
  logs: {
    FilterLogEvents: (body, place, operation) => [
      {
        action: `logs:${operation}`,
        resource: arn(place, 'logs', `log-group:${text(body['logGroupName'])}`),
      },
    ],
  },
  ssm: {
    GetParameter: (body, place) => [
      { action: 'ssm:GetParameter', resource: parameterArn(place, body['Name']) },
    ],
    GetParameters: (body, place) =>
      (body['Names'] as unknown[]).map((name) => ({
        action: 'ssm:GetParameters',
        resource: parameterArn(place, name),
      })),
  },
  secretsmanager: {
    GetSecretValue: (body, place) => [
      { action: 'secretsmanager:GetSecretValue', resource: secretArn(place, text(body['SecretId'])) },
    ],
  },
  sts: {
    AssumeRole: (body) => [
      {
        action: 'sts:AssumeRole',
        resource: text(body['RoleArn']),
        context: { 'sts:ExternalId': body['ExternalId'] as string | undefined },
      },
    ],
    // Needs no permission, and cannot be denied one (STS API Reference).
    GetCallerIdentity: () => [],
  },
  cloudtrail: {
    ...Object.fromEntries(
      ['GetTrail', 'GetTrailStatus', 'GetEventSelectors', 'GetEventDataStore'].map((name) => [name, onTrail]),
    ),
    ...Object.fromEntries(
      ['DescribeTrails', 'ListTrails', 'ListEventDataStores'].map((name) => [name, onAnything('cloudtrail')]),
    ),
  },
  organizations: {
    DescribeAccount: (body, { partition, accountId }) => [
      {
        action: 'organizations:DescribeAccount',
        resource: `arn:${partition}:organizations::${accountId}:account/o-exampleorg/${text(body['AccountId'])}`,
      },
    ],
  },
  kms: Object.fromEntries(['DescribeKey', 'GetKeyPolicy'].map((name) => [name, onKey])),
};

/** A secret's ARN; AWS adds a dash and six characters to the name, so here it is `-local1`. */
export function secretArn(place: CallPlace, id: string): string {
  return id.startsWith('arn:') ? id : arn(place, 'secretsmanager', `secret:${id}-local1`);
}

// Services whose reading calls are all asked on `*`: their single answers come from the simulated organization.
const reading =
  (service: string) =>
  (operation: string): Finder | undefined =>
    /^(List|Describe|Get)/.test(operation) ? onAnything(service) : undefined;
const families: Record<string, (operation: string) => Finder | undefined> = {
  organizations: reading('organizations'),
  account: reading('account'),
};
