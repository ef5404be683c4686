import type { Resource } from './template.ts';
import { policy, sub } from './template.ts';

/** A deploy that is refused, because nobody would hear of it if it failed later. */
class NobodyListens extends Error {
  override readonly name = 'NobodyListens';
  // The framework prints the stack of what was thrown, of which only the words help.
  override readonly stack = `Nobody would hear it if Trailwarden itself failed. Name somebody in config.json, for example:
  "alarms": { "subscribers": ["mailto:security@example.com"] }`;
  override readonly message = this.stack;
}

/**
 * Where alarms are told: a topic whose key CloudWatch may use, and those who hear of them. Throws in prod as long as
 * nobody would.
 */
export function alarmTopic(
  subscribers: readonly string[],
  stage: string,
): Readonly<Record<string, Resource>> {
  if (stage === 'prod' && subscribers.length === 0) throw new NobodyListens();
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
          ...fromOurAlarms('AlarmsPublish', 'sns:Publish'),
          Resource: { Ref: 'AlarmTopic' },
        }),
      },
    },
    AlarmKey: alarmKey,
  };
}

function fromOurAlarms(Sid: string, Action: string | readonly string[]) {
  const alarmsHere = sub('arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*');
  return {
    Sid,
    Effect: 'Allow',
    Principal: { Service: 'cloudwatch.amazonaws.com' },
    Action,
    Condition: {
      ArnLike: { 'aws:SourceArn': alarmsHere },
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    },
  } as const;
}

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
      { ...fromOurAlarms('AlarmsEncrypt', ['kms:Decrypt', 'kms:GenerateDataKey']), Resource: '*' },
    ),
  },
};
