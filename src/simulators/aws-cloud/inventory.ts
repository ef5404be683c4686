import type { AwsAnswer, AwsCall } from '#simulators/wire.ts';
import { faultAnswer, jsonAnswer } from './answers.ts';
import { bodyOf, operationOf } from './requests.ts';
import type { Stack } from './stack.ts';

/** Answers read calls about the stack's own functions, mappings, rules and queues. */
export interface Inventory {
  lambda(call: AwsCall): AwsAnswer;
  events(call: AwsCall): AwsAnswer;
  /** The queue's policy as `GetQueueAttributes` shows it; undefined when it has none. */
  queuePolicy(queue: string): string | undefined;
}

/** The inventory of one stack, read from its template; unknown resources are refused with AWS's errors. */
export function createInventory(stack: Stack): Inventory {
  return {
    lambda: (call) =>
      operationOf(call) === 'ListEventSourceMappings' ? mappingsOf(stack, call) : functionOf(stack, call),
    events: (call) =>
      operationOf(call) === 'ListRuleNamesByTarget' ? sendersTo(stack, call) : rulesOf(stack, call),
    queuePolicy: (queue) => {
      const found = stack
        .of('AWS::SQS::QueuePolicy')
        .find(({ Queues }) => Queues.some((url) => url.split('/').at(-1) === queue));
      return found && JSON.stringify(found.PolicyDocument);
    },
  };
}

function rulesOn(stack: Stack, call: AwsCall) {
  const { EventBusName = 'default' } = bodyOf(call);
  const own = stack.of('AWS::Events::Rule');
  return own.filter(({ EventBusName: bus }) => bus.split('/').at(-1) === EventBusName);
}

function rulesOf(stack: Stack, call: AwsCall): AwsAnswer {
  const { EventBusName = 'default', NamePrefix = '' } = bodyOf(call);
  const rules = rulesOn(stack, call).filter(({ name }) => name.startsWith(String(NamePrefix)));
  return jsonAnswer({
    Rules: rules.map(({ name, arn, State, EventPattern }) => ({
      Name: name,
      Arn: arn,
      State,
      EventBusName,
      EventPattern: JSON.stringify(EventPattern),
    })),
  });
}

function sendersTo(stack: Stack, call: AwsCall): AwsAnswer {
  const { TargetArn } = bodyOf(call);
  const rules = rulesOn(stack, call).filter(({ Targets }) => Targets.some(({ Arn }) => Arn === TargetArn));
  return jsonAnswer({ RuleNames: rules.map(({ name }) => name) });
}

function functionOf(stack: Stack, call: AwsCall): AwsAnswer {
  const wanted = bodyOf(call)['FunctionName'];
  const found = stack.of('AWS::Lambda::Function').find(({ name, arn }) => name === wanted || arn === wanted);
  if (!found) {
    const { partition, region, accountId } = stack.place;
    const arn = `arn:${partition}:lambda:${region}:${accountId}:function:${String(wanted)}`;
    const message = `Function not found: ${arn}`;
    return faultAnswer(call, { status: 404, code: 'ResourceNotFoundException', message });
  }
  const { name, arn, Role, Timeout, Environment, Description = '' } = found;
  return jsonAnswer({
    FunctionName: name,
    FunctionArn: arn,
    Role,
    Timeout,
    Description,
    State: 'Active',
    Environment: { Variables: Environment?.Variables ?? {} },
  });
}

function mappingsOf(stack: Stack, call: AwsCall): AwsAnswer {
  const wanted = bodyOf(call)['FunctionName'];
  const named = stack.of('AWS::Lambda::Function').find(({ name, arn }) => name === wanted || arn === wanted);
  const mappings = stack
    .of('AWS::Lambda::EventSourceMapping')
    .filter(({ FunctionName }) => FunctionName === named?.name || FunctionName === named?.arn);
  return jsonAnswer({
    EventSourceMappings: mappings.map(({ logicalId, EventSourceArn, Enabled }) => ({
      UUID: logicalId,
      EventSourceArn,
      FunctionArn: named?.arn,
      State: Enabled ? 'Enabled' : 'Disabled',
    })),
  });
}
