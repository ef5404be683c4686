import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { alarmTopic } from '#adapters/cloudformation/alarm-topic.ts';
import { compiled } from './templates.ts';

const { Resources } = compiled();
const idsOf = (type: string) =>
  Object.entries(Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id]) => id);
const alarmIds = idsOf('AWS::CloudWatch::Alarm');

const statements = (id: string, document: string) =>
  (Resources[id]?.Properties?.[document] as { readonly Statement: readonly unknown[] }).Statement;
const ourAlarms = {
  ArnLike: {
    'aws:SourceArn': {
      'Fn::Sub': 'arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*',
    },
  },
  StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
};

describe('somebody is told', () => {
  test('of every dead-letter queue that is not empty, and of every other queue that is not worked off', () => {
    for (const id of idsOf('AWS::SQS::Queue'))
      expect(alarmIds).toContain(id.endsWith('DeadLetters') ? `${id}NotEmptyAlarm` : `${id}OldAlarm`);
  });

  test('of the sweep only when it takes longer than 5,000 accounts do: two at a time, 3 s each, spread over 15 minutes', () => {
    const { Threshold } = Resources['SweepQueueOldAlarm']?.Properties as { readonly Threshold: number };
    expect(Threshold).toBeGreaterThan((5000 / 2) * 3 + 900);
  });

  test('of every function that fails or is throttled', () => {
    for (const id of idsOf('AWS::Lambda::Function'))
      expect(alarmIds).toEqual(expect.arrayContaining([`${id}ErrorsAlarm`, `${id}ThrottlesAlarm`]));
  });

  test('of every stream reader that falls behind', () => {
    const readers = Object.values(Resources).filter(
      ({ Type, Properties }) =>
        Type === 'AWS::Lambda::EventSourceMapping' && Properties?.['StartingPosition'],
    );
    expect(alarmIds.filter((id) => id.endsWith('BehindAlarm'))).toHaveLength(readers.length);
  });

  test('when a sweep has not finished in 26 hours and when no heartbeat comes any more', () => {
    const [sweep, heartbeat] = ['SweepNotFinishedAlarm', 'NoHeartbeatAlarm'].map(
      (id) => Resources[id]?.Properties,
    );
    expect(sweep).toMatchObject({
      Namespace: 'Trailwarden',
      MetricName: 'HoursSinceSweep',
      Threshold: 26,
      TreatMissingData: 'breaching',
    });
    // The metric of this stage, and of no other one in the account.
    const { Environment } = Resources['ReconcileDayLambdaFunction']?.Properties as {
      Environment: { Variables: Record<string, unknown> };
    };
    const service = Environment.Variables['POWERTOOLS_SERVICE_NAME'];
    expect(sweep?.['Dimensions']).toEqual([{ Name: 'service', Value: service }]);
    expect(heartbeat).toMatchObject({ EvaluationPeriods: 2, Period: 3600, TreatMissingData: 'breaching' });
  });

  test('when nothing looks at parts or at open places any more, in half an hour', () => {
    for (const id of ['LookAtPartsLambdaFunction', 'WatchOpenLambdaFunction'])
      expect(Resources[`${id}NotRunAlarm`]?.Properties).toMatchObject({
        Namespace: 'AWS/Lambda',
        MetricName: 'Invocations',
        Dimensions: [{ Name: 'FunctionName', Value: { Ref: id } }],
        Statistic: 'Sum',
        Period: 900,
        EvaluationPeriods: 2,
        Threshold: 0,
        ComparisonOperator: 'LessThanOrEqualToThreshold',
        TreatMissingData: 'breaching',
      });
  });

  test('of each alarm and of its end, through a topic of our own alarms whose key CloudWatch may use', () => {
    for (const id of alarmIds)
      expect(Resources[id]?.Properties).toMatchObject({
        AlarmActions: [{ Ref: 'AlarmTopic' }],
        OKActions: [{ Ref: 'AlarmTopic' }],
      });
    const cloudWatch = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } };
    // Without a condition: one that CloudWatch does not meet would silence every alarm.
    const mayEncrypt = { Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' };
    expect(statements('AlarmKey', 'KeyPolicy')).toContainEqual({
      Sid: 'AlarmsEncrypt',
      ...cloudWatch,
      ...mayEncrypt,
    });
    expect(statements('AlarmTopicPolicy', 'PolicyDocument')).toEqual([
      expect.objectContaining({ ...cloudWatch, Action: 'sns:Publish', Condition: ourAlarms }),
    ]);
  });
});

describe('a deploy of prod that nobody would hear of', () => {
  test('is refused, with the words that help', () => {
    expect(() => alarmTopic([], 'prod')).toThrow(/^config\.json: alarms\.subscribers: .*"subscribers".*$/);
  });

  test('is fine on any other stage, and with somebody who hears', () => {
    expect(Object.keys(alarmTopic([], 'dev'))).toContain('AlarmTopic');
    expect(
      alarmTopic(['mailto:security@example.com'], 'prod')['AlarmTopic']?.Properties['Subscription'],
    ).toEqual([{ Protocol: 'email', Endpoint: 'security@example.com' }]);
  });
});

const text = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');

test('docs/operating.md says where every function logs, and what lies in every dead-letter queue', () => {
  for (const id of idsOf('AWS::Lambda::Function')) {
    const { FunctionName } = Resources[id]?.Properties as { FunctionName: string };
    expect(text).toContain(`| \`/aws/lambda/${FunctionName.replace(/-dev$/, '')}\` |`);
  }
  for (const id of idsOf('AWS::SQS::Queue').filter((name) => name.endsWith('DeadLetters')))
    expect(text).toContain(`\`${id}\``);
});

test('docs/operating.md has a section for every kind of alarm', () => {
  const kinds = new Set(
    alarmIds.map(
      (id) =>
        /(NotEmpty|Old|Behind|Errors|Throttles|SweepNotFinished|NoHeartbeat|NotRun)Alarm$/.exec(id)?.[1],
    ),
  );
  for (const kind of kinds) expect(text).toMatch(new RegExp(`^#+ .*\\b${kind}\\b`, 'm'));
});
