import type { Template } from '#simulators/aws-cloud/template.ts';

/** The name of the queue of a consumer of incident changes on the central bus. */
export const consumer = 'HarnessConsumer';

/** The template with a consumer of incident changes on the central bus, so that a lost event is noticed. */
export function withConsumer(template: Template): Template {
  const arn = { 'Fn::GetAtt': [consumer, 'Arn'] };
  const rule = { 'Fn::GetAtt': ['HarnessRule', 'Arn'] };
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { ArnEquals: { 'aws:SourceArn': rule } },
  };
  const added = {
    [consumer]: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 1_209_600 } },
    HarnessRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'CentralBus' },
        EventPattern: { source: ['trailwarden'] },
        Targets: [{ Id: 'consumer', Arn: arn }],
      },
    },
    HarnessPolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: consumer }],
        PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
      },
    },
  };
  Object.assign(template.Resources, added);
  return template;
}
