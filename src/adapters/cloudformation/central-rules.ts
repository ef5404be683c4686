import type { Config } from '#config/config.ts';
import { heartbeatPattern } from '#domain/facts/heartbeat.ts';
import { centralPatterns, ownPatterns } from '#domain/facts/patterns.ts';
import { testEvent, testPattern } from '#domain/facts/test-event.ts';
import type { MemberSide } from './names.ts';
import { sharedNames } from './names.ts';
import { onlyEncrypted } from './queue-policies.ts';
import type { Resource, Statement } from './template.ts';
import { attribute, logicalId, policy, sub } from './template.ts';

/**
 * The rules on the central bus, the rules on the default bus that watch the detector itself, and queue policies that
 * admit exactly these rules. Heartbeats have their own queue and function, so a forged heartbeat never starts an evaluation.
 */
export function centralRules(): Readonly<Record<string, Resource>> {
  const bus = { Ref: 'CentralBus' };
  const onBus = centralPatterns().map((named) => ({ ...named, bus }));
  const test = { name: 'test-alert', pattern: testPattern({ Ref: 'AWS::AccountId' }), bus };
  // Events about the detector itself arrive on the default bus of the central account.
  const here = ownPatterns().filter(({ onlyIn }) => onlyIn === undefined);
  return {
    ...rulesTo('Events', [...onBus, ...here, test]),
    ...rulesTo('Heartbeats', [{ name: 'heartbeat', pattern: heartbeatPattern, bus }]),
  };
}

/** Rules that send to `<to>Queue`, and to `<to>DeadLetters` what cannot be delivered. */
function rulesTo(
  to: 'Events' | 'Heartbeats',
  patterns: readonly { readonly name: string; readonly pattern: object; readonly bus?: object }[],
) {
  const [queue, deadLetters] = [`${to}Queue`, `${to}DeadLetters`];
  const target = {
    Id: 'queue',
    Arn: attribute(queue, 'Arn'),
    RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
    DeadLetterConfig: { Arn: attribute(deadLetters, 'Arn') },
  };
  const rules = patterns.map(({ name, pattern, bus }): readonly [string, Resource] => {
    const on = bus === undefined ? {} : { EventBusName: bus };
    const Properties = { ...on, EventPattern: pattern, Targets: [target] };
    return [`${logicalId(name)}Rule`, { Type: 'AWS::Events::Rule', Properties }];
  });
  const both = [attribute(queue, 'Arn'), attribute(deadLetters, 'Arn')];
  const PolicyDocument = policy(
    {
      Sid: 'RulesSend',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: both,
      Condition: { ArnEquals: { 'aws:SourceArn': rules.map(([id]) => attribute(id, 'Arn')) } },
    },
    onlyEncrypted(both),
  );
  const Properties = { Queues: [{ Ref: queue }, { Ref: deadLetters }], PolicyDocument };
  return { ...Object.fromEntries(rules), [`${queue}Policy`]: { Type: 'AWS::SQS::QueuePolicy', Properties } };
}

/** The accounts admitted to the central bus when no organization id is configured: watched accounts and the management account. */
export function admittedAccounts(
  config: Pick<Config, 'accounts' | 'organization'> & {
    readonly cloudtrails: Pick<Config['cloudtrails'], 'accounts'>;
  },
): readonly string[] {
  const { managementAccountId: management } = config.organization;
  const watched = [...config.accounts.keys(), ...(config.cloudtrails.accounts ?? [])];
  return [...new Set([...watched, ...(management === undefined ? [] : [management])])];
}

/** Admits the forwarding role to the central bus: of any account of the organization, else of the configured accounts. */
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

/** Denies test events on the central bus to all but the central account, which overrides the statement that admits members. */
export function testStatement({ config }: MemberSide): Statement {
  return {
    Sid: 'OnlyTheCentreTests',
    Effect: 'Deny',
    Principal: '*',
    Action: 'events:PutEvents',
    Resource: attribute('CentralBus', 'Arn'),
    Condition: {
      StringEquals: { 'events:source': testEvent.source },
      StringNotEquals: { 'aws:PrincipalAccount': config.mainAccountId },
    },
  };
}
