import { describe, expect, test } from 'vitest';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { forwardedPatterns, memberRules } from '#adapters/cloudformation/member-rules.ts';
import { stackSets } from '#adapters/cloudformation/stack-sets.ts';
import { printMemberTemplate } from '#cli/commands/member-template.ts';
import { centralPatterns } from '#domain/facts/patterns.ts';
import { heartbeatPattern } from '#domain/facts/heartbeat.ts';
import { decide } from '#simulators/aws-cloud/iam.ts';
import { matchesEvent } from '#simulators/aws-cloud/pattern.ts';
import { needlessIn, refusedBy, statementsOf } from '#test/given/permissions.ts';
import { compiled, configured, organization } from './templates.ts';

type Fields = Record<string, unknown>;
const sides = { organization, configured };

describe.each(Object.entries(sides))('the member side of an %s deployment', (_, side) => {
  test('fits into what CloudFormation takes: 51,200 bytes as text, 2,048 characters a pattern', () => {
    for (const half of ['roles', 'rules'] as const)
      expect(Buffer.byteLength(printMemberTemplate(half, side))).toBeLessThan(51_200);
    for (const { pattern } of forwardedPatterns()) expect(JSON.stringify(pattern).length).toBeLessThan(2048);
  });

  test('sends on under one role, with retries and a dead-letter queue of its own Region', () => {
    const rules = Object.values(memberRules(side).Resources).filter(
      ({ Type }) => Type === 'AWS::Events::Rule',
    );
    expect(rules).toHaveLength(forwardedPatterns().length);
    for (const { Properties } of rules) {
      expect(Properties['Targets']).toEqual([
        expect.objectContaining({
          Arn: { 'Fn::Sub': 'arn:${AWS::Partition}:events:eu-west-1:123456789012:event-bus/trailwarden' },
          RoleArn: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/trailwarden-forwarding' },
          RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] } },
        }),
      ]);
    }
  });
});

test('calls that AWS records in us-east-1 alone have rules there alone', () => {
  const conditional = Object.entries(memberRules(organization).Resources)
    .filter(([, { Condition }]) => Condition !== undefined)
    .map(([id]) => id);
  expect(conditional).toEqual(
    expect.arrayContaining(['IamRule', 'AccountRule', 'OrganizationsOrganizationRule']),
  );
  expect(conditional).not.toContain('CloudtrailRule');
});

