import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { digestOfRole } from '#adapters/aws/forwarding-role-reader.ts';
import { applyOptions } from '#adapters/cloudformation/deploy-options.ts';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { parseConfig } from '#config/load.ts';
import { currentTemplate } from '#doors/forwarding.ts';
import { least } from '#test/given/configurations.ts';
import { account } from '#test/given/shop.ts';
import { schemaFaults } from './schema-check.ts';
import { compiled, organization } from './templates.ts';

const key = 'arn:aws:kms:eu-west-1:123456789012:key/1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901';
const boundary = 'boundaries/workload';

function applied(options: Parameters<typeof applyOptions>[1]) {
  const template = compiled();
  applyOptions(template.Resources, options);
  const of = (type: string) => Object.values(template.Resources).filter(({ Type }) => Type === type);
  return { template, of };
}

describe('without options', () => {
  test('the template stays as it was', () => {
    expect(applied({}).template).toEqual(compiled());
  });

  test('no concurrency is reserved, which a new account would refuse', () => {
    for (const { Properties } of applied({}).of('AWS::Lambda::Function'))
      expect(Properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('a permissions boundary', () => {
  const arn = { 'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/${boundary}` };

  test('is that of every role of the centre and of the members', () => {
    const roles = applied({ boundary }).of('AWS::IAM::Role');
    const members = memberRoles({
      ...organization,
      config: { ...organization.config, deployment: { boundary } },
    });
    expect(roles.length).toBeGreaterThan(8);
    for (const { Properties } of [...roles, ...Object.values(members.Resources)])
      expect(Properties?.['PermissionsBoundary']).toEqual(arn);
    expect(schemaFaults(members)).toEqual([]);
  });

  test('is expected of the forwarding role by the hourly look, and any other one is a change', () => {
    const shop = account('210987654321');
    const place = { region: 'eu-west-1', busName: 'trailwarden' };
    const main = account('123456789012');
    const expected = currentTemplate({ ...place, config: { mainAccountId: main, deployment: { boundary } } });
    const without = currentTemplate({ ...place, config: { mainAccountId: main, deployment: {} } });
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'OnlyForThisAccount',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'aws:SourceAccount': shop } },
        },
      ],
    };
    const send = {
      Sid: 'SendToTheCentralBus',
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: `arn:aws:events:eu-west-1:${main}:event-bus/trailwarden`,
    };
    const policies = { trailwarden: { Version: '2012-10-17', Statement: [send] } };
    const seen = (name: string | undefined) =>
      digestOfRole(
        {
          trust,
          policies,
          attached: [],
          ...(name !== undefined && { boundary: `arn:aws:iam::${shop}:policy/${name}` }),
        },
        shop,
      );
    expect(seen(boundary)).toBe(expected.forwardingRole);
    expect(seen(undefined)).toBe(without.forwardingRole);
    expect(seen('nothing')).not.toBe(expected.forwardingRole);
  });
});

describe('a key of the operator', () => {
  const { template, of } = applied({ key });

  test('encrypts queues, tables, logs and functions, in place of keys of AWS', () => {
    expect(schemaFaults(template)).toEqual([]);
    for (const { Properties } of of('AWS::SQS::Queue')) {
      expect(Properties?.['KmsMasterKeyId']).toBe(key);
      expect(Properties).not.toHaveProperty('SqsManagedSseEnabled');
    }
    for (const { Properties } of of('AWS::DynamoDB::Table'))
      expect(Properties?.['SSESpecification']).toMatchObject({ SSEType: 'KMS', KMSMasterKeyId: key });
    for (const { Properties } of of('AWS::Logs::LogGroup')) expect(Properties?.['KmsKeyId']).toBe(key);
    for (const { Properties } of of('AWS::Lambda::Function')) expect(Properties?.['KmsKeyArn']).toBe(key);
  });

  test('may be used by every function, and only this key', () => {
    for (const { Properties } of of('AWS::IAM::Role')) {
      const policies = Properties?.['Policies'] as readonly {
        readonly PolicyName: string;
        readonly PolicyDocument: { readonly Statement: readonly { readonly Resource: unknown }[] };
      }[];
      const own = policies.find(({ PolicyName }) => PolicyName === 'customer-key');
      expect(own?.PolicyDocument.Statement.map(({ Resource }) => Resource)).toEqual([key]);
    }
  });

  test('needs a key policy, which docs/deploying.md prints with every service that uses it', () => {
    const text = readFileSync('docs/deploying.md', 'utf8');
    for (const service of ['events.amazonaws.com', 'logs.eu-west-1.amazonaws.com', 'role/trailwarden-*'])
      expect(text).toContain(service);
  });
});

describe('reserved concurrency', () => {
  test('is that of the evaluation alone', () => {
    const { template, of } = applied({ evaluations: 40 });
    expect(schemaFaults(template)).toEqual([]);
    const reserved = of('AWS::Lambda::Function').filter(
      ({ Properties }) => Properties?.['ReservedConcurrentExecutions'] !== undefined,
    );
    expect(reserved).toHaveLength(1);
    expect(template.Resources['EvaluateLambdaFunction']?.Properties).toMatchObject({
      ReservedConcurrentExecutions: 40,
    });
  });
});

describe('the section deployment of config.json', () => {
  const parsed = (deployment: object) =>
    parseConfig({ config: JSON.stringify({ ...least, deployment }), whitelist: '{}', ticketOwners: '{}' });

  test('is nothing by default', () => {
    const result = parsed({});
    expect(result.ok && result.config.deployment).toEqual({});
  });

  test.each([
    [{ permissions_boundary: 'arn:aws:iam::123456789012:policy/x' }, 'permissions_boundary'],
    [{ kms_key: 'alias/mine' }, 'kms_key'],
    [{ evaluate_concurrency: 0 }, 'evaluate_concurrency'],
    [{ evaluate_concurency: 40 }, 'evaluate_concurency'],
  ])('refuses %o', (deployment, name) => {
    const result = parsed(deployment);
    expect(result.ok ? [] : result.faults.map(({ path }) => path.at(-1))).toEqual([name]);
  });
});
