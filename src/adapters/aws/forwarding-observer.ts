import {
  EventBridgeClient,
  ListRuleNamesByTargetCommand,
  ListRulesCommand,
  ListTargetsByRuleCommand,
} from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import pLimit from 'p-limit';
import type { DeployedRule, DeployedTarget, ForwardingSight } from '#domain/facts/forwarding.ts';
import type { Sight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import type { ForwardingObserver, ForwardingQuestions } from '#ports/forwarding.ts';
import { allPages } from './all-pages.ts';
import type { AccountCredentials, AssumeReadRole } from './assumed-roles.ts';
import { clientDefaults } from './clients.ts';
import { digestOfPattern } from './digest-of.ts';
import { sight } from './refusals.ts';

/** Names of the forwarding parts; they are the same in every account and Region. */
export interface ForwardingNames {
  /** The prefix of the names of all Trailwarden rules. */
  readonly rulePrefix: string;
  /** The ARN of the central bus. */
  readonly bus: string;
  /** The name of the role that the rules send under. */
  readonly role: string;
  /** The dead-letter queue's name. */
  readonly deadLetters: string;
}

const regionsAtOnce = 6;

type Settings = ConstructorParameters<typeof EventBridgeClient>[0] &
  ConstructorParameters<typeof SQSClient>[0];

function rulesIn(events: EventBridgeClient, { rulePrefix }: ForwardingNames) {
  return sight('events:ListRules', () =>
    allPages<DeployedRule>(async (NextToken) => {
      const answer = await events.send(new ListRulesCommand({ NamePrefix: rulePrefix, NextToken }));
      const items = (answer.Rules ?? []).map(({ Name = '', State, EventPattern }) => ({
        name: Name,
        enabled: State !== 'DISABLED',
        digest: digestOfPattern(EventPattern),
      }));
      return { items, next: answer.NextToken };
    }),
  );
}

function sendingIn(events: EventBridgeClient, { bus }: ForwardingNames) {
  return sight('events:ListRuleNamesByTarget', () =>
    allPages<string>(async (NextToken) => {
      const answer = await events.send(new ListRuleNamesByTargetCommand({ TargetArn: bus, NextToken }));
      return { items: answer.RuleNames ?? [], next: answer.NextToken };
    }),
  );
}

interface Place {
  readonly account: AccountId;
  readonly region: Region;
}

function targetsOf(
  events: EventBridgeClient,
  { bus, role, deadLetters }: ForwardingNames,
  { account, region }: Place,
  rules: readonly string[],
) {
  const [, partition] = bus.split(':');
  const roleArn = `arn:${partition}:iam::${account}:role/${role}`;
  const queueArn = `arn:${partition}:sqs:${region}:${account}:${deadLetters}`;
  const targetOf = async (rule: string): Promise<DeployedTarget> => {
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule: rule }));
    const target = Targets.find(({ Arn }) => Arn === bus);
    return {
      rule,
      role: target?.RoleArn === roleArn,
      deadLetters: target?.DeadLetterConfig?.Arn === queueArn,
    };
  };
  return sight('events:ListTargetsByRule', () => Promise.all(rules.map(targetOf)));
}

async function deadLettersIn(sqs: SQSClient, url: string): Promise<Sight<number | 'no-queue'>> {
  const seen = await sight('sqs:GetQueueAttributes', async () => {
    const names = new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: ['ApproximateNumberOfMessages'],
    });
    const { Attributes } = await sqs.send(names);
    return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  });
  const gone = seen.kind === 'unreadable' && /NonExistentQueue|QueueDoesNotExist/.test(seen.why.code);
  return gone ? { kind: 'seen', value: 'no-queue' } : seen;
}

/** Reads an account's forwarding rules, targets and dead-letter queue through its read role: four calls a Region and one per target read, at most. */
export function awsForwardingObserver(parts: {
  assume: AssumeReadRole;
  names: ForwardingNames;
}): ForwardingObserver {
  const { requestHandler } = new EventBridgeClient(clientDefaults).config;
  async function lookAt(
    { account, region }: Place,
    credentials: AccountCredentials,
    { closely, deadLetters: counts }: ForwardingQuestions,
  ): Promise<ForwardingSight> {
    const settings: Settings = { ...clientDefaults, requestHandler, credentials, region };
    const events = new EventBridgeClient(settings);
    // The queue URL is composed from names; the endpoint is the client's.
    const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
    const suffix = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
    const url = `https://sqs.${region}.${suffix}/${account}/${parts.names.deadLetters}`;
    const [rules, sending, deadLetters] = await Promise.all([
      rulesIn(events, parts.names),
      sendingIn(events, parts.names),
      counts ? deadLettersIn(sqs, url) : undefined,
    ]);
    // A rule that does not send to the central bus has no target to compare.
    const there = closely(region).filter((name) => sending.kind === 'seen' && sending.value.includes(name));
    const targets = await targetsOf(events, parts.names, { account, region }, there);
    return { region, rules, sending, targets, deadLetters };
  }
  return {
    async lookAtForwarding(account, regions, questions): Promise<Sight<readonly ForwardingSight[]>> {
      const role = await sight('sts:AssumeRole', () => parts.assume(account));
      if (role.kind === 'unreadable') return role;
      const limit = pLimit(regionsAtOnce);
      const looks = regions.map((region) => limit(() => lookAt({ account, region }, role.value, questions)));
      return { kind: 'seen', value: await Promise.all(looks) };
    },
  };
}
