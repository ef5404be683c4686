import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answerAddress } from '#adapters/cloudformation/answer-address.ts';
import { decide } from '#simulators/aws-cloud/iam.ts';
import { frameworkActions, handlerActions, withoutResource } from './handler-actions.ts';
import type { AnyResource, AnyTemplate } from './schema-check.ts';
import { compiled, compiledForOrganization } from './templates.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: unknown;
}

// With a single value the set operator says the same as the plain one, which the evaluator knows.
const read = (file: string) =>
  JSON.parse(readFileSync(`docs/${file}`, 'utf8').replaceAll('ForAnyValue:', '')) as {
    readonly Statement: readonly Statement[];
  };
const centre = read('deployer-policy.json');
const withStackSets = read('deployer-stack-sets-policy.json');
const withAnswers = read('deployer-answers-policy.json');

const words = (text: string) => text.split(' ');
const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;
const here = 'eu-west-1:123456789012';

/** What the ARN of a resource is, or looks like where CloudFormation makes up the name. */
function arnOf(id: string, { Type, Properties = {} }: AnyResource): string {
  const given = (name: string) => (typeof Properties[name] === 'string' ? Properties[name] : undefined);
  const made = `trailwarden-prod-${id}-1ABCDEF2GHIJ`;
  const arns: Readonly<Record<string, () => string>> = {
    'AWS::S3::Bucket': () => `arn:aws:s3:::${made.toLowerCase()}`,
    'AWS::S3::BucketPolicy': () => `arn:aws:s3:::${made.toLowerCase()}`,
    'AWS::Logs::LogGroup': () => `arn:aws:logs:${here}:log-group:${given('LogGroupName')}`,
    'AWS::Lambda::Function': () => `arn:aws:lambda:${here}:function:${given('FunctionName')}`,
    'AWS::Lambda::EventSourceMapping': () => `arn:aws:lambda:${here}:event-source-mapping:1c2d3e4f`,
    'AWS::Events::EventBus': () => `arn:aws:events:${here}:event-bus/${given('Name')}`,
    'AWS::Events::EventBusPolicy': () => `arn:aws:events:${here}:event-bus/trailwarden`,
    'AWS::Events::Rule': () =>
      `arn:aws:events:${here}:rule/${'EventBusName' in Properties ? 'trailwarden/' : ''}${given('Name') ?? made}`,
    'AWS::SQS::Queue': () => `arn:aws:sqs:${here}:${made}`,
    'AWS::SQS::QueuePolicy': () => `arn:aws:sqs:${here}:${made}`,
    'AWS::DynamoDB::Table': () => `arn:aws:dynamodb:${here}:table/${given('TableName') ?? made}`,
    'AWS::IAM::Role': () => `arn:aws:iam::123456789012:role/${given('RoleName')}`,
    'AWS::SNS::Topic': () => `arn:aws:sns:${here}:${made}`,
    'AWS::SNS::TopicPolicy': () => `arn:aws:sns:${here}:${made}`,
    'AWS::KMS::Key': () => `arn:aws:kms:${here}:key/1c2d3e4f`,
    'AWS::CloudWatch::Alarm': () => `arn:aws:cloudwatch:${here}:alarm:${made}`,
    'AWS::CloudWatch::Dashboard': () =>
      `arn:aws:cloudwatch::123456789012:dashboard/${given('DashboardName')}`,
    'AWS::Lambda::Url': () => `arn:aws:lambda:${here}:function:trailwarden-hear-answers`,
    // A delegated administrator's stack sets are the management account's.
    'AWS::CloudFormation::StackSet': () =>
      `arn:aws:cloudformation:eu-west-1:111111111111:stackset/${given('StackSetName')}:1c2d3e4f`,
    // What belongs to a function and has no ARN of its own.
    'AWS::Lambda::EventInvokeConfig': () => `arn:aws:lambda:${here}:function:${made}`,
    'AWS::Lambda::Permission': () => `arn:aws:lambda:${here}:function:${made}`,
  };
  const arn = arns[Type]?.();
  if (arn === undefined) throw new Error(`${Type}: say in deployer-policy.test.ts what its ARN looks like`);
  return arn;
}

const context = {
  'aws:CalledVia': 'cloudformation.amazonaws.com',
  'iam:PassedToService': 'lambda.amazonaws.com',
  'lambda:FunctionArn': `arn:aws:lambda:${here}:function:trailwarden-watch-open`,
};

/** Every action that deploying `template` takes and `policies` do not allow, with the resource it is on. */
function lacking(template: AnyTemplate, policies: readonly unknown[]): readonly string[] {
  type Needed = string | readonly [action: string, arn: string];
  const ofResources = Object.entries(template.Resources).flatMap(([id, resource]): readonly Needed[] => {
    const actions = handlerActions[resource.Type];
    if (actions === undefined) return [`${id}: nothing is known of ${resource.Type} in handler-actions.ts`];
    return words(actions).map((action) => [action, arnOf(id, resource)] as const);
  });
  const ofFramework = frameworkActions.flatMap(([actions, arn]) =>
    words(actions).map((one) => [one, arn] as const),
  );
  return [...ofResources, ...ofFramework].flatMap((needed) => {
    if (typeof needed === 'string') return [needed];
    const [action, arn] = needed;
    const resource = withoutResource.includes(action) ? '*' : arn;
    return decide(policies, { action, resource, context }) === 'allowed' ? [] : [`${action} on ${resource}`];
  });
}

