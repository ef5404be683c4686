import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import type { EventRule, ForwardingState } from './forwarding.ts';
import { parametersOf } from './parameters.ts';
import { answerJson, decodeJson, refuseJson } from './protocol-json.ts';
import type { Operation, Request, Service } from './service.ts';
import { lowerCamel } from './service.ts';
import type { Fields } from './state.ts';

const Named = z.object({ Name: z.string() });
const OfRule = z.object({ Rule: z.string() });
const Listed = z.object({ NamePrefix: z.string().optional() });
const ByTarget = z.object({ TargetArn: z.string() });
const Put = Named.extend({ EventPattern: z.string(), State: z.enum(['ENABLED', 'DISABLED']).optional() });
const Target = z.object({
  Id: z.string(),
  Arn: z.string(),
  RoleArn: z.string().optional(),
  DeadLetterConfig: z.object({ Arn: z.string() }).optional(),
});
const Targets = OfRule.extend({ Targets: z.array(Target) });
const TargetIds = OfRule.extend({ Ids: z.array(z.string()) });

/** EventBridge over AWS JSON 1.1: the rules on the default buses of accounts. */
export function eventBridge(state: ForwardingState): Service {
  return {
    name: 'events',
    codes: {
      denied: 'AccessDeniedException',
      deniedInEvents: 'AccessDenied',
      throttled: 'ThrottlingException',
    },
    operations: { ...reads(state), ...writes(state) },
    decode: decodeJson,
    answer: (_operation, result, requestId) => answerJson(result, requestId),
    refuse: (error, requestId) => refuseJson(error, requestId),
    permission: (operation, request) => ({ action: `events:${operation}`, resource: ruleArnOf(request) }),
    shape: (operation, request) => ({
      eventName: operation,
      region: request.region,
      requestParameters: lowerCamel(request.parameters),
    }),
    response: lowerCamel,
  };
}

function reads(state: ForwardingState): Readonly<Record<string, Operation>> {
  const read = (run: (rules: readonly EventRule[], request: Request) => Fields): Operation => ({
    access: 'read',
    run: (request) => run(state.rules(request.caller.accountId, request.region), request),
  });
  return {
    ListRules: read((rules, request) => {
      const { NamePrefix = '' } = parametersOf(request, Listed);
      const found = rules.filter(({ name }) => name.startsWith(NamePrefix));
      return { Rules: found.map((rule) => described(rule, request)) };
    }),
    ListRuleNamesByTarget: read((rules, request) => {
      const { TargetArn } = parametersOf(request, ByTarget);
      const found = rules.filter(({ targets }) => targets.some(({ Arn }) => Arn === TargetArn));
      return { RuleNames: found.map(({ name }) => name) };
    }),
    ListTargetsByRule: read((_rules, request) => ({
      Targets: ruleOf(state, request, parametersOf(request, OfRule).Rule).targets,
    })),
  };
}

const write = (run: (request: Request) => Fields): Operation => ({ access: 'write', run });

function writes(state: ForwardingState): Readonly<Record<string, Operation>> {
  const put = ({ caller, region }: Request, rule: EventRule): void =>
    state.put(caller.accountId, region, rule);
  const switchTo = (to: EventRule['state']): Operation =>
    write((request) => {
      put(request, { ...ruleOf(state, request, parametersOf(request, Named).Name), state: to });
      return {};
    });
  return {
    EnableRule: switchTo('ENABLED'),
    DisableRule: switchTo('DISABLED'),
    DeleteRule: write((request) => {
      const { Name } = parametersOf(request, Named);
      const { targets } = ruleOf(state, request, Name);
      if (targets.length > 0)
        throw new AwsError('ValidationException', "Rule can't be deleted since it has targets.");
      state.remove(request.caller.accountId, request.region, Name);
      return {};
    }),
    PutRule: write((request) => {
      const { Name: name, EventPattern: pattern, State = 'ENABLED' } = parametersOf(request, Put);
      const known = state.rules(request.caller.accountId, request.region).find((rule) => rule.name === name);
      put(request, { name, pattern, state: State, targets: known?.targets ?? [] });
      return { RuleArn: ruleArnOf(request) };
    }),
    PutTargets: write((request) => {
      const { Rule, Targets: added } = parametersOf(request, Targets);
      const rule = ruleOf(state, request, Rule);
      const kept = rule.targets.filter(({ Id }) => !added.some((target) => target.Id === Id));
      put(request, { ...rule, targets: [...kept, ...added] });
      return { FailedEntryCount: 0, FailedEntries: [] };
    }),
    RemoveTargets: write((request) => {
      const { Rule, Ids } = parametersOf(request, TargetIds);
      const rule = ruleOf(state, request, Rule);
      put(request, { ...rule, targets: rule.targets.filter(({ Id }) => !Ids.includes(Id)) });
      return { FailedEntryCount: 0, FailedEntries: [] };
    }),
  };
}

function ruleOf(state: ForwardingState, { caller, region }: Request, name: string): EventRule {
  const rule = state.rules(caller.accountId, region).find((one) => one.name === name);
  if (rule) return rule;
  throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus default.`);
}

function ruleArnOf({ parameters, caller, region }: Request): string {
  const name = parameters['Name'] ?? parameters['Rule'];
  return typeof name === 'string' ? `arn:aws:events:${region}:${caller.accountId}:rule/${name}` : '*';
}

function described({ name, pattern, state }: EventRule, request: Request): Fields {
  const Arn = `arn:aws:events:${request.region}:${request.caller.accountId}:rule/${name}`;
  return { Name: name, Arn, EventPattern: pattern, State: state, EventBusName: 'default' };
}
