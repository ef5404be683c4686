import type { MonitoredGroup, RecordPath } from './monitored-group.ts';

const inRequest = (...names: string[]): string[] => names.map((name) => `requestParameters.${name}`);

const lambda: RecordPath = {
  kind: 'function',
  paths: [
    'requestParameters.fullyQualifiedArn.relativeId.functionName',
    ...inRequest('functionName'),
    'responseElements.functionArn',
  ],
};
const mapping: RecordPath = { kind: 'event-source-mapping', paths: inRequest('uUID', 'uuid') };
const changeSet: RecordPath = { kind: 'change-set', paths: inRequest('changeSetName') };
const stackSet: RecordPath = { kind: 'stack-set', paths: inRequest('stackSetName') };

/** Prefix of the names of everything this detector deploys into an account. */
const ownPrefix = 'trailwarden';

/** The events that can disable the detector itself; they are evaluated only for its own resources. */
export const ofTheDetector: readonly MonitoredGroup[] = [
  {
    service: 'events',
    canBreak: 'the detector: its rules',
    where: 'own-member',
    affected: [{ kind: 'rule', paths: inRequest('name') }],
    reach: 'region',
    events: { harm: ['DeleteRule', 'DisableRule'], change: ['PutRule'] },
    keeps: ['state', 'eventBusName'],
    ownName: { parameter: 'name', prefixes: [ownPrefix] },
  },
  {
    service: 'events',
    canBreak: 'the detector: where its rules send',
    where: 'own-member',
    affected: [{ kind: 'rule', paths: inRequest('rule') }],
    reach: 'region',
    events: { harm: ['RemoveTargets'], change: ['PutTargets'] },
    keeps: ['eventBusName'],
    ownName: { parameter: 'rule', prefixes: [ownPrefix] },
  },
  {
    service: 'events',
    canBreak: 'the detector: its bus',
    where: 'own-central',
    affected: [{ kind: 'bus', paths: inRequest('name', 'eventBusName') }],
    reach: 'region',
    events: { harm: ['DeleteEventBus'], change: ['PutPermission', 'RemovePermission'] },
    keeps: ['statementId', 'removeAllPermissions'],
  },
  {
    service: 'scheduler',
    canBreak: 'the detector: its schedules',
    where: 'own-member',
    affected: [{ kind: 'schedule', paths: inRequest('name') }],
    reach: 'region',
    events: { harm: ['DeleteSchedule'], change: ['UpdateSchedule'] },
    keeps: ['state', 'groupName'],
    ownName: { parameter: 'name', prefixes: [ownPrefix] },
  },
  {
    service: 'lambda',
    canBreak: 'the detector: its functions',
    where: 'own-central',
    dated: true,
    affected: [lambda],
    reach: 'region',
    events: {
      harm: ['DeleteFunction'],
      change: [
        'UpdateFunctionCode',
        'UpdateFunctionConfiguration',
        'PutFunctionConcurrency',
        'RemovePermission',
      ],
    },
    keeps: ['reservedConcurrentExecutions', 'dryRun'],
  },
  {
    service: 'lambda',
    canBreak: 'the detector: what starts its functions',
    where: 'own-central',
    dated: true,
    affected: [lambda, mapping],
    reach: 'region',
    events: { harm: ['DeleteEventSourceMapping'], change: ['UpdateEventSourceMapping'] },
    keeps: ['enabled', 'uUID'],
  },
  {
    service: 'sqs',
    canBreak: 'the detector: its queues',
    where: 'own-central',
    affected: [{ kind: 'queue', paths: inRequest('queueUrl') }],
    reach: 'region',
    events: { harm: ['DeleteQueue', 'PurgeQueue'], change: ['SetQueueAttributes', 'AddPermission'] },
  },
  {
    service: 'dynamodb',
    canBreak: 'the detector: its memory',
    where: 'own-central',
    affected: [{ kind: 'table', paths: inRequest('tableName') }],
    reach: 'region',
    events: { harm: ['DeleteTable'], change: ['UpdateTable'] },
  },
  {
    service: 'cloudformation',
    canBreak: 'the detector: its stacks',
    where: 'own-member',
    affected: [{ kind: 'stack', paths: inRequest('stackName') }, changeSet],
    reach: 'region',
    events: { harm: ['DeleteStack'], change: ['UpdateStack', 'CancelUpdateStack', 'ExecuteChangeSet'] },
    // The console passes the ARN of the stack, whose prefix does not contain the stack's name.
    ownName: { parameter: 'stackName', prefixes: [ownPrefix, `StackSet-${ownPrefix}`, 'arn:'] },
    // The ARN of a change set does not contain the name of its stack.
    alsoBy: { parameter: 'changeSetName', prefixes: ['arn:'], events: ['ExecuteChangeSet'] },
  },
  {
    service: 'cloudformation',
    canBreak: 'the detector: its stack set',
    // The stack sets are in the management account when it deploys itself.
    where: 'own-member',
    affected: [stackSet],
    reach: 'region',
    events: { harm: ['DeleteStackInstances', 'DeleteStackSet'], change: ['UpdateStackSet'] },
    ownName: { parameter: 'stackSetName', prefixes: [ownPrefix, 'arn:'] },
  },
  {
    service: 'monitoring',
    canBreak: 'the detector: its alarms',
    where: 'own-central',
    affected: [{ kind: 'alarm', paths: inRequest('alarmNames', 'alarmName') }],
    reach: 'region',
    events: { harm: ['DeleteAlarms', 'DisableAlarmActions'], change: ['PutMetricAlarm', 'SetAlarmState'] },
    keeps: ['actionsEnabled', 'stateValue'],
  },
  {
    service: 'sns',
    canBreak: 'the detector: who hears its alarms',
    where: 'own-central',
    affected: [
      { kind: 'subscription', paths: inRequest('subscriptionArn') },
      { kind: 'topic', paths: inRequest('topicArn') },
    ],
    reach: 'region',
    events: { harm: ['Unsubscribe'], change: ['SetSubscriptionAttributes'] },
    keeps: ['attributeName'],
  },
  {
    service: 'ssm',
    canBreak: 'the detector: its secrets',
    where: 'own-central',
    affected: [{ kind: 'secret', paths: inRequest('name', 'names') }],
    reach: 'region',
    events: { harm: ['DeleteParameter', 'DeleteParameters'], change: ['PutParameter'] },
  },
  {
    service: 'secretsmanager',
    canBreak: 'the detector: its secrets',
    where: 'own-central',
    affected: [{ kind: 'secret', paths: inRequest('secretId', 'sECRETId') }],
    reach: 'region',
    events: {
      harm: ['DeleteSecret'],
      change: ['PutSecretValue', 'UpdateSecret', 'UpdateSecretVersionStage', 'PutResourcePolicy'],
    },
  },
];
