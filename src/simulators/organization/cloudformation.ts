import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import type { EventRule, EventTarget, ForwardingState } from './forwarding.ts';
import { parametersOf } from './parameters.ts';
import { answerQuery, decodeQuery, recordedParameters, refuseQuery } from './protocol-query.ts';
import type { Operation, Request, Service } from './service.ts';
import type { Fields } from './state.ts';

const OfStack = z.object({ StackName: z.string() });
const Updated = OfStack.extend({ TemplateBody: z.string() });
const Prepared = Updated.extend({ ChangeSetName: z.string() });
const Executed = z.object({ ChangeSetName: z.string(), StackName: z.string().optional() });
const namespace = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

/** What a template is read for: the properties of its rules. */
interface RuleTemplate {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties?: {
          readonly Name: string;
          readonly EventPattern: unknown;
          readonly State?: EventRule['state'];
          readonly Targets?: readonly EventTarget[];
        };
      }
    >
  >;
}

/** CloudFormation over the query protocol: the stacks of deployed parts, whose changes take effect at once. */
export function cloudFormation(state: ForwardingState): Service {
  return {
    name: 'cloudformation',
    codes: { denied: 'AccessDenied', deniedInEvents: 'AccessDenied', throttled: 'Throttling' },
    operations: operations(state),
    decode: decodeQuery,
    answer: (operation, result, requestId) => answerQuery(operation, result, { requestId, namespace }),
    refuse: refuseQuery,
    shape: (operation, { parameters, region }) => ({
      eventName: operation,
      region,
      requestParameters: recordedParameters(parameters),
    }),
    response: () => null,
  };
}

function operations(state: ForwardingState): Readonly<Record<string, Operation>> {
  const prepared = new Map<string, string>();
  const write = (run: (request: Request) => Fields): Operation => ({ access: 'write', run });
  const apply = (request: Request, template: string): Fields => {
    applyRules(state, request, JSON.parse(template) as RuleTemplate);
    return {};
  };
  return {
    DeleteStack: write((request) => {
      deleteStack(state, request, nameIn(parametersOf(request, OfStack).StackName));
      return {};
    }),
    UpdateStack: write((request) => apply(request, parametersOf(request, Updated).TemplateBody)),
    CreateChangeSet: write((request) => {
      const { ChangeSetName, TemplateBody } = parametersOf(request, Prepared);
      const { accountId } = request.caller;
      const Id = `arn:aws:cloudformation:${request.region}:${accountId}:changeSet/${ChangeSetName}/1`;
      prepared.set(Id, TemplateBody);
      return { Id };
    }),
    ExecuteChangeSet: write((request) => {
      const template = prepared.get(parametersOf(request, Executed).ChangeSetName);
      if (template === undefined) throw new AwsError('ChangeSetNotFound', 'ChangeSet does not exist', 404);
      return apply(request, template);
    }),
  };
}

/** The name of a stack, also from its ARN. */
const nameIn = (text: string): string => /:stack\/([^/]+)/.exec(text)?.[1] ?? text;

function deleteStack(state: ForwardingState, { caller, region }: Request, name: string): void {
  const { accountId } = caller;
  const bare = name.replace(/^StackSet-(.*?)(?:-[0-9a-f-]{8,})?$/, '$1');
  if (bare === state.stacks?.rules) state.clear(accountId, region);
  else if (bare === state.stacks?.roles)
    for (const role of state.roles(accountId)) state.removeRole(accountId, role.name);
}

/** Makes the rules of the Region those of the template, as an update of their stack does. */
function applyRules(state: ForwardingState, { caller, region }: Request, { Resources }: RuleTemplate): void {
  const { accountId } = caller;
  const rules = Object.values(Resources).flatMap(({ Type, Properties }) =>
    Type === 'AWS::Events::Rule' && Properties ? [Properties] : [],
  );
  for (const { name } of state.rules(accountId, region))
    if (!rules.some((rule) => rule.Name === name)) state.remove(accountId, region, name);
  for (const { Name, EventPattern, State = 'ENABLED', Targets = [] } of rules)
    state.put(accountId, region, {
      name: Name,
      pattern: JSON.stringify(EventPattern),
      state: State,
      targets: Targets,
    });
}
