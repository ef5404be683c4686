import * as z from 'zod';

// Strict objects: an unlisted property makes the start fail, so no property is silently ignored.
// `inert` properties are known and have no effect on loopback.
const inert = z.unknown().optional();
const number = z.coerce.number();
const boolean = z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]);
const document = z.record(z.string(), z.unknown());
const tags = { Tags: inert };

const lambdaFunction = z.strictObject({
  FunctionName: z.string().optional(),
  Code: z.strictObject({ S3Bucket: inert, S3Key: z.string() }),
  Handler: z.string(),
  Role: z.string(),
  Timeout: number.default(3),
  MemorySize: number.default(128),
  Runtime: z.string(),
  ReservedConcurrentExecutions: number.optional(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.coerce.string()).default({}) }).optional(),
  Architectures: inert,
  Description: inert,
  EphemeralStorage: inert,
  LoggingConfig: inert,
  TracingConfig: inert,
  RecursiveLoop: inert,
  ...tags,
});

const filters = z.strictObject({ Filters: z.array(z.strictObject({ Pattern: z.string() })) });

const eventSourceMapping = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: boolean.default(true),
  BatchSize: number.optional(),
  MaximumBatchingWindowInSeconds: number.default(0),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  FilterCriteria: filters.optional(),
  ScalingConfig: z.strictObject({ MaximumConcurrency: number.optional() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  ParallelizationFactor: number.default(1),
  BisectBatchOnFunctionError: boolean.default(false),
  MaximumRetryAttempts: number.default(-1),
  MaximumRecordAgeInSeconds: number.default(-1),
  DestinationConfig: z
    .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
    .optional(),
  ...tags,
});

const queue = z.strictObject({
  QueueName: z.string().optional(),
  VisibilityTimeout: number.default(30),
  DelaySeconds: number.default(0),
  MessageRetentionPeriod: number.default(345_600),
  ReceiveMessageWaitTimeSeconds: number.default(0),
  MaximumMessageSize: number.optional(),
  RedrivePolicy: z.strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: number }).optional(),
  RedriveAllowPolicy: inert,
  SqsManagedSseEnabled: inert,
  KmsMasterKeyId: inert,
  KmsDataKeyReusePeriodSeconds: inert,
  ...tags,
});

const deadLetter = z.strictObject({ Arn: z.string() });
const retry = z.strictObject({
  MaximumRetryAttempts: number.default(185),
  MaximumEventAgeInSeconds: number.default(86_400),
});