describe('whoever deploys with the policy of the documents', () => {
  test('can make, change and remove everything in the compiled template', () => {
    expect(lacking(compiled(), [centre])).toEqual([]);
  });

  test('and stack sets, with the second policy', () => {
    expect(lacking(compiledForOrganization(), [centre, withStackSets])).toEqual([]);
    expect(lacking(compiledForOrganization(), [centre])).toContainEqual(
      expect.stringContaining('cloudformation:CreateStackSet'),
    );
    const listed = decide([withStackSets], {
      action: 'organizations:ListDelegatedAdministrators',
      resource: '*',
    });
    expect(listed).toBe('allowed');
  });

  test('and an address for answers, with a policy of its own', () => {
    const { Resources } = answerAddress({
      slack: { answers: { enabled: true, mayAccept: [], people: new Map() } },
    });
    expect(lacking({ Resources }, [centre, withAnswers])).toEqual([]);
    expect(lacking({ Resources }, [centre])).toContainEqual(
      expect.stringContaining('lambda:CreateFunctionUrlConfig'),
    );
  });

  test('cannot touch what is not named like a part of Trailwarden', () => {
    const others = [
      ['iam:PutRolePolicy', 'arn:aws:iam::123456789012:role/Administrator'],
      ['iam:PassRole', 'arn:aws:iam::123456789012:role/Administrator'],
      ['lambda:UpdateFunctionCode', `arn:aws:lambda:${here}:function:billing`],
      ['sqs:DeleteQueue', `arn:aws:sqs:${here}:orders`],
      ['cloudformation:DeleteStack', 'arn:aws:cloudformation:eu-west-1:123456789012:stack/network/1'],
      ['s3:GetObject', 'arn:aws:s3:::org-cloudtrail-logs/AWSLogs/1.json.gz'],
    ] as const;
    const all = [centre, withStackSets, withAnswers];
    expect(
      others.filter(([action, resource]) => decide(all, { action, resource, context }) === 'allowed'),
    ).toEqual([]);
  });

  test('deletes a table only as CloudFormation does after a first deploy that failed, and writes to none', () => {
    const table = `arn:aws:dynamodb:${here}:table/hammer-cloudtrails`;
    const may = (action: string, by = {}) => decide([centre], { action, resource: table, context: by });
    expect(may('dynamodb:DeleteTable')).toBe('not allowed');
    expect(may('dynamodb:DeleteTable', context)).toBe('allowed');
    const writes = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'].map(
      (name) => `dynamodb:${name}`,
    );
    expect(writes.filter((action) => may(action, context) === 'allowed')).toEqual([]);
  });

  test('writes to keys only through CloudFormation', () => {
    const question = { action: 'kms:PutKeyPolicy', resource: `arn:aws:kms:${here}:key/1c2d3e4f` };
    expect(decide([centre], question)).toBe('not allowed');
    expect(decide([centre], { ...question, context })).toBe('allowed');
  });
});

describe.each([
  ['deployer-policy.json', centre],
  ['deployer-stack-sets-policy.json', withStackSets],
  ['deployer-answers-policy.json', withAnswers],
])('%s', (file, { Statement }) => {
  test('names every action, and everything only for actions that know no resources', () => {
    const actions = Statement.flatMap(({ Action }) => listOf(Action));
    expect(actions.filter((action) => action.includes('*'))).toEqual([]);
    const everywhere = Statement.filter(
      ({ Resource, Condition }) => Resource === '*' && !hasFunction(Condition),
    );
    const onEverything = everywhere.flatMap(({ Action }) => listOf(Action));
    expect(onEverything.filter((action) => !withoutResource.includes(action))).toEqual([]);
  });

  test('allows nothing that no deploy takes', () => {
    const needed = new Set([
      ...Object.values(handlerActions).flatMap(words),
      ...frameworkActions.flatMap(([actions]) => words(actions)),
      // CloudFormation looks for log groups by their prefix, and for delegated administrators.
      'logs:DescribeLogGroups',
      'organizations:ListDelegatedAdministrators',
      // Whether there is room for answers: config/cloud/room-for-answers.js.
      'lambda:GetAccountSettings',
      'lambda:GetFunctionConcurrency',
    ]);
    const unneeded = Statement.flatMap(({ Action }) => listOf(Action)).filter(
      (action) => !needed.has(action),
    );
    expect(unneeded).toEqual([]);
  });

  test('fits into one managed policy: 6,144 characters, white space not counted', () => {
    expect(readFileSync(`docs/${file}`, 'utf8').replaceAll(/\s/g, '').length).toBeLessThanOrEqual(6144);
  });
});

const hasFunction = (condition: unknown) => JSON.stringify(condition ?? '').includes('lambda:FunctionArn');
