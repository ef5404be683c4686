import type { AnyResource, AnyTemplate } from './schema-check.ts';

// What AWS takes of each kind, and what a simulator would pass over. Where each figure is written: CFN = CloudFormation
// quotas, IAM = IAM and STS quotas, EB = EventBridge quotas, SQS = SQS quotas and its CreateQueue, SNS = SNS quotas,
// KMS = PutKeyPolicy, Lambda = Lambda quotas and its API reference, CW = PutMetricAlarm, DDB = CreateTable.

type Fields = Readonly<Record<string, unknown>>;
interface Measured {
  readonly of: string;
  readonly value: number;
  readonly most: number;
}

/** What exceeds a limit or breaks a rule between two resources, as `<logical id>: <what>`; none is what is wanted. */
export function limitFaults(template: AnyTemplate): readonly string[] {
  const over = Object.entries(template.Resources).flatMap(([id, resource]) =>
    measures(resource)
      .filter(({ value, most }) => value > most)
      .map(({ of, value, most }) => `${id}: ${of} ${value} > ${most}`),
  );
  return [...templateFaults(template), ...over, ...visibilityFaults(template), ...retentionFaults(template)];
}

/** The names in a template that are written out, with what their kind takes. */
export function namesIn(template: AnyTemplate) {
  return Object.entries(template.Resources).flatMap(([id, { Type, Properties }]) => {
    const kind = nameOf[Type];
    const name = kind === undefined ? undefined : Properties?.[kind.property];
    return kind !== undefined && typeof name === 'string' ? [{ id, name, most: kind.most }] : [];
  });
}

const nameOf: Readonly<Record<string, { readonly property: string; readonly most: number }>> = {
  'AWS::IAM::Role': { property: 'RoleName', most: 64 }, // IAM
  'AWS::Lambda::Function': { property: 'FunctionName', most: 64 }, // Lambda, CreateFunction
  'AWS::Events::Rule': { property: 'Name', most: 64 }, // EB, PutRule
  'AWS::Scheduler::Schedule': { property: 'Name', most: 64 }, // EB Scheduler, CreateSchedule
  'AWS::SQS::Queue': { property: 'QueueName', most: 80 }, // SQS
  'AWS::Events::EventBus': { property: 'Name', most: 256 }, // EB, CreateEventBus
  'AWS::CloudFormation::StackSet': { property: 'StackSetName', most: 128 }, // CFN, CreateStackSet
  'AWS::DynamoDB::Table': { property: 'TableName', most: 255 }, // DDB
};

function measures({ Type, Properties = {} }: AnyResource): readonly Measured[] {
  const kind = nameOf[Type];
  const name = kind === undefined ? undefined : Properties[kind.property];
  const own = kind === undefined ? [] : [{ of: 'name', value: lengthOf(name), most: kind.most }];
  return [...own, ...(sizes[Type]?.(Properties) ?? [])];
}

const sizes: Readonly<Record<string, (properties: Fields) => readonly Measured[]>> = {
  'AWS::IAM::Role': (role) => [
    { of: 'trust policy', value: bare(role['AssumeRolePolicyDocument']), most: 2048 }, // IAM; white space not counted
    {
      of: 'sum of inline policies',
      value: list(role['Policies']).reduce<number>(
        (sum, one) => sum + bare((one as Fields)['PolicyDocument']),
        0,
      ),
      most: 10_240, // IAM
    },
    { of: 'description', value: lengthOf(role['Description']), most: 1000 },
  ],
  'AWS::Lambda::Function': (fn) => [
    { of: 'environment', value: size((fn['Environment'] as Fields | undefined)?.['Variables']), most: 4096 },
    { of: 'description', value: lengthOf(fn['Description']), most: 256 },
    { of: 'timeout', value: Number(fn['Timeout']), most: 900 },
  ],
  'AWS::Lambda::EventSourceMapping': (mapping) => {
    const { Filters } = (mapping['FilterCriteria'] ?? {}) as { readonly Filters?: readonly Fields[] };
    const patterns = (Filters ?? []).map(({ Pattern }) => String(Pattern).length);
    return [
      { of: 'filters', value: patterns.length, most: 5 },
      { of: 'filter', value: Math.max(0, ...patterns), most: 4096 },
      { of: 'batching window', value: Number(mapping['MaximumBatchingWindowInSeconds'] ?? 0), most: 300 },
    ];
  },
  'AWS::Events::Rule': (rule) => [
    { of: 'event pattern', value: size(rule['EventPattern']), most: 2048 }, // EB
    { of: 'targets', value: list(rule['Targets']).length, most: 5 }, // EB
    { of: 'description', value: lengthOf(rule['Description']), most: 512 },
  ],
  'AWS::Events::EventBusPolicy': (policy) => [
    { of: 'bus policy', value: size(policy['Statement']), most: 10_240 }, // EB
  ],
  'AWS::SQS::Queue': (queue) => [
    { of: 'visibility', value: Number(queue['VisibilityTimeout'] ?? 30), most: 43_200 },
    { of: 'retention', value: Number(queue['MessageRetentionPeriod'] ?? 345_600), most: 1_209_600 },
  ],
  'AWS::SQS::QueuePolicy': (policy) => [
    { of: 'queue policy', value: size(policy['PolicyDocument']), most: 20_480 },
  ],
  'AWS::SNS::TopicPolicy': (policy) => [
    { of: 'topic policy', value: size(policy['PolicyDocument']), most: 30_720 },
  ],
  'AWS::KMS::Key': (key) => [{ of: 'key policy', value: size(key['KeyPolicy']), most: 32_768 }],
  'AWS::CloudWatch::Alarm': (alarm) => [
    { of: 'description', value: lengthOf(alarm['AlarmDescription']), most: 1024 },
    { of: 'actions', value: list(alarm['AlarmActions']).length, most: 5 },
  ],
  'AWS::CloudFormation::StackSet': (set) => [
    { of: 'template', value: Buffer.byteLength(String(set['TemplateBody'])), most: 51_200 }, // CFN
    { of: 'description', value: lengthOf(set['Description']), most: 1024 },
  ],
};

