import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { dynamoHeartbeats } from '#adapters/aws/dynamo-heartbeats.ts';
import { instant } from '#domain/values/instant.ts';
import { freshTables } from './dynamo-stores.ts';
import { account, region } from '#test/given/incidents.ts';

const management = account('210987654321');
const root = new URL('../../', import.meta.url);
let directory: string;

/** What a plugin of the framework gets to see of it, as far as this one looks. */
type Plugin = new (serverless: object) => { readonly hooks: Readonly<Record<string, () => Promise<void>>> };

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'trailwarden-config-'));
  cpSync(new URL('config', root), directory, { recursive: true });
  const file = join(directory, 'config.json');
  const config = parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const organization = { id: 'o-a1b2c3d4e5', management_account_id: management };
  writeFileSync(file, JSON.stringify({ ...config, organization }));
  vi.stubEnv('CONFIG_DIRECTORY', directory);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

/** What is printed after a deploy. */
async function printed(table: string, { config }: DynamoDBClient): Promise<readonly string[]> {
  const { credentials } = config;
  const settings = { region: 'eu-west-1', endpoint: inject('dynamoDb'), credentials };
  const plugin: string = new URL('config/cloud/deploy-words.js', root).href;
  const { default: DeployWords } = (await import(plugin)) as { default: Plugin };
  const serviceOutputs = new Map<string, readonly string[]>();
  const outputs = [{ OutputKey: 'StateTableName', OutputValue: table }];
  const { hooks } = new DeployWords({
    serviceOutputs,
    pluginManager: { plugins: [{}, { gatheredData: { outputs } }] },
    getProvider: () => ({ getAwsSdkV3Config: async () => settings }),
  });
  for (const hook of Object.values(hooks)) await hook();
  return [...serviceOutputs.values()].flat();
}

describe('a deploy', () => {
  test('says first that the organization trail is not watched in real time, until a heartbeat has come', async () => {
    const { client, stateTable } = await freshTables();
    const words = /^The organization trail is not watched in real time: no heartbeat has come/;
    expect(await printed(stateTable, client)).toEqual([expect.stringMatching(words)]);
    const beat = { account: management, region: region('eu-west-1'), at: instant(Date.now()) };
    await dynamoHeartbeats({ client, table: stateTable }).keepHeartbeat(beat);
    expect(await printed(stateTable, client)).toEqual([]);
  });

  test('does not fail when that cannot be found out, and says so', async () => {
    const { client } = await freshTables();
    expect(await printed('no-such-table', client)).toEqual([
      'Whether the management account is watched in real time could not be read (ResourceNotFoundException).',
    ]);
  });
});
