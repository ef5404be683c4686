import { Refusal } from './refusal.ts';
import type { Resource } from './template.ts';
import { policy, sub } from './template.ts';

const nobodyListens =
  'config.json: alarms.subscribers: found an empty list; expected a recipient of alarms about Trailwarden itself, in a deploy of the stage prod. Name an address, such as "alarms": { "subscribers": ["mailto:security@example.com"] }';

/**
 * The SNS topic of the alarms with its subscriptions, its policy, and a KMS key that CloudWatch may use. Throws a
 * `Refusal` for the stage prod without subscribers.
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

const keyAdministration = [
  'kms:DescribeKey',
  'kms:GetKeyPolicy',
  'kms:PutKeyPolicy',
  'kms:UpdateKeyDescription',
  'kms:GetKeyRotationStatus',
  'kms:EnableKeyRotation',
  'kms:DisableKeyRotation',
  'kms:EnableKey',
  'kms:DisableKey',
  'kms:TagResource',
  'kms:UntagResource',
  'kms:ListResourceTags',
  'kms:ScheduleKeyDeletion',
  'kms:CancelKeyDeletion',
];

// CloudWatch can publish to an encrypted topic only with a customer key: the policy of aws/sns does not admit it.
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
        // In a key policy `*` means the key itself.
        Resource: '*',
      },
      {
        // CloudWatch calls KMS itself, and AWS documents no condition key for that call: a condition on one that it
        // does not send would silence every alarm. The topic policy restricts the source to this account's alarms.
        Sid: 'AlarmsEncrypt',
        Effect: 'Allow',
        Principal: cloudWatch,
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
      },
    ),
  },
};
