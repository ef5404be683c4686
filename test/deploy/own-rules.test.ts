import { describe, expect, test } from 'vitest';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { memberRules } from '#adapters/cloudformation/member-rules.ts';
import { allowed, ownRules, wildcardsOf } from './own-rules.ts';
import type { AnyTemplate } from './schema-check.ts';
import { compiledForOrganization, organization } from './templates.ts';
import { exceptions } from './wildcards.ts';

const central = compiledForOrganization();
const templates: readonly AnyTemplate[] = [central, memberRoles(organization), memberRules(organization)];

type Fields = Record<string, unknown>;

/** A copy of the central template with the properties of one resource changed. */
function spoiled(id: string, change: (properties: Fields) => void): AnyTemplate {
  const template = structuredClone(central);
  change(template.Resources[id]!.Properties as Fields);
  return template;
}

/** A copy of the central template with one more statement for the evaluating function. */
function withStatement(statement: Fields): AnyTemplate {
  return spoiled('EvaluateRole', (role) => {
    const [policy] = role['Policies'] as [{ PolicyDocument: { Statement: Fields[] } }];
    policy.PolicyDocument.Statement.push({ Effect: 'Allow', ...statement });
  });
}

const without = (name: string) => (properties: Fields) => void Reflect.deleteProperty(properties, name);
const busStatement = (change: Fields) =>
  spoiled('CentralBusPolicy', (policy) => Object.assign(policy['Statement'] as Fields, change));
const lookedAt = (change: Fields) =>
  spoiled('EventsQueuePolicy', ({ PolicyDocument }) => {
    const [statement] = (PolicyDocument as { Statement: Fields[] }).Statement;
    Object.assign(statement!, change);
  });

/** How each rule is broken: a rule without a line here does not pass. */
const spoilt: Readonly<Record<string, readonly AnyTemplate[]>> = {
  'what is kept is encrypted': [
    spoiled('EventsQueue', without('SqsManagedSseEnabled')),
    spoiled('AlarmTopic', without('KmsMasterKeyId')),
  ],
  'tables are retained, protected and can be restored to any second': [
    spoiled('IssuesTable', without('DeletionProtectionEnabled')),
    spoiled('StateTable', without('PointInTimeRecoverySpecification')),
  ],
  'every queue has a dead-letter queue, after five receives or more, or is one': [
    spoiled('SlackQueue', without('RedrivePolicy')),
    spoiled('SlackQueue', ({ RedrivePolicy }) =>
      Object.assign(RedrivePolicy as Fields, { maxReceiveCount: 1 }),
    ),
  ],
  'what fails for good in an asynchronous consumer is kept': [
    spoiled('CentralRule', ({ Targets }) => without('DeadLetterConfig')((Targets as [Fields])[0])),
    spoiled('SweepLambdaEvConf', without('DestinationConfig')),
    spoiled('ReportToSlackEventSourceMappingDynamodbIssuesTable', without('DestinationConfig')),
  ],
  'a message stays hidden for six times as long as its function may run, and while its batch is gathered': [
    spoiled('EvaluateLambdaFunction', (fn) => Object.assign(fn, { Timeout: 61 })),
    spoiled('HeartbeatsQueue', (queue) => Object.assign(queue, { VisibilityTimeout: 239 })),
  ],
  'no policy allows an action with a wildcard': [
    withStatement({ Action: 'cloudtrail:*', Resource: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/a' }),
    withStatement({ Action: ['sqs:Send*'], Resource: 'arn:aws:sqs:eu-west-1:123456789012:a' }),
  ],
  'a resource with a wildcard is on the list, with its reason': [
    withStatement({ Action: 'cloudtrail:StopLogging', Resource: '*' }),
    withStatement({ Action: 'sts:AssumeRole', Resource: 'arn:aws:iam::*:role/*' }),
  ],
  'no policy is public': [
    busStatement({ Condition: {} }),
    busStatement({ Principal: { AWS: ['*'] }, Condition: {} }),
    lookedAt({ Principal: '*' }),
  ],
  'a service may use a queue, topic or member role only for us': [
    lookedAt({ Condition: {} }),
    spoiled('AlarmTopicPolicy', ({ PolicyDocument }) =>
      without('Condition')((PolicyDocument as { Statement: [Fields] }).Statement[0]),
    ),
  ],
  'every log group is kept for a while and no longer, and every function has one': [
    spoiled('SweepLogGroup', without('RetentionInDays')),
    spoiled('SweepLogGroup', (group) => Object.assign(group, { LogGroupName: '/aws/lambda/other' })),
  ],
};

describe.each(ownRules)('$says', ({ says, breaches }) => {
  test('in the central template, the roles and the rules of members', () => {
    expect(templates.flatMap((template) => breaches(template))).toEqual([]);
  });

  test('and a template that breaks it is found', () => {
    const found = (spoilt[says] ?? []).map((template) => breaches(template).length);
    expect(found.length).toBeGreaterThan(0);
    expect(found).not.toContain(0);
  });
});

test('no exception for wildcards outlives its use', () => {
  const used = templates.flatMap((template) => allowed(template).flatMap(wildcardsOf));
  const idle = exceptions.filter(({ what }) => !used.some((wildcard) => what.test(wildcard)));
  expect(idle).toEqual([]);
});

test('the bucket of the packages is closed to the public, versioned, and refuses what is not encrypted', () => {
  const { Resources } = central;
  expect(Resources['ServerlessDeploymentBucket']?.Properties).toMatchObject({
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    },
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: expect.anything() as unknown,
  });
  const policy = JSON.stringify(Resources['ServerlessDeploymentBucketPolicy']?.Properties);
  expect(policy).toContain('"Effect":"Deny"');
  expect(policy).toContain('"aws:SecureTransport":false');
});

test('every queue and the bus deny what does not come over TLS', () => {
  const { Resources } = central;
  const of = (type: string) => Object.entries(Resources).filter(([, { Type }]) => Type === type);
  const denying = (text: unknown) =>
    JSON.stringify(text).includes('"Bool":{"aws:SecureTransport":"false"}') &&
    JSON.stringify(text).includes('"Effect":"Deny"');
  const closed = of('AWS::SQS::QueuePolicy').filter(([, { Properties }]) => denying(Properties));
  const named = JSON.stringify(closed.map(([, { Properties }]) => Properties?.['Queues']));
  for (const [id] of of('AWS::SQS::Queue')) expect(named).toContain(`{"Ref":"${id}"}`);
  expect(of('AWS::Events::EventBusPolicy').filter(([, { Properties }]) => denying(Properties))).toHaveLength(
    1,
  );
});

test('roles that need few kinds of rows of the state table reach no others', () => {
  const { Resources } = central;
  for (const id of ['WatchRole', 'HeartbeatsRole', 'LookAtPartsRole', 'InspectRole']) {
    const policies = Resources[id]?.Properties?.['Policies'] as readonly {
      readonly PolicyDocument: { readonly Statement: readonly Record<string, unknown>[] };
    }[];
    const onRows = policies
      .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('dynamodb:'));
    expect(onRows.length).toBeGreaterThan(1);
    for (const statement of onRows) {
      expect(JSON.stringify(statement['Condition'])).toContain('dynamodb:LeadingKeys');
      // The condition holds for a call that names no key, which a scan does.
      expect(JSON.stringify(statement['Action'])).not.toContain('Scan');
    }
  }
});
