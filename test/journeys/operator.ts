import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { matchesPattern } from '#simulators/aws-cloud/iam-conditions.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';
import type { Ran, ToolRun } from '#test/given/run-tool.ts';
import { runTool } from '#test/given/run-tool.ts';
import type { OperatorPolicy } from './operator-role.ts';
import { policyHere, withRole } from './operator-role.ts';
import type { Stage } from './stage.ts';

/** The policy of the documents, for the stage of a rehearsal. */
export function operatorPolicy(): OperatorPolicy {
  return policyHere(readFileSync(new URL('../../docs/operator-policy.json', import.meta.url), 'utf8'));
}

/** The template with a role that may do what the operator's policy allows, and nothing else. */
export function withOperatorRole(template: Template): Template {
  return withRole(template, operatorPolicy());
}

/** A directory with nothing but an AWS CLI that says its version. */
export function awsCliIn(directory: string, version = '2.31.0'): string {
  const bin = join(directory, `aws-${version}`);
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'aws'), `#!/bin/sh\necho 'aws-cli/${version} Python/3.13.7 Linux/6.8'\n`);
  chmodSync(join(bin, 'aws'), 0o755);
  return bin;
}

/** Runs a command of the tool as an operator of the central account, at the time of the stage. */
export function operate(
  stage: Stage,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  other: Omit<ToolRun, 'env' | 'clockOffset'> & {
    readonly directory?: string | undefined;
    readonly later?: number | undefined;
  } = {},
): Promise<Ran> {
  const { cloud, slack, jira, configuration } = stage;
  const { directory = configuration, later = 0, ...how } = other;
  const { accessKeyId, secretAccessKey } = cloud.credentialsOf('OperatorRole');
  return runTool([...args, '--directory', directory, '--stage', 'dev'], {
    ...how,
    clockOffset: cloud.clock.offset + later,
    env: {
      AWS_ENDPOINT_URL: cloud.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      SLACK_API_URL: slack.url,
      JIRA_HOST: jira.url,
      ...env,
    },
  });
}

const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;

/** The parts of the policy, `Sid action resource`, that no call of the operator on this stage needed. */
export function unneeded({ cloud }: Stage): readonly string[] {
  const asked = cloud.calls
    .filter(({ principalArn }) => principalArn.includes(':assumed-role/operator/'))
    .flatMap(({ demands = [] }) => demands);
  return operatorPolicy().Statement.flatMap(({ Sid, Action, Resource }) => {
    const used = (action: string, resource: string): boolean =>
      asked.some((one) => one.action === action && matchesPattern(resource, one.resource));
    const actions = listOf(Action).filter((action) => !listOf(Resource).some((one) => used(action, one)));
    const resources = listOf(Resource).filter((one) => !listOf(Action).some((action) => used(action, one)));
    return [...actions, ...resources].map((part) => `${Sid} ${part}`);
  });
}

/** What the operator was refused, in AWS's words. */
export function refusedTo({ cloud }: Stage): readonly string[] {
  return cloud.calls.flatMap(({ principalArn, refused }) =>
    principalArn.includes(':assumed-role/operator/') && refused !== undefined ? [refused] : [],
  );
}
