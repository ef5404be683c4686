import type { Config } from '#config/config.ts';
import { heartbeatPattern } from '#domain/facts/heartbeat.ts';
import { centralPatterns, ownPatterns } from '#domain/facts/patterns.ts';
import { testEvent, testPattern } from '#domain/facts/test-event.ts';
import { forwardedPatterns } from './member-rules.ts';
import type { MemberSide } from './names.ts';
import { sharedNames } from './names.ts';
import { onlyEncrypted } from './queue-policies.ts';
import type { Resource, Statement } from './template.ts';
import { attribute, logicalId, policy, sub } from './template.ts';

/** A rule of the centre: on the central bus or on the default bus, to one of the two queues of events. */
export interface CentralPattern {
  readonly name: string;
  readonly pattern: object;
  readonly on: 'central' | 'default';
  readonly to: 'Events' | 'Heartbeats';
}

/** The rules of the centre, which is in `account` (an id, or a reference to it). */
export function patternsOfCentre(account: unknown): readonly CentralPattern[] {
  // Events about the detector itself arrive on the default bus of the central account.
  const here = ownPatterns().filter(({ onlyIn }) => onlyIn === undefined);
  const test = { name: 'test-alert', pattern: testPattern(account) };
  const heartbeats = {
    name: 'heartbeat',
    pattern: heartbeatPattern,
    on: 'central',
    to: 'Heartbeats',
  } as const;
  return [
    ...centralPatterns().map((named) => ({ ...named, on: 'central', to: 'Events' }) as const),
    ...here.map((named) => ({ ...named, on: 'default', to: 'Events' }) as const),
    { ...test, on: 'central', to: 'Events' },
    heartbeats,
  ];
}

/**
 * The rules on the central bus, the rules on the default bus that watch the detector itself, and queue policies that
 * admit exactly these rules. Heartbeats have their own queue and function, so a forged heartbeat never starts an evaluation.
 */
export function centralRules(): Readonly<Record<string, Resource>> {
  const patterns = patternsOfCentre({ Ref: 'AWS::AccountId' });
  return { ...rulesTo('Events', patterns), ...rulesTo('Heartbeats', patterns) };
}

/** Those of the rules that send to `<to>Queue`, and to `<to>DeadLetters` what cannot be delivered. */
function rulesTo(to: CentralPattern['to'], patterns: readonly CentralPattern[]) {
  const [queue, deadLetters] = [`${to}Queue`, `${to}DeadLetters`];
  const target = {
    Id: 'queue',
    Arn: attribute(queue, 'Arn'),
    RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
    DeadLetterConfig: { Arn: attribute(deadLetters, 'Arn') },
  };
  const own = patterns.filter((one) => one.to === to);
  const rules = own.map(({ name, pattern, on }): readonly [string, Resource] => {
    const bus = on === 'central' ? { EventBusName: { Ref: 'CentralBus' } } : {};
    const Properties = { ...bus, EventPattern: pattern, Targets: [target] };
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

/**
 * The sources of the events that members forward. Only AWS puts events with a source `aws.…` (PutEvents refuses it), so
 * all that a member can make up by itself is a heartbeat of its own account.
 */
export function forwardedSources(): readonly string[] {
  return [...new Set(forwardedPatterns().flatMap(({ pattern }) => pattern.source))].sort();
}

/**
 * Admits the forwarding role to the central bus, with the sources that members forward: of any account of the
 * organization, else of the configured accounts. Changes of incidents and test events come from the centre alone.
 */
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
      StringEquals: {
        'events:source': forwardedSources(),
        ...(id !== undefined && { 'aws:PrincipalOrgID': id }),
      },
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

/** Denies every event that does not come over TLS. EventBridge's own deliveries carry no such mark, and are not concerned. */
export const onlyEncryptedEvents: Statement = {
  Sid: 'OnlyEncrypted',
  Effect: 'Deny',
  Principal: '*',
  Action: 'events:PutEvents',
  Resource: attribute('CentralBus', 'Arn'),
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};
