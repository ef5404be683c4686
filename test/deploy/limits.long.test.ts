import { beforeAll, describe, expect, test } from 'vitest';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { memberRules } from '#adapters/cloudformation/member-rules.ts';
import { stageFault } from '#adapters/cloudformation/stages.ts';
import { least } from '#test/given/configurations.ts';
import { usable } from '#test/given/configurations.ts';
import { limitFaults, namesIn } from './aws-limits.ts';
import { packageStep } from './central-template.ts';
import type { AnyTemplate } from './schema-check.ts';
import { compiled, compiledForOrganization, configured, organization } from './templates.ts';

/** The longest stage that is let in. */
const longest = (() => {
  let stage = 's';
  while (!stageFault({ ...usable(), stages: [`${stage}s`] }, `${stage}s`)) stage += 's';
  return stage;
})();

const whole = {
  ...least,
  organization: {
    mode: 'organization',
    id: 'o-a1b2c3d4e5',
    management_account_id: '111111111111',
    stack_sets: { enabled: true, organizational_units: ['r-ab12'], regions: ['eu-west-1', 'eu-central-1'] },
  },
  alarms: { subscribers: ['mailto:security@example.com'] },
  stages: ['prod', longest],
};
let long: AnyTemplate;
let prod: AnyTemplate;

beforeAll(() => {
  [long, prod] = [longest, 'prod'].map((stage) => {
    const { template, printed } = packageStep(whole, stage);
    if (template === undefined) throw new Error(printed);
    return template;
  }) as [AnyTemplate, AnyTemplate];
});

describe('AWS takes the names and sizes of', () => {
  test.each<[string, () => AnyTemplate]>([
    ['the central template', compiled],
    ['the central template of an organization in prod', () => prod],
    ['the central template of an organization in the longest stage', () => long],
    ['the roles of members', () => memberRoles(organization)],
    ['the roles of members without Organizations', () => memberRoles(configured)],
    [
      'the roles of members in the longest stage',
      () => memberRoles({ ...organization, suffix: `-${longest}` }),
    ],
    ['the rules of members', () => memberRules(organization)],
    [
      'the rules of members in the longest stage',
      () => memberRules({ ...organization, suffix: `-${longest}` }),
    ],
  ])('%s', (_, template) => {
    expect(limitFaults(template())).toEqual([]);
  });

  test('what stack sets carry', () => {
    const bodies = Object.values(long.Resources)
      .filter(({ Type }) => Type === 'AWS::CloudFormation::StackSet')
      .map(({ Properties }) => JSON.parse(String(Properties?.['TemplateBody'])) as AnyTemplate);
    expect(bodies).toHaveLength(2);
    expect(bodies.flatMap(limitFaults)).toEqual([]);
  });
});

test('the longest stage is as long as the names allow, and not a character shorter', () => {
  const rules = memberRules({ ...organization, suffix: `-${longest}` });
  const room = [long, rules].flatMap(namesIn).map(({ name, most }) => most - name.length);
  expect(Math.min(...room)).toBe(0);
});

describe('the check finds', () => {
  type Fields = Record<string, unknown>;
  const spoil = (id: string, change: (properties: Fields) => unknown) => {
    const template = structuredClone(compiledForOrganization());
    Object.assign(
      template.Resources[id]!.Properties as Fields,
      change(template.Resources[id]!.Properties as Fields),
    );
    return limitFaults(template);
  };
  const words = (length: number) => 'w'.repeat(length);
  const statement = (length: number) => ({ Version: '2012-10-17', Statement: [{ Sid: words(length) }] });

  test.each<[string, readonly string[], RegExp]>([
    [
      'a long name of a function',
      spoil('SweepLambdaFunction', () => ({ FunctionName: words(65) })),
      /name 65 > 64/,
    ],
    ['a long name of a role', spoil('SweepRole', () => ({ RoleName: words(65) })), /name 65 > 64/],
    ['a long name of a rule', spoil('CentralRule', () => ({ Name: words(65) })), /name 65 > 64/],
    ['a long name of a queue', spoil('EventsQueue', () => ({ QueueName: words(81) })), /name 81 > 80/],
    ['a long name of a table', spoil('IssuesTable', () => ({ TableName: words(256) })), /name 256 > 255/],
    [
      'a long trust policy',
      spoil('SweepRole', () => ({ AssumeRolePolicyDocument: statement(2048) })),
      /trust policy/,
    ],
    [
      'long inline policies',
      spoil('SweepRole', () => ({
        Policies: [{ PolicyDocument: statement(5200) }, { PolicyDocument: statement(5200) }],
      })),
      /sum of inline policies/,
    ],
    [
      'a long pattern',
      spoil('CentralRule', () => ({ EventPattern: { source: [words(2048)] } })),
      /event pattern/,
    ],
    ['six targets', spoil('CentralRule', () => ({ Targets: [1, 2, 3, 4, 5, 6] })), /targets 6 > 5/],
    [
      'much environment',
      spoil('SweepLambdaFunction', () => ({ Environment: { Variables: { A: words(4096) } } })),
      /environment/,
    ],
    ['a long bus policy', spoil('CentralBusPolicy', () => ({ Statement: statement(10_240) })), /bus policy/],
    [
      'a long queue policy',
      spoil('EventsQueuePolicy', () => ({ PolicyDocument: statement(20_480) })),
      /queue policy/,
    ],
    [
      'a long topic policy',
      spoil('AlarmTopicPolicy', () => ({ PolicyDocument: statement(30_720) })),
      /topic policy/,
    ],
    ['a long key policy', spoil('AlarmKey', () => ({ KeyPolicy: statement(32_768) })), /key policy/],
    [
      'a large stack set',
      spoil('MemberRules', () => ({ TemplateBody: words(51_201) })),
      /template 51201 > 51200/,
    ],
    [
      'a short visibility',
      spoil('HeartbeatsQueue', () => ({ VisibilityTimeout: 239 })),
      /visibility 239 < 240/,
    ],
    [
      'a long window',
      spoil('RecordHeartbeatsEventSourceMappingSQSHeartbeatsQueue', () => ({
        MaximumBatchingWindowInSeconds: 61,
      })),
      /HeartbeatsQueue: visibility 240 < 241/,
    ],
    [
      'dead letters that are gone before their queue would have lost them',
      spoil('JiraDeadLetters', () => ({ MessageRetentionPeriod: 1_209_599 })),
      /JiraQueue: kept for longer/,
    ],
    [
      'long words of an alarm',
      spoil('NoHeartbeatAlarm', () => ({ AlarmDescription: words(1025) })),
      /description/,
    ],
  ])('%s', (_, found, expected) => {
    expect(found).toEqual([expect.stringMatching(expected)]);
  });
});
