import { Refusal } from './refusal.ts';
import type { Resource } from './template.ts';
import { policy, sub } from './template.ts';

const nobodyListens =
  'config.json: alarms.subscribers: found an empty list; expected somebody who is told when Trailwarden itself fails, in a deploy of the stage prod. Name an address, such as "alarms": { "subscribers": ["mailto:security@example.com"] }';

/**
 * Where alarms are told: a topic whose key CloudWatch may use, and those who hear of them. Throws a `Refusal`
 * in prod as long as there is none.
 */
export function alarmTopic(
  subscribers: readonly string[],
  stage: string,
): Readonly<Record<string, Resource>> {
  if (stage === 'prod' && subscribers.length === 0) throw new Refusal(nobodyListens);
  return {
    AlarmTopic: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        DisplayName: 'Trailwarden',
        KmsMasterKeyId: { Ref: 'AlarmKey' },
        Subscription: subscribers.map((address) => ({
          Protocol: address.startsWith('mailto:') ? 'email' : 'https',
          Endpoint: address.replace(/^mailto:/, ''),
        })),
      },
    },
    AlarmTopicPolicy: {
      Type: 'AWS::SNS::TopicPolicy',
      Properties: {
        Topics: [{ Ref: 'AlarmTopic' }],
        PolicyDocument: policy({
          Sid: 'AlarmsPublish',
          Effect: 'Allow',
          Principal: cloudWatch,
          Action: 'sns:Publish',
          Resource: { Ref: 'AlarmTopic' },
          Condition: ourAlarms,
        }),
      },
    },
    AlarmKey: alarmKey,
  };
}

/** CloudWatch for the alarms of this account and Region (condition keys: SNS Developer Guide, access control). */
const ourAlarms = {
  ArnLike: {
    'aws:SourceArn': sub('arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*'),
  },
  StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
};
const cloudWatch = { Service: 'cloudwatch.amazonaws.com' };

const keyAdministration = ['DescribeKey', 'GetKeyPolicy', 'PutKeyPolicy', 'UpdateKeyDescription']
  .concat(['GetKeyRotationStatus', 'EnableKeyRotation', 'DisableKeyRotation', 'EnableKey', 'DisableKey'])
  .concat(['TagResource', 'UntagResource', 'ListResourceTags', 'ScheduleKeyDeletion', 'CancelKeyDeletion'])
  .map((action) => `kms:${action}`);

// Alarms reach an encrypted topic only through a customer key: the policy of aws/sns does not know CloudWatch.
const alarmKey: Resource = {
  Type: 'AWS::KMS::Key',
  Properties: {
    Description: 'Encrypts what alarms of Trailwarden say.',
    EnableKeyRotation: true,
    KeyPolicy: policy(
      {
        Sid: 'TheAccountAdministers',
        Effect: 'Allow',
        Principal: { AWS: sub('arn:${AWS::Partition}:iam::${AWS::AccountId}:root') },
        Action: keyAdministration,
        // In a key's policy `*` is the key itself.
        Resource: '*',
      },
      {
        // CloudWatch calls KMS itself, and AWS documents no condition key of that call: one that it does not send
        // would silence every alarm. Whose alarms these are is what the topic's own policy asks.
        Sid: 'AlarmsEncrypt',
        Effect: 'Allow',
        Principal: cloudWatch,
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
      },
    ),
  },
};
