import type { Template } from '#simulators/aws-cloud/template.ts';

const attribute = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** The template with what anybody may add beside it: a rule on the bus of incidents, and a queue. */
export function withConsumer(template: Template): Template {
  Object.assign(template.Resources, {
    ConsumerQueue: { Type: 'AWS::SQS::Queue', Properties: {} },
    ConsumerRule: {
      Type: 'AWS::Events::Rule',
      Properties: {
        EventBusName: { Ref: 'IncidentBus' },
        EventPattern: { source: ['trailwarden'] },
        Targets: [{ Id: 'consumer', Arn: attribute('ConsumerQueue') }],
      },
    },
    ConsumerQueuePolicy: {
      Type: 'AWS::SQS::QueuePolicy',
      Properties: {
        Queues: [{ Ref: 'ConsumerQueue' }],
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: attribute('ConsumerQueue'),
              Condition: { ArnEquals: { 'aws:SourceArn': attribute('ConsumerRule') } },
            },
          ],
        },
      },
    },
  });
  return template;
}
