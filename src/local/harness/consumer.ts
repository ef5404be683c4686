import { securityHubPolicy } from '#adapters/cloudformation/security-hub-policy.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';

/** The name of the queue of a consumer on the bus of incidents. */
export const consumer = 'HarnessConsumer';

/**
 * The template with a consumer on the bus of incidents, so that an event that is lost, or sent under another id, is noticed;
 * and with the permission that the deploy adds where Security Hub is switched on.
 */
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
        EventBusName: { Ref: 'IncidentBus' },
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
  Object.assign(template.Resources, added, securityHubPolicy({ securityHub: { enabled: true } }));
  return template;
}
