import type { AnyResource, AnyTemplate } from './schema-check.ts';
import { exceptions } from './wildcards.ts';

/** A rule of ours for templates; it answers what breaks it, by logical id. */
export interface OwnRule {
  readonly says: string;
  readonly breaches: (template: AnyTemplate) => readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;
interface PolicyStatement {
  readonly id: string;
  readonly Effect?: string;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Fields;
}

/** What CloudFormation cannot know and we insist on. */
export const ownRules: readonly OwnRule[] = [
  {
    says: 'what is kept is encrypted',
    breaches: (template) => [
      ...of(
        template,
        'AWS::SQS::Queue',
        ({ SqsManagedSseEnabled, KmsMasterKeyId }) => SqsManagedSseEnabled ?? KmsMasterKeyId,
      ),
      ...of(template, 'AWS::SNS::Topic', ({ KmsMasterKeyId }) => KmsMasterKeyId),
      ...of(template, 'AWS::S3::Bucket', ({ BucketEncryption }) => BucketEncryption),
    ],
  },
  {
    says: 'tables are retained, protected and can be restored to any second',
    breaches: (template) =>
      of(
        template,
        'AWS::DynamoDB::Table',
        ({ DeletionProtectionEnabled, PointInTimeRecoverySpecification: recovery }, resource) =>
          DeletionProtectionEnabled === true &&
          (recovery as Fields | undefined)?.['PointInTimeRecoveryEnabled'] === true &&
          (resource as unknown as Fields)['DeletionPolicy'] === 'RetainExceptOnCreate' &&
          (resource as unknown as Fields)['UpdateReplacePolicy'] === 'Retain',
      ),
  },
  {
    says: 'every queue has a dead-letter queue, after five receives or more, or is one',
    breaches: (template) => {
      const dead = deadLetterQueues(template);
      return Object.entries(template.Resources)
        .filter(([id, { Type, Properties }]) => {
          if (Type !== 'AWS::SQS::Queue' || dead.has(id)) return false;
          return Number((Properties?.['RedrivePolicy'] as Fields | undefined)?.['maxReceiveCount'] ?? 0) < 5;
        })
        .map(([id]) => id);
    },
  },
  {
    says: 'what fails for good in an asynchronous consumer is kept',
    breaches: (template) => [
      ...rulesWithoutDeadLetters(template),
      ...of(
        template,
        'AWS::Lambda::EventSourceMapping',
        (mapping) =>
          mapping['StartingPosition'] === undefined ||
          text(mapping['DestinationConfig']).includes('OnFailure'),
      ),
    ],
  },
  {
    says: 'a message stays hidden for six times as long as its function may run, and while its batch is gathered',
    breaches: (template) =>
      of(template, 'AWS::Lambda::EventSourceMapping', (mapping) => {
        const queue = template.Resources[target(mapping['EventSourceArn'])];
        const fn = template.Resources[target(mapping['FunctionName'])];
        return (
          queue?.Type !== 'AWS::SQS::Queue' ||
          Number(queue.Properties?.['VisibilityTimeout'] ?? 30) >=
            6 * Number(fn?.Properties?.['Timeout'] ?? 3) +
              Number(mapping['MaximumBatchingWindowInSeconds'] ?? 0)
        );
      }),
  },
  {
    says: 'no policy allows an action with a wildcard',
    breaches: (template) =>
      allowed(template)
        .filter(({ Action }) => texts(Action).some((action) => /[*?]/.test(action)))
        .map(({ id }) => id),
  },
  {
    says: 'a resource with a wildcard is on the list, with its reason',
    breaches: (template) =>
      allowed(template).flatMap((statement) =>
        wildcardsOf(statement).filter((wildcard) => !exceptions.some(({ what }) => what.test(wildcard))),
      ),
  },
  {
    says: 'no policy is public',
    breaches: (template) =>
      allowed(template)
        .filter(
          ({ Principal, Condition }) =>
            texts(Principal).includes('*') &&
            !('aws:PrincipalOrgID' in ((Condition?.['StringEquals'] ?? {}) as Fields)),
        )
        .map(({ id }) => id),
  },
  {
    says: 'a service may use a queue, topic or member role only for us',
    breaches: (template) =>
      allowed(template)
        .filter(
          ({ id, Principal, Condition }) =>
            text(Principal).includes('"Service"') &&
            !text(Principal).includes('lambda.amazonaws.com') &&
            !/aws:Source(Arn|Account)/.test(text(Condition)) &&
            // What CloudWatch sends when it calls KMS for an alarm is documented nowhere; the topic's policy asks instead.
            id !== 'AlarmKey',
        )
        .map(({ id }) => id),
  },
  {
    says: 'every log group is kept for a while and no longer, and every function has one',
    breaches: (template) => [
      ...of(template, 'AWS::Logs::LogGroup', ({ RetentionInDays }) => RetentionInDays),
      ...functionsWithoutLogs(template),
    ],
  },
];

/** The wildcards in what a statement is about: `<actions> on <resource>`, as the list of exceptions has them. */
export function wildcardsOf({ Action, Resource }: PolicyStatement): readonly string[] {
  return texts(Resource)
    .filter((resource) => /[*?]/.test(resource))
    .map((resource) => `${texts(Action).join(' ')} on ${resource}`);
}

/** All Allow statements of all policies in a template, with the logical id of where they stand. */
export function allowed(template: AnyTemplate): readonly PolicyStatement[] {
  return Object.entries(template.Resources)
    .flatMap(([id, { Properties }]) => statementsIn(Properties, id))
    .filter(({ Effect }) => Effect === 'Allow');
}

function statementsIn(value: unknown, id: string): PolicyStatement[] {
  if (Array.isArray(value)) return value.flatMap((part) => statementsIn(part, id));
  if (typeof value !== 'object' || value === null) return [];
  if ('Effect' in value) return [{ ...value, id } as PolicyStatement];
  return Object.values(value).flatMap((part) => statementsIn(part, id));
}

function of(
  template: AnyTemplate,
  type: string,
  holds: (properties: Fields, resource: AnyResource) => unknown,
): string[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type && !holds(resource.Properties ?? {}, resource))
    .map(([id]) => id);
}

