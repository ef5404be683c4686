import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterEach, describe, expect, it } from 'vitest';
import type { Template } from '#simulators/aws-cloud/template.ts';
import { startStage, type Stage } from './stage.ts';
import { separateAccounts } from './worlds.ts';

const production = '720000000001';

interface RoleProperties {
  Policies: { PolicyDocument: { Statement: { Action: string | string[] }[] } }[];
}

/** The template without the statements of a role that allow this action. */
function without(role: string, action: string): (template: Template) => Template {
  return (template) => {
    const { Policies } = template.Resources[role]!.Properties as unknown as RoleProperties;
    for (const { PolicyDocument } of Policies)
      PolicyDocument.Statement = PolicyDocument.Statement.filter(
        ({ Action }) => ![Action].flat().includes(action),
      );
    return template;
  };
}

let stage: Stage;
afterEach(() => stage.stop());

describe('a trail is stopped, and people do not hear of it as they should', () => {
  it.each([
    ['EvaluateRole', 'sts:AssumeRole'],
    ['EvaluateRole', 'dynamodb:GetItem'],
    ['SlackRole', 'ssm:GetParameter'],
  ])('when %s lacks %s', async (role, action) => {
    stage = await startStage({
      world: separateAccounts({ production }),
      cloud: { templateEdit: without(role, action) },
    });
    await stage.cloudTrail(production).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.later(20_000);
    const refused = stage.cloud.calls.filter(({ refused: why }) => why !== undefined);
    expect(refused).not.toEqual([]);
    expect(stage.messages(production).filter((text) => text.includes('CRITICAL'))).toEqual([]);
  });
});
