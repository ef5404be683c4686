import type { AccessQuestion } from '#simulators/aws-cloud/iam.ts';
import { decide } from '#simulators/aws-cloud/iam.ts';
import { functionOf } from '#simulators/aws-cloud/mapping.ts';
import type { Part, Stack } from '#simulators/aws-cloud/stack.ts';

/** A statement of a role's policy that allows something. */
export interface Statement {
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

type Role = Part<'AWS::IAM::Role'>;

/** All statements of a role, whichever of its policies they stand in. */
export function statementsOf({ Policies }: Pick<Role, 'Policies'>): readonly Statement[] {
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument['Statement'] as Statement[]);
}

/** The same permissions with one action and one resource to a statement. */
function single(statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap(({ Action, Resource, ...rest }) =>
    [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((to) => ({ ...rest, Action: action, Resource: to }))),
  );
}

const printed = ({ Action, Resource }: Statement): string => `${String(Action)} ${String(Resource)}`;

/** Those of `asked` that the statements do not allow, as `action resource`. */
export function refusedBy(
  statements: readonly Statement[],
  asked: readonly AccessQuestion[],
): readonly string[] {
  const document = { Version: '2012-10-17', Statement: statements };
  return asked
    .filter((question) => decide([document], question) !== 'allowed')
    .map(({ action, resource }) => `${action} ${resource}`);
}

/**
 * What could be taken away from the statements without anything that was `asked` being refused, as `action resource`:
 * each action on each resource is taken away in turn, and all is asked again. What stands twice is on it twice.
 */
export function needlessIn(
  statements: readonly Statement[],
  asked: readonly AccessQuestion[],
): readonly string[] {
  const once = [...new Map(asked.map((question) => [JSON.stringify(question), question])).values()];
  const all = single(statements);
  return all
    .filter(
      (taken) =>
        refusedBy(
          all.filter((one) => one !== taken),
          once,
        ).length === 0,
    )
    .map(printed);
}

function byLambda(action: string, resource: string): AccessQuestion {
  return { action, resource };
}

function ofMapping(mapping: Part<'AWS::Lambda::EventSourceMapping'>): readonly AccessQuestion[] {
  const { EventSourceArn: source, DestinationConfig } = mapping;
  if (source.includes(':sqs:'))
    return ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'].map((name) =>
      byLambda(`sqs:${name}`, source),
    );
  const failed = DestinationConfig?.OnFailure?.Destination;
  return [
    ...['DescribeStream', 'GetRecords', 'GetShardIterator'].map((name) =>
      byLambda(`dynamodb:${name}`, source),
    ),
    byLambda('dynamodb:ListStreams', '*'),
    ...(failed === undefined ? [] : [byLambda('sqs:SendMessage', failed)]),
  ];
}

/**
 * What Lambda itself does through a function's role, from the template: writes its log, polls its queues, reads its
 * stream, and puts away what failed for good (Lambda Developer Guide: execution role, event source mappings,
 * destinations). The log group is made with the stack.
 */
export function lambdaItself(stack: Stack, role: Role): readonly AccessQuestion[] {
  const { partition, region, accountId } = stack.place;
  const own = stack.of('AWS::Lambda::Function').filter(({ Role: arn }) => arn === role.arn);
  const isOwn = (name: string): boolean => own.includes(functionOf(stack, name));
  const logs = own.flatMap(({ name }) => {
    const stream = `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/${name}:log-stream:one`;
    return [byLambda('logs:CreateLogStream', stream), byLambda('logs:PutLogEvents', stream)];
  });
  const mappings = stack
    .of('AWS::Lambda::EventSourceMapping')
    .filter(({ FunctionName }) => isOwn(FunctionName));
  const destinations = stack
    .of('AWS::Lambda::EventInvokeConfig')
    .filter(({ FunctionName }) => isOwn(FunctionName))
    .flatMap(({ DestinationConfig }) => DestinationConfig?.OnFailure?.Destination ?? []);
  return [
    ...logs,
    ...mappings.flatMap(ofMapping),
    ...destinations.map((queue) => byLambda('sqs:SendMessage', queue)),
  ];
}
