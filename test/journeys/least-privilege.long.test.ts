import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AccessQuestion } from '#simulators/aws-cloud/iam.ts';
import type { Part } from '#simulators/aws-cloud/stack.ts';
import { readRolePolicy } from '#local/rehearsal/member-roles.ts';
import type { Statement } from '#test/given/permissions.ts';
import { lambdaItself, needlessIn, refusedBy, statementsOf } from '#test/given/permissions.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { settings, takeEveryWay, world } from './every-way.ts';

type Role = Part<'AWS::IAM::Role'>;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ world: world(), documents: { config: settings } });
  await takeEveryWay(stage);
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

/** What was done in a role's name: by the functions, as it was recorded, and by Lambda itself. */
function askedOf(role: Role): readonly AccessQuestion[] {
  const done = stage.cloud.calls
    .filter(({ principalArn }) => principalArn.includes(`:assumed-role/${role.name}/`))
    .flatMap(({ demands = [] }) => demands);
  return [...done, ...lambdaItself(stage.cloud.stack, role)];
}

/** What the functions read through the read role, in all accounts. */
function askedOfReadRole(): readonly AccessQuestion[] {
  return stage.organization.calls
    .filter(({ principalArn }) => principalArn.includes(':assumed-role/trailwarden-read/'))
    .filter(({ action }) => action !== 'sts:GetCallerIdentity')
    .map(({ action, resource }) => ({ action, resource }));
}

interface Case {
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly asked: readonly AccessQuestion[];
}

/** Every role that a function has or takes on; those of the members' rules are in test/deploy. */
function roles(): readonly Case[] {
  const central = stage.cloud.stack.of('AWS::IAM::Role').map((role) => ({
    name: role.logicalId,
    statements: statementsOf(role),
    asked: askedOf(role),
  }));
  const statements = (readRolePolicy as { readonly Statement: readonly Statement[] }).Statement;
  return [...central, { name: 'ReadRole', statements, asked: askedOfReadRole() }];
}

describe('every role of a function, and the read role', () => {
  it('is enough: nothing that was done in its name is refused', () => {
    const calls = stage.cloud.calls.filter(({ refused: why }) => why !== undefined);
    expect(
      calls.map(({ principalArn, action, resource }) => `${principalArn}: ${action} ${resource}`),
    ).toEqual([]);
    expect(stage.cloud.undelivered).toEqual([]);
    for (const { name, statements, asked } of roles())
      expect({ name, refused: refusedBy(statements, asked) }).toEqual({ name, refused: [] });
  });

  it('is not more than enough: whatever is taken away, something that was done is refused', () => {
    expect(roles()).toHaveLength(13);
    for (const { name, statements, asked } of roles())
      expect({ name, needless: needlessIn(statements, asked) }).toEqual({ name, needless: [] });
  });

  it('would be too much with one permission more, of whatever kind', () => {
    const table = stage.cloud.stack.of('AWS::DynamoDB::Table').map(({ arn }) => arn);
    const more: Statement[] = [
      { Effect: 'Allow', Action: 'dynamodb:DescribeTable', Resource: table },
      { Effect: 'Allow', Action: 'cloudtrail:ListTrails', Resource: '*' },
    ];
    for (const { name, statements, asked } of roles())
      for (const one of [...more, ...statements.slice(0, 1)])
        expect({ name, needless: needlessIn([...statements, one], asked) }).not.toEqual({
          name,
          needless: [],
        });
  });
});