function templateFaults(template: AnyTemplate): readonly string[] {
  const measured = [
    { of: 'resources', value: Object.keys(template.Resources).length, most: 500 }, // CFN
    { of: 'outputs', value: Object.keys((template as unknown as Fields)['Outputs'] ?? {}).length, most: 200 }, // CFN
    { of: 'bytes, from S3', value: Buffer.byteLength(JSON.stringify(template)), most: 1_048_576 }, // CFN
  ];
  return measured
    .filter(({ value, most }) => value > most)
    .map(({ of, value, most }) => `template: ${of} ${value} > ${most}`);
}

/** Lambda developer guide: six times the time-out, and the batching window; else a message comes twice. */
function visibilityFaults({ Resources }: AnyTemplate): readonly string[] {
  return Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
    if (Type !== 'AWS::Lambda::EventSourceMapping' || Properties['StartingPosition'] !== undefined) return [];
    const id = target(Properties['EventSourceArn']);
    const timeout = Number(
      Resources[target(Properties['FunctionName'])]?.Properties?.['Timeout'] ?? Number.NaN,
    );
    const least = 6 * timeout + Number(Properties['MaximumBatchingWindowInSeconds'] ?? 0);
    const visibility = Number(Resources[id]?.Properties?.['VisibilityTimeout'] ?? 30);
    return visibility >= least ? [] : [`${id}: visibility ${visibility} < ${least}`];
  });
}

/** A message keeps its age when it becomes a dead letter: these have to be kept for as long at least (SQS developer guide). */
function retentionFaults({ Resources }: AnyTemplate): readonly string[] {
  const kept = (queue: AnyResource | undefined) =>
    Number(queue?.Properties?.['MessageRetentionPeriod'] ?? 345_600);
  return Object.entries(Resources).flatMap(([id, queue]) => {
    const letters = target(
      (queue.Properties?.['RedrivePolicy'] as Fields | undefined)?.['deadLetterTargetArn'],
    );
    if (queue.Type !== 'AWS::SQS::Queue' || letters === '') return [];
    return kept(Resources[letters]) >= kept(queue) ? [] : [`${id}: kept for longer than its dead letters`];
  });
}

const lengthOf = (value: unknown): number => (typeof value === 'string' ? value.length : 0);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const size = (value: unknown): number => filledIn(value).length;
const bare = (value: unknown): number => filledIn(value).replaceAll(/\s/g, '').length;

function target(value: unknown): string {
  return /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(JSON.stringify(value ?? ''))?.[1] ?? '';
}

// As long as CloudFormation may make them: the longest partition and Region, and a name of 80 characters.
const pseudo: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws-us-gov',
  'AWS::Region': 'ap-northeast-1',
  'AWS::AccountId': '123456789012',
};
const someArn = `arn:aws-us-gov:dynamodb:ap-northeast-1:123456789012:${'n'.repeat(80)}`;

/** What is compared with the limit: the JSON after CloudFormation has filled everything in. */
function filledIn(value: unknown): string {
  return JSON.stringify(value ?? {}, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null) return part;
    if ('Ref' in part) return pseudo[String(part.Ref)] ?? someArn;
    if ('Fn::GetAtt' in part) return someArn;
    if ('Fn::Sub' in part) {
      return String(part['Fn::Sub']).replaceAll(
        /\$\{([\w:.]+)\}/g,
        (_all, name: string) => pseudo[name] ?? someArn,
      );
    }
    if ('Fn::Join' in part) {
      const [between, parts] = part['Fn::Join'] as [string, unknown[]];
      return parts.map((one) => (typeof one === 'string' ? one : someArn)).join(between);
    }
    return part;
  });
}