const text = (value: unknown): string => JSON.stringify(value ?? '');

/** All texts in a policy's value; what is filled in later is named by what it refers to. */
function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(texts);
  if (typeof value !== 'object' || value === null) return [];
  if ('Fn::GetAtt' in value || 'Ref' in value) return [];
  if ('Fn::Join' in value)
    return [
      (value['Fn::Join'] as [string, unknown[]])[1]
        .map((part) => (typeof part === 'string' ? part : text(part)))
        .join(''),
    ];
  return Object.values(value).flatMap(texts);
}

/** The logical id that an intrinsic leads to. */
function target(value: unknown): string {
  return /"(?:Ref|Fn::GetAtt)":\[?"(\w+)"/.exec(text(value))?.[1] ?? '';
}

function deadLetterQueues(template: AnyTemplate): ReadonlySet<string> {
  const places = [
    ...text(template.Resources).matchAll(
      /"(?:deadLetterTargetArn|DeadLetterConfig":\{"Arn|OnFailure":\{"Destination)":\{"Fn::GetAtt":\["(\w+)"/g,
    ),
  ];
  return new Set(places.map(([, id = '']) => id));
}

function rulesWithoutDeadLetters(template: AnyTemplate): string[] {
  const kept = new Set(
    Object.values(template.Resources)
      .filter(
        ({ Type, Properties }) =>
          Type === 'AWS::Lambda::EventInvokeConfig' && text(Properties).includes('OnFailure'),
      )
      .map(({ Properties }) => target(Properties?.['FunctionName'])),
  );
  return of(template, 'AWS::Events::Rule', ({ Targets }) =>
    (Targets as Fields[]).every(
      (one) => one['DeadLetterConfig'] !== undefined || kept.has(target(one['Arn'])),
    ),
  );
}

function functionsWithoutLogs(template: AnyTemplate): string[] {
  const groups = new Set(
    Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::Logs::LogGroup')
      .map(({ Properties }) => String(Properties?.['LogGroupName'])),
  );
  return of(template, 'AWS::Lambda::Function', ({ FunctionName }) =>
    groups.has(`/aws/lambda/${String(FunctionName)}`),
  );
}
