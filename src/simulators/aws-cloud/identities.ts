import { tolerated } from './tolerated.ts';

/** The values of the template's parameters and pseudo parameters. */
export interface StackPlace {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly stackName: string;
  /** The gateway's address, `http://127.0.0.1:port`; queue URLs begin with it. */
  readonly endpoint: string;
  readonly parameters?: Readonly<Record<string, string>> | undefined;
}

/** The results of `Ref` and `Fn::GetAtt` for a resource; `any` where the local cloud only tolerates the type. */
export interface Identity {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>> | 'any';
}

interface Asked {
  readonly type: string;
  readonly logicalId: string;
  /** One of the resource's properties, resolved. */
  readonly property: (name: string) => unknown;
  readonly place: StackPlace;
}

/** The physical name of a resource: its name property, else stack and logical id (without AWS's random suffix). */
export function physicalName(stackName: string, logicalId: string, given: unknown): string {
  return typeof given === 'string' ? given : `${stackName}-${logicalId}`;
}

/** The name, ARN and attributes of a resource; throws for a type the local cloud neither simulates nor tolerates. */
export function identityOf(asked: Asked): Identity {
  const identity = identities[asked.type];
  if (identity) return identity(asked);
  if (asked.type in tolerated) return { ref: asked.logicalId, attributes: 'any' };
  throw new Error(`Resources.${asked.logicalId}: the local cloud does not know the type ${asked.type}`);
}

const named = ({ logicalId, property, place }: Asked, nameProperty: string): string =>
  physicalName(place.stackName, logicalId, property(nameProperty));

const arnOf = ({ partition, region, accountId }: StackPlace, service: string, resource: string): string =>
  `arn:${partition}:${service}:${region}:${accountId}:${resource}`;

/** The stream label of every local table; in AWS it is the moment the stream was enabled. */
export const streamLabel = '2026-01-01T00:00:00.000';

const plain = ({ logicalId, place }: Asked): Identity => ({
  ref: `${place.stackName}-${logicalId}`,
  attributes: {},
});

const identities: Record<string, (asked: Asked) => Identity> = {
  'AWS::Lambda::Function': (asked) => {
    const name = named(asked, 'FunctionName');
    return { ref: name, attributes: { Arn: arnOf(asked.place, 'lambda', `function:${name}`) } };
  },
  'AWS::SQS::Queue': (asked) => {
    const name = named(asked, 'QueueName');
    const url = `${asked.place.endpoint}/${asked.place.accountId}/${name}`;
    return { ref: url, attributes: { Arn: arnOf(asked.place, 'sqs', name), QueueName: name, QueueUrl: url } };
  },
  'AWS::DynamoDB::Table': (asked) => {
    const name = named(asked, 'TableName');
    const arn = arnOf(asked.place, 'dynamodb', `table/${name}`);
    return { ref: name, attributes: { Arn: arn, StreamArn: `${arn}/stream/${streamLabel}` } };
  },
  'AWS::Events::EventBus': (asked) => {
    const name = named(asked, 'Name');
    return { ref: name, attributes: { Arn: arnOf(asked.place, 'events', `event-bus/${name}`), Name: name } };
  },
  'AWS::Events::Rule': (asked) => {
    const name = named(asked, 'Name');
    const bus = asked.property('EventBusName');
    const busName = typeof bus === 'string' ? (bus.split('/').at(-1) ?? 'default') : 'default';
    const path = busName === 'default' ? name : `${busName}/${name}`;
    return {
      ref: busName === 'default' ? name : `${busName}|${name}`,
      attributes: { Arn: arnOf(asked.place, 'events', `rule/${path}`) },
    };
  },
  'AWS::IAM::Role': (asked) => {
    const name = named(asked, 'RoleName');
    const path = typeof asked.property('Path') === 'string' ? String(asked.property('Path')) : '/';
    const arn = `arn:${asked.place.partition}:iam::${asked.place.accountId}:role${path}${name}`;
    return { ref: name, attributes: { Arn: arn, RoleId: `AROA${asked.logicalId.toUpperCase()}` } };
  },
  'AWS::SNS::Topic': (asked) => {
    const name = named(asked, 'TopicName');
    const arn = arnOf(asked.place, 'sns', name);
    return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
  },
  'AWS::Scheduler::Schedule': (asked) => {
    const name = named(asked, 'Name');
    return { ref: name, attributes: { Arn: arnOf(asked.place, 'scheduler', `schedule/default/${name}`) } };
  },
  'AWS::Events::Connection': (asked) => {
    const name = named(asked, 'Name');
    return { ref: name, attributes: { Arn: arnOf(asked.place, 'events', `connection/${name}/1`) } };
  },
  'AWS::Events::ApiDestination': (asked) => {
    const name = named(asked, 'Name');
    return { ref: name, attributes: { Arn: arnOf(asked.place, 'events', `api-destination/${name}/1`) } };
  },
  'AWS::Lambda::Url': (asked) => ({
    ref: String(asked.property('TargetFunctionArn')),
    attributes: { FunctionUrl: `https://local.lambda-url.${asked.place.region}.on.aws/` },
  }),
  'AWS::Lambda::EventSourceMapping': plain,
  'AWS::Lambda::Permission': plain,
  'AWS::Lambda::EventInvokeConfig': plain,
  'AWS::SQS::QueuePolicy': plain,
  'AWS::Events::EventBusPolicy': plain,
  'AWS::SNS::TopicPolicy': plain,
  'AWS::IAM::Policy': plain,
};
