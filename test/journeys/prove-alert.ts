import { readFileSync } from 'node:fs';
import { StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { runTestAlert } from '#cli/test-alert/run-test-alert.ts';
import { loadConfig } from '#config/load.ts';
import type { Config } from '#config/config.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Template } from '#simulators/aws-cloud/template.ts';
import type { DocumentChanges } from '#local/rehearsal/documents.ts';
import { writeDocuments } from '#local/rehearsal/documents.ts';
import type { World } from '#simulators/organization/world.ts';
import type { OperatorPolicy } from './operator-role.ts';
import { policyHere, withRole } from './operator-role.ts';
import type { Stage } from './stage.ts';
import { home } from './worlds.ts';

/** The policy that docs/operating.md asks for to run a test alert, for the stage of a rehearsal. */
export function documentedPolicy(): OperatorPolicy {
  const text = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  const section = text.slice(text.indexOf('## Prove an alert'));
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(section) ?? [];
  return policyHere(json);
}

/** The template with a role that may do what the documented policy allows, and nothing else. */
export function withOperator(template: Template): Template {
  return withRole(template, documentedPolicy());
}

/** The configuration that a stage with these documents runs with. */
export function configOf(world: World, documents: DocumentChanges = {}): Config {
  const directory = writeDocuments(world, documents);
  try {
    return loadConfig(directory.path);
  } finally {
    directory.remove();
  }
}

/** What a person saw of a run. */
export interface Proof {
  readonly failures: number;
  readonly lines: readonly string[];
}

/** Runs `trailwarden test-alert` as an operator of the central account; the printed harmless call is made at once. */
export async function proveAlert(
  stage: Stage,
  about: { readonly config: Config; readonly account?: string; readonly makesTheCall?: boolean },
): Promise<Proof> {
  const { cloud } = stage;
  const lines: string[] = [];
  const calls: (() => Promise<unknown>)[] = [];
  const credentials = cloud.credentialsOf('OperatorRole');
  const account = about.account === undefined ? undefined : parseAccountId(about.account);
  const out = (line: string): void => {
    lines.push(line);
    const [, Name, region] = /aws cloudtrail start-logging --name (\S+) --region (\S+)$/.exec(line) ?? [];
    if (Name === undefined || account === undefined || about.makesTheCall === false) return;
    calls.push(() => stage.cloudTrail(account, region).send(new StartLoggingCommand({ Name })));
  };
  const failures = await runTestAlert({
    config: about.config,
    stage: 'dev',
    account,
    aws: { endpoint: cloud.endpoint, credentials },
    output: { out, error: out },
    now: () => cloud.clock.now(),
    wait: async (seconds) => {
      await calls.shift()?.();
      await cloud.advance(seconds * 1000);
    },
  });
  return { failures, lines };
}

/** Every Region of `accounts` beats. */
export async function beatOf(stage: Stage, ...accounts: readonly string[]): Promise<void> {
  const everywhere = accounts.flatMap((account) =>
    [home, 'us-east-1'].map((region) => ({ account, region })),
  );
  for (const from of everywhere) {
    const event = {
      version: '0' as const,
      id: 'beat',
      resources: [],
      detail: {},
      ...from,
      source: 'trailwarden.heartbeat',
      'detail-type': 'Trailwarden Heartbeat',
      time: new Date(stage.cloud.clock.now()).toISOString(),
    };
    stage.cloud.deliver(event, from);
  }
  await stage.later(90_000);
}
