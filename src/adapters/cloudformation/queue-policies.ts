import type { Resource, Statement } from './template.ts';
import { attribute, policy } from './template.ts';

/** Denies every call on these queues that does not come over TLS (SQS Developer Guide, security best practices). */
export function onlyEncrypted(queues: readonly unknown[]): Statement {
  return {
    Sid: 'OnlyEncrypted',
    Effect: 'Deny',
    Principal: '*',
    Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    Resource: queues,
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** The queue policies of the centre's queues, by logical id, to which no rule sends. A queue has one policy. */
export function encryptedQueues(queues: readonly string[]): Readonly<Record<string, Resource>> {
  return Object.fromEntries(
    queues.map((id) => [
      `${id}Policy`,
      {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { Queues: [{ Ref: id }], PolicyDocument: policy(onlyEncrypted([attribute(id, 'Arn')])) },
      },
    ]),
  );
}