const target = z.strictObject({
  Id: z.string().optional(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  Input: z.string().optional(),
  InputPath: z.string().optional(),
  InputTransformer: z
    .strictObject({ InputPathsMap: z.record(z.string(), z.string()).optional(), InputTemplate: z.string() })
    .optional(),
  DeadLetterConfig: deadLetter.optional(),
  RetryPolicy: retry.optional(),
});

const rule = z.strictObject({
  Name: z.string().optional(),
  EventBusName: z.string().default('default'),
  EventPattern: document.optional(),
  ScheduleExpression: z.string().optional(),
  State: z.enum(['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS']).default('ENABLED'),
  Targets: z.array(target).default([]),
  Description: inert,
  ...tags,
});

const schedule = z.strictObject({
  Name: z.string().optional(),
  ScheduleExpression: z.string(),
  ScheduleExpressionTimezone: z.literal('UTC').optional(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Target: target,
  FlexibleTimeWindow: inert,
  Description: inert,
});

const table = z.strictObject({
  TableName: z.string().optional(),
  AttributeDefinitions: z.array(
    z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
  StreamSpecification: z
    .strictObject({ StreamViewType: z.enum(['NEW_AND_OLD_IMAGES', 'NEW_IMAGE', 'OLD_IMAGE', 'KEYS_ONLY']) })
    .optional(),
  GlobalSecondaryIndexes: z.array(document).optional(),
  LocalSecondaryIndexes: z.array(document).optional(),
  BillingMode: inert,
  ProvisionedThroughput: inert,
  PointInTimeRecoverySpecification: inert,
  DeletionProtectionEnabled: inert,
  SSESpecification: inert,
  TableClass: inert,
  // Expiry by TTL is not simulated; AWS does not guarantee its moment either.
  TimeToLiveSpecification: inert,
  ...tags,
});

const role = z.strictObject({
  RoleName: z.string().optional(),
  Path: z.string().optional(),
  AssumeRolePolicyDocument: document,
  Policies: z.array(z.strictObject({ PolicyName: inert, PolicyDocument: document })).default([]),
  ManagedPolicyArns: z.array(z.string()).default([]),
  MaxSessionDuration: inert,
  Description: inert,
  ...tags,
});

/** The schema of every resource type the local cloud simulates, after intrinsics are resolved. */
export const resourceShapes = {
  'AWS::Lambda::Function': lambdaFunction,
  'AWS::Lambda::EventSourceMapping': eventSourceMapping,
  'AWS::Lambda::Permission': z.strictObject({
    FunctionName: z.string(),
    Action: z.string(),
    Principal: z.string(),
    SourceArn: z.string().optional(),
    SourceAccount: z.string().optional(),
    FunctionUrlAuthType: z.enum(['NONE', 'AWS_IAM']).optional(),
    InvokedViaFunctionUrl: z.boolean().optional(),
  }),
  'AWS::Lambda::Url': z.strictObject({
    AuthType: z.literal('NONE'),
    TargetFunctionArn: z.string(),
    InvokeMode: z.literal('BUFFERED').optional(),
  }),
  'AWS::Lambda::EventInvokeConfig': z.strictObject({
    FunctionName: z.string(),
    Qualifier: z.literal('$LATEST'),
    MaximumRetryAttempts: number.default(2),
    MaximumEventAgeInSeconds: number.default(21_600),
    DestinationConfig: z
      .strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() })
      .optional(),
  }),
  'AWS::SQS::Queue': queue,
  'AWS::SQS::QueuePolicy': z.strictObject({ Queues: z.array(z.string()), PolicyDocument: document }),
  'AWS::Events::EventBus': z.strictObject({ Name: z.string(), Description: inert, ...tags }),
  'AWS::Events::EventBusPolicy': z.strictObject({
    EventBusName: z.string().default('default'),
    StatementId: inert,
    Statement: document,
  }),
  'AWS::Events::Rule': rule,
  'AWS::Events::Connection': z.strictObject({
    AuthorizationType: z.literal('API_KEY'),
    AuthParameters: z.strictObject({
      ApiKeyAuthParameters: z.strictObject({ ApiKeyName: z.string(), ApiKeyValue: z.string() }),
    }),
  }),
  'AWS::Events::ApiDestination': z.strictObject({
    ConnectionArn: z.string(),
    HttpMethod: z.enum(['POST', 'PUT', 'PATCH']),
    InvocationEndpoint: z.url(),
    InvocationRateLimitPerSecond: inert,
  }),
  'AWS::Scheduler::Schedule': schedule,
  'AWS::DynamoDB::Table': table,
  'AWS::IAM::Role': role,
  'AWS::IAM::Policy': z.strictObject({
    PolicyName: inert,
    PolicyDocument: document,
    Roles: z.array(z.string()),
  }),
  'AWS::SNS::Topic': z.strictObject({
    TopicName: z.string().optional(),
    DisplayName: inert,
    KmsMasterKeyId: inert,
    Subscription: inert,
    ...tags,
  }),
  'AWS::SNS::TopicPolicy': z.strictObject({ Topics: z.array(z.string()), PolicyDocument: document }),
} as const;

/** The resource types that the local cloud simulates. */
export type KnownType = keyof typeof resourceShapes;

/** The checked properties of one type. */
export type Shape<Type extends KnownType> = z.infer<(typeof resourceShapes)[Type]>;
