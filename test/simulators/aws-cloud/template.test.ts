import { describe, expect, it } from 'vitest';
import { resolveTemplate } from '#simulators/aws-cloud/intrinsics.ts';
import { readStack } from '#simulators/aws-cloud/stack.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';

const place = {
  accountId: '999999999999',
  region: 'eu-west-1',
  partition: 'aws',
  stackName: 'demo-test',
  endpoint: 'http://127.0.0.1:1',
};
const base: Template = {
  Parameters: {
    Stage: { Type: 'String', Default: 'test' },
    Ids: { Type: 'CommaDelimitedList', Default: 'a, b' },
    Needed: { Type: 'String' },
  },
  Conditions: {
    IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    IsLive: { 'Fn::Not': [{ Condition: 'IsTest' }] },
    Either: { 'Fn::Or': [{ Condition: 'IsLive' }, { Condition: 'IsTest' }] },
    Both: { 'Fn::And': [{ Condition: 'IsLive' }, { Condition: 'IsTest' }] },
  },
  Resources: {
    Q: { Type: 'AWS::SQS::Queue' },
    OnlyLive: { Type: 'AWS::SQS::Queue', Condition: 'IsLive' },
    T: { Type: 'AWS::DynamoDB::Table', Properties: { TableName: { 'Fn::Sub': 'items-${Stage}' } } },
    Group: { Type: 'AWS::Logs::LogGroup' },
  },
};

/** A value as it stands in a resource of the template, after resolution. */
function resolved(value: unknown): unknown {
  const template = {
    ...base,
    Resources: { ...base.Resources, It: { Type: 'AWS::SNS::Topic', Properties: { value } } },
  };
  return resolveTemplate(template, place).find(({ logicalId }) => logicalId === 'It')?.properties['value'];
}

describe('an intrinsic', () => {
  it.each([
    [{ Ref: 'AWS::AccountId' }, '999999999999'],
    [{ Ref: 'Stage' }, 'test'],
    [{ Ref: 'Ids' }, ['a', 'b']],
    [{ Ref: 'Q' }, 'http://127.0.0.1:1/999999999999/demo-test-Q'],
    [{ Ref: 'T' }, 'items-test'],
    [{ 'Fn::GetAtt': ['Q', 'Arn'] }, 'arn:aws:sqs:eu-west-1:999999999999:demo-test-Q'],
    [{ 'Fn::GetAtt': 'T.Arn' }, 'arn:aws:dynamodb:eu-west-1:999999999999:table/items-test'],
    [
      { 'Fn::Sub': '${AWS::Partition}/${Q.Arn}/${!Kept}' },
      'aws/arn:aws:sqs:eu-west-1:999999999999:demo-test-Q/${Kept}',
    ],
    [{ 'Fn::Sub': ['${a}-${Stage}', { a: { Ref: 'AWS::Region' } }] }, 'eu-west-1-test'],
    [{ 'Fn::Join': ['-', ['x', { Ref: 'Stage' }]] }, 'x-test'],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::If': ['IsLive', 'live', { Ref: 'Stage' }] }, 'test'],
    [{ 'Fn::If': ['Either', 1, 2] }, 1],
    [{ 'Fn::If': ['Both', 1, 2] }, 2],
    [{ keep: 1, drop: { Ref: 'AWS::NoValue' } }, { keep: 1 }],
    [['a', { 'Fn::If': ['IsLive', 'b', { Ref: 'AWS::NoValue' }] }], ['a']],
  ])('%j is %j', (value, expected) => expect(resolved(value)).toEqual(expected));

  it.each([
    [
      { 'Fn::ImportValue': 'x' },
      /Resources\.It\.Properties\.value: the local cloud does not know Fn::ImportValue/,
    ],
    [{ Ref: 'Nobody' }, /nothing is called Nobody/],
    [{ Ref: 'OnlyLive' }, /its condition does not hold/],
    [{ Ref: 'Needed' }, /no value was given/],
    [{ 'Fn::GetAtt': ['Q', 'Colour'] }, /knows no attribute Q\.Colour/],
    [{ deep: ['{{resolve:ssm:name}}'] }, /value\.deep\[0\]: the local cloud knows no dynamic references/],
  ])('%j is refused, with its place', (value, message) => expect(() => resolved(value)).toThrow(message));
});

describe('a stack', () => {
  const read = (Resources: Template['Resources']) => readStack({ Resources }, place);

  it('has what its conditions let in, and passes over what is tolerated', () => {
    const Resources = {
      Q: base.Resources['Q']!,
      Group: base.Resources['Group']!,
      OnlyLive: base.Resources['OnlyLive']!,
    };
    const { of } = readStack({ ...base, Resources }, place);
    expect(of('AWS::SQS::Queue').map(({ logicalId }) => logicalId)).toEqual(['Q']);
  });

  it.each([
    ['a type nobody plays', { X: { Type: 'AWS::EC2::Instance' } }, /Resources\.X: .*AWS::EC2::Instance/],
    [
      'a property nobody plays',
      { X: { Type: 'AWS::SQS::Queue', Properties: { Colour: 1 } } },
      /Resources\.X.*Colour/,
    ],
    [
      'a property deep inside',
      {
        X: {
          Type: 'AWS::SQS::Queue',
          Properties: { RedrivePolicy: { deadLetterTargetArn: 'a', maxReceiveCount: 1, x: 1 } },
        },
      },
      /Resources\.X.*RedrivePolicy.*"x"/,
    ],
    [
      'a value that is none',
      { X: { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 'soon' } } },
      /VisibilityTimeout/,
    ],
    [
      'a circle',
      { X: { Type: 'AWS::SQS::Queue', Properties: { QueueName: { Ref: 'X' } } } },
      /X refers to itself/,
    ],
  ])('with %s is refused, with its place', (_name, resources, message) => {
    expect(() => read(resources as Template['Resources'])).toThrow(message);
  });
});