/** Whether the trust policy of the read role lets this principal in. */
function trusted(arn: string, more: Fields = {}): string {
  const document = memberRoles(organization).Resources['ReadRole']!.Properties['AssumeRolePolicyDocument'];
  const text = JSON.stringify(document).replaceAll(/\{"Fn::Sub":("[^"]+")\}/g, '$1');
  const policy: unknown = JSON.parse(text.replaceAll('${AWS::Partition}', 'aws'));
  return decide([policy], {
    action: 'sts:AssumeRole',
    resource: 'arn:aws:iam::210987654321:role/trailwarden-read',
    asker: { accountId: arn.split(':')[4] ?? '', arn },
    context: { 'aws:PrincipalArn': arn, 'aws:PrincipalOrgID': 'o-a1b2c3d4e5', ...more },
  });
}

describe('the read role lets in', () => {
  const evaluate = 'arn:aws:iam::123456789012:role/trailwarden-evaluate';

  test('the functions that read, and nobody else of the central account', () => {
    expect(trusted(evaluate)).toBe('allowed');
    expect(trusted('arn:aws:iam::123456789012:role/trailwarden-inspect')).toBe('allowed');
    expect(trusted('arn:aws:iam::123456789012:role/trailwarden-report-to-slack')).toBe('not allowed');
    expect(trusted('arn:aws:iam::123456789012:role/trailwarden-evaluate-dev')).toBe('not allowed');
  });

  test('nobody of the same name in another account, and nobody from outside the organization', () => {
    expect(trusted(evaluate.replace('123456789012', '654321210987'))).toBe('not allowed');
    expect(trusted(evaluate, { 'aws:PrincipalOrgID': 'o-another000' })).toBe('not allowed');
  });

  test.each(['EvaluateRole', 'InspectRole', 'LookAtPartsRole'])(
    'exactly the %s that is deployed, whatever the stage',
    (id) => {
      const { RoleName } = compiled().Resources[id]!.Properties as { RoleName: string };
      const trust = JSON.stringify(memberRoles({ ...configured, suffix: '-dev' }).Resources['ReadRole']);
      expect(trust).toContain(`role/${RoleName}"`);
    },
  );
});

describe('stack sets', () => {
  test('are left out while they are switched off', () => {
    expect(stackSets(configured)).toEqual({});
  });

  test('bring the roles first, and the rules to us-east-1 in any case', () => {
    const { MemberRoles, MemberRules } = stackSets(organization);
    const regionsOf = (set: typeof MemberRoles) =>
      (set?.Properties['StackInstancesGroup'] as [Fields])[0]['Regions'];
    expect(MemberRules?.DependsOn).toEqual(['MemberRoles']);
    expect(regionsOf(MemberRoles)).toEqual(['eu-west-1']);
    expect(regionsOf(MemberRules)).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);
  });

  test('never roll the centre back for an account that cannot be reached', () => {
    for (const { Properties } of Object.values(stackSets(organization)))
      expect(Properties).toMatchObject({
        PermissionModel: 'SERVICE_MANAGED',
        CallAs: 'DELEGATED_ADMIN',
        AutoDeployment: { Enabled: true },
        ManagedExecution: { Active: true },
        OperationPreferences: {
          FailureTolerancePercentage: 100,
          ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
          RegionConcurrencyType: 'PARALLEL',
        },
      });
  });

  test('carry what the command line prints', () => {
    const { MemberRoles, MemberRules } = stackSets(organization);
    const body = (set: typeof MemberRoles): unknown => JSON.parse(String(set?.Properties['TemplateBody']));
    expect(body(MemberRoles)).toEqual(JSON.parse(printMemberTemplate('roles', organization)));
    expect(body(MemberRules)).toEqual(JSON.parse(printMemberTemplate('rules', organization)));
  });
});

describe('a heartbeat', () => {
  const beat = {
    version: '0',
    id: '1',
    source: 'trailwarden.heartbeat',
    'detail-type': 'Trailwarden Heartbeat',
    account: '210987654321',
    region: 'eu-west-1',
    time: '2026-11-21T12:00:00Z',
    resources: [],
    detail: {},
  };

  test('is carried on, and on the central bus reaches only the rule for heartbeats', () => {
    expect(matchesEvent(heartbeatPattern, beat)).toBe(true);
    for (const { pattern } of centralPatterns()) expect(matchesEvent(pattern, beat)).toBe(false);
  });

  test.each(forwardedPatterns())('no event of another source passes the rule $name', ({ name, pattern }) => {
    expect(pattern.source.length).toBeGreaterThan(0);
    const foreign = pattern.source.filter((source) => !source.startsWith('aws.'));
    expect(foreign).toEqual(name === 'heartbeat' ? ['trailwarden.heartbeat'] : []);
  });
});

describe("what the members' rules and schedules do is exactly what their roles allow", () => {
  const resolved = <Value>(value: Value): Value =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(/\{"Fn::Sub":("[^"]+")\}/g, '$1')
        .replaceAll('${AWS::Partition}', 'aws')
        .replaceAll('${AWS::Region}', 'us-east-1')
        .replaceAll('${AWS::AccountId}', '210987654321'),
    ) as Value;
  interface Target {
    readonly Arn: string;
    readonly RoleArn: string;
  }
  const targets = Object.values(resolved(memberRules(organization)).Resources).flatMap(
    ({ Properties: { Targets, Target } }) => (Targets ?? Target ?? []) as Target | Target[],
  );

  test.each(['ForwardingRole', 'HeartbeatRole'])('%s', (id) => {
    const { RoleName, Policies } = resolved(memberRoles(organization)).Resources[id]!.Properties as {
      RoleName: string;
      Policies: Parameters<typeof statementsOf>[0]['Policies'];
    };
    const asked = targets
      .filter(({ RoleArn }) => RoleArn === `arn:aws:iam::210987654321:role/${RoleName}`)
      .map(({ Arn }) => ({ action: 'events:PutEvents', resource: Arn }));
    expect(asked).not.toEqual([]);
    const statements = statementsOf({ Policies });
    expect(refusedBy(statements, asked)).toEqual([]);
    expect(needlessIn(statements, asked)).toEqual([]);
    // And with one more it would be too much.
    const more = {
      Effect: 'Allow',
      Action: 'events:PutEvents',
      Resource: 'arn:aws:events:*:*:rule/*',
    } as const;
    expect(needlessIn([...statements, more], asked)).not.toEqual([]);
  });
});
