import { heartbeat, heartbeatPattern } from '#domain/facts/heartbeat.ts';
import type { NamedPattern } from '#domain/facts/patterns.ts';
import { memberPatterns, organizationPatterns } from '#domain/facts/patterns.ts';
import type { MemberSide } from './names.ts';
import { centralBusArn, sharedNames } from './names.ts';
import { onlyEncrypted } from './queue-policies.ts';
import type { Resource, Template } from './template.ts';
import { attribute, logicalId, policy, sub } from './template.ts';

/**
 * The patterns that members forward. Patterns of organization calls are deployed in every account, although they match
 * only in the management account and delegated administrators, because an account can become one later.
 */
export function forwardedPatterns(): readonly NamedPattern[] {
  return [
    ...memberPatterns(),
    ...organizationPatterns().map((named) => ({ ...named, onlyIn: 'us-east-1' as const })),
    { name: 'heartbeat', pattern: heartbeatPattern },
  ];
}

/** The template with the forwarding rules and the heartbeat, deployed in every Region of every watched account. */
export function memberRules(side: MemberSide): Template {
  const patterns = forwardedPatterns();
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'Trailwarden in a watched account: its rules. Deploy in every Region, after the roles.',
    Conditions: { RecordsGlobalCalls: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
    Resources: {
      DeadLetters: deadLetters(side),
      DeadLettersPolicy: deadLettersPolicy(side, patterns),
      ...Object.fromEntries(patterns.map((named) => [`${logicalId(named.name)}Rule`, rule(side, named)])),
      HeartbeatSchedule: heartbeatSchedule(side),
    },
  };
}

function rule(side: MemberSide, { name, pattern, onlyIn }: NamedPattern): Resource {
  const names = sharedNames(side.suffix);
  return {
    Type: 'AWS::Events::Rule',
    ...(onlyIn && { Condition: 'RecordsGlobalCalls' }),
    Properties: {
      Name: names.rule(name),
      Description: 'Carries events on to Trailwarden.',
      EventPattern: pattern,
      State: 'ENABLED',
      Targets: [
        {
          Id: 'central-bus',
          Arn: sub(centralBusArn(side)),
          RoleArn: sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${names.forwardingRole}`),
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: attribute('DeadLetters', 'Arn') },
        },
      ],
    },
  };
}

/** The rules' dead-letter queue; it has to be in their Region (EventBridge User Guide). */
function deadLetters({ suffix }: MemberSide): Resource {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: sharedNames(suffix).deadLetters,
      MessageRetentionPeriod: 1209600,
      SqsManagedSseEnabled: true,
    },
  };
}

function deadLettersPolicy({ suffix }: MemberSide, patterns: readonly NamedPattern[]): Resource {
  const { rule: nameOf } = sharedNames(suffix);
  const rules = patterns.map(({ name }) =>
    sub(`arn:\${AWS::Partition}:events:\${AWS::Region}:\${AWS::AccountId}:rule/${nameOf(name)}`),
  );
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'DeadLetters' }],
      PolicyDocument: policy(
        {
          Sid: 'RulesSend',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: attribute('DeadLetters', 'Arn'),
          Condition: { ArnEquals: { 'aws:SourceArn': rules } },
        },
        onlyEncrypted([attribute('DeadLetters', 'Arn')]),
      ),
    },
  };
}

/** The schedule has no dead-letter queue: a missing heartbeat is detected by the central account. */
function heartbeatSchedule({ config, suffix }: MemberSide): Resource {
  const names = sharedNames(suffix);
  const minutes = config.schedules.heartbeatMinutes;
  return {
    Type: 'AWS::Scheduler::Schedule',
    Properties: {
      Name: names.heartbeatSchedule,
      Description: 'Shows Trailwarden that events of this Region still arrive.',
      ScheduleExpression: `rate(${minutes} minutes)`,
      // Spreads the heartbeats of thousands of accounts over several minutes.
      FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: Math.min(15, minutes - 1) },
      State: 'ENABLED',
      Target: {
        Arn: sub('arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'),
        RoleArn: sub(`arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${names.heartbeatRole}`),
        EventBridgeParameters: { Source: heartbeat.source, DetailType: heartbeat.detailType },
        Input: '{}',
        RetryPolicy: { MaximumEventAgeInSeconds: 60 * minutes, MaximumRetryAttempts: 3 },
      },
    },
  };
}
