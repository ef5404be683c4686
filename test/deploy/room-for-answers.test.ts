import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LambdaRoom } from '#adapters/aws/lambda-room.ts';
import { readLambdaRoom } from '#adapters/aws/lambda-room.ts';
import { noRoomForAnswers } from '#adapters/cloudformation/room-for-answers.ts';
import { checkConfig } from '#cli/commands/config-check.ts';
import { parseRegion } from '#domain/values/region.ts';
import { account, noon } from '#test/given/shop.ts';
import { least } from '#test/given/configurations.ts';

const hear = 'trailwarden-hear-answers';
const root = new URL('../../', import.meta.url);
const directory = mkdtempSync(join(tmpdir(), 'trailwarden-config-'));
const file = join(directory, 'config.json');
beforeAll(() => {
  cpSync(new URL('config', root), directory, { recursive: true });
  // Read when the plugin is loaded.
  vi.stubEnv('CONFIG_DIRECTORY', directory);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

const settings = (enabled = true) => ({
  mainAccountId: account('123456789012'),
  region: parseRegion('eu-west-1')!,
  slack: { answers: { enabled, mayAccept: [], people: new Map<string, string>() } },
});

describe('room for the five reserved executions of the public address', () => {
  const cases: readonly [string, LambdaRoom, boolean][] = [
    ['the default limit', { limit: 1000, unreserved: 1000, reserved: 0 }, true],
    ['others reserve all but 105', { limit: 1000, unreserved: 105, reserved: 0 }, true],
    ['others reserve all but 104', { limit: 1000, unreserved: 104, reserved: 0 }, false],
    ['others reserve all that can be', { limit: 1000, unreserved: 100, reserved: 0 }, false],
    ['ours are among what is reserved', { limit: 1000, unreserved: 100, reserved: 5 }, true],
    ['more than ours are reserved by hand', { limit: 1000, unreserved: 100, reserved: 7 }, true],
    [
      'fewer than ours are reserved, and no more can be',
      { limit: 1000, unreserved: 100, reserved: 3 },
      false,
    ],
    [
      'fewer than ours are reserved, and two more can be',
      { limit: 1000, unreserved: 102, reserved: 3 },
      true,
    ],
    ['a new account', { limit: 10, unreserved: 10, reserved: 0 }, false],
    ['an account of fifty', { limit: 50, unreserved: 50, reserved: 0 }, false],
    ['a limit of a hundred', { limit: 100, unreserved: 100, reserved: 0 }, false],
    ['a limit of 105', { limit: 105, unreserved: 105, reserved: 0 }, true],
    ['nothing was answered', { limit: 0, unreserved: 0, reserved: 0 }, false],
  ];

  it.each(cases)('%s', (_, room, isRoom) => {
    expect(noRoomForAnswers(settings(), room) === undefined).toBe(isRoom);
  });

  it('is not asked for while answers are off', () => {
    expect(noRoomForAnswers(settings(false), { limit: 10, unreserved: 10, reserved: 0 })).toBeUndefined();
  });

  it('that is missing is a fault of the configuration, with figures and what to do', () => {
    const answers = { enabled: true, may_accept: ['jane.doe@example.com'] };
    const config = JSON.stringify({
      ...least,
      slack: { enabled: true, default_channel: '#cloudtrail', answers },
    });
    const texts = { config, whitelist: '{}', ticketOwners: '{}' };
    const { exitCode, text } = checkConfig(texts, noon, [], { limit: 10, unreserved: 10, reserved: 0 });
    expect(exitCode).toBe(1);
    expect(text).toContain('slack.answers.enabled: found true, where Lambda allows account');
    expect(text).toContain('10 executions at once, 10 of them unreserved; expected at least 15 unreserved');
    expect(text).toContain('or set it to false: everything but the buttons works without it.');
    expect(checkConfig(texts, noon, [], { limit: 1000, unreserved: 900, reserved: 0 }).exitCode).toBe(0);
    expect(checkConfig(texts, noon).exitCode).toBe(0);
  });
});

/** Lambda's REST protocol on loopback: these answers by path, 404 for all other functions. */
async function lambdaStandIn(answers: Readonly<Record<string, object | number>>) {
  const server = createServer((request, response) => {
    const answer = answers[request.url ?? ''] ?? 404;
    const refused = typeof answer === 'number';
    const code = answer === 403 ? 'AccessDeniedException' : 'ResourceNotFoundException';
    response.writeHead(refused ? answer : 200, {
      'content-type': 'application/json',
      ...(refused ? { 'x-amzn-errortype': code } : {}),
    });
    response.end(JSON.stringify(refused ? { Message: 'no' } : answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => void server.close());
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'unused' };
  return { region: 'eu-west-1', endpoint, credentials, maxAttempts: 1 };
}

const accountSettings = '/2016-08-19/account-settings';
const concurrency = `/2019-09-30/functions/${hear}/concurrency`;
const ofNewAccount = {
  AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 },
};

describe('how much room Lambda leaves', () => {
  it('is read of the account and the function', async () => {
    const answers = { [accountSettings]: ofNewAccount, [concurrency]: { ReservedConcurrentExecutions: 5 } };
    const lambda = new LambdaClient(await lambdaStandIn(answers));
    expect(await readLambdaRoom(lambda, hear)).toEqual({ limit: 10, unreserved: 10, reserved: 5 });
  });

  it('is read before the function exists, and thrown on when AWS refuses', async () => {
    const lambda = new LambdaClient(await lambdaStandIn({ [accountSettings]: ofNewAccount }));
    expect(await readLambdaRoom(lambda, hear)).toEqual({ limit: 10, unreserved: 10, reserved: 0 });
    const refused = new LambdaClient(await lambdaStandIn({ [accountSettings]: 403 }));
    await expect(readLambdaRoom(refused, hear)).rejects.toThrow('no');
  });
});

class FrameworkError extends Error {}
type Plugin = new (
  serverless: object,
  options: object,
  tools: object,
) => { readonly hooks: Readonly<Record<string, () => Promise<void>>> };

/** A deploy as far as the plugin takes part in it; answers what was said. */
async function deploy(enabled: boolean, answers: Readonly<Record<string, object | number>>) {
  const config = parse(readFileSync(file, 'utf8')) as { readonly slack?: object };
  writeFileSync(file, JSON.stringify({ ...config, slack: { ...config.slack, answers: { enabled } } }));
  const url: string = new URL('config/cloud/room-for-answers.js', root).href;
  const { default: RoomForAnswers } = (await import(url)) as { default: Plugin };
  const said: string[] = [];
  const lambda = await lambdaStandIn(answers);
  const { hooks } = new RoomForAnswers(
    {
      classes: { Error: FrameworkError },
      service: { custom: { names: { hear } } },
      getProvider: () => ({ getAwsSdkV3Config: async () => lambda }),
    },
    {},
    { log: { notice: (words: string) => said.push(words) } },
  );
  for (const hook of Object.values(hooks)) await hook();
  return said;
}

describe('a deploy', () => {
  it('with answers is refused before anything is made where there is no room', async () => {
    await expect(deploy(true, { [accountSettings]: ofNewAccount })).rejects.toThrow(
      /^config\.json: slack\.answers\.enabled: found true, where Lambda allows account \d{12}/,
    );
  });

  it('without answers asks nothing, and one with room says nothing', async () => {
    expect(await deploy(false, {})).toEqual([]);
    const usual = { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 1000 };
    expect(await deploy(true, { [accountSettings]: { AccountLimit: usual } })).toEqual([]);
  });

  it('goes on, and says so, where the deployer may not ask', async () => {
    expect(await deploy(true, { [accountSettings]: 403 })).toEqual([
      'Whether Lambda leaves room for answers could not be read (AccessDeniedException).',
    ]);
  });
});
