import { heartbeatPattern } from '#domain/facts/heartbeat.ts';
import type { EventPattern } from '#domain/facts/patterns.ts';
import { centralPatterns } from '#domain/facts/patterns.ts';
import type { MemberSide } from './names.ts';
import { sharedNames } from './names.ts';
import type { Resource, Statement } from './template.ts';
import { attribute, logicalId, policy, sub } from './template.ts';

/**
 * The rules on the central bus and the queues' leave to be filled by exactly these. Heartbeats have a queue and a
 * reader of their own, so whatever claims to be one can never lead to an evaluation.
 */
export function centralRules(): Readonly<Record<string, Resource>> {
  const events = centralPatterns().map(({ name, pattern }) => [`${logicalId(name)}Rule`, pattern] as const);
  return {
    ...rulesTo('Events', events),
    ...rulesTo('Heartbeats', [['HeartbeatRule', heartbeatPattern]]),
  };
}

/** Rules that fill `<to>Queue`; what cannot be delivered goes to `<to>DeadLetters`. */
function rulesTo(to: 'Events' | 'Heartbeats', patterns: readonly (readonly [string, EventPattern])[]) {
  const [queue, deadLetters] = [`${to}Queue`, `${to}DeadLetters`];
  const target = {
    Id: 'queue',
    Arn: attribute(queue, 'Arn'),
    RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
    DeadLetterConfig: { Arn: attribute(deadLetters, 'Arn') },
  };
  const rules = patterns.map(([id, pattern]): readonly [string, Resource] => {
    const Properties = { EventBusName: { Ref: 'CentralBus' }, EventPattern: pattern, Targets: [target] };
    return [id, { Type: 'AWS::Events::Rule', Properties }];
  });
  const PolicyDocument = policy({
    Sid: 'RulesSend',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: [attribute(queue, 'Arn'), attribute(deadLetters, 'Arn')],
    Condition: { ArnEquals: { 'aws:SourceArn': rules.map(([id]) => attribute(id, 'Arn')) } },
  });
  const Properties = { Queues: [{ Ref: queue }, { Ref: deadLetters }], PolicyDocument };
  return { ...Object.fromEntries(rules), [`${queue}Policy`]: { Type: 'AWS::SQS::QueuePolicy', Properties } };
}

/** Who may put events on the central bus: the forwarding role, of the organization or of the configured accounts. */
export function busStatement({ config, suffix }: MemberSide, accounts: readonly string[]): Statement {
  const { id } = config.organization;
  const role = sub(`arn:\${AWS::Partition}:iam::*:role/${sharedNames(suffix).forwardingRole}`);
  return {
    Sid: 'MembersForward',
    Effect: 'Allow',
    Principal: id === undefined ? { AWS: accounts } : '*',
    Action: 'events:PutEvents',
    Resource: attribute('CentralBus', 'Arn'),
    Condition: {
      ArnLike: { 'aws:PrincipalArn': role },
      ...(id !== undefined && { StringEquals: { 'aws:PrincipalOrgID': id } }),
    },
  };
}
