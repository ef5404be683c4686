import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { deployFaults } from '#adapters/cloudformation/deploy-faults.ts';
import { stageFault, stagedNames } from '#adapters/cloudformation/stages.ts';
import { checkConfig } from '#cli/commands/config-check.ts';
import { Refusal } from '#adapters/cloudformation/refusal.ts';
import { memberTemplate } from '#cli/commands/member-template.ts';
import { instant } from '#domain/values/instant.ts';
import { least, places, usable, parse } from '#test/given/configurations.ts';
import { packageStep } from './central-template.ts';

const directories: string[] = [];
afterEach(() => vi.unstubAllEnvs());
afterAll(() => directories.forEach((one) => rmSync(one, { recursive: true, force: true })));

/** A directory with this config.json and the two other documents as they are shipped. */
function directoryWith(config: unknown): string {
  const directory = mkdtempSync(join(tmpdir(), 'trailwarden-faults-'));
  directories.push(directory);
  cpSync('config', directory, { recursive: true });
  writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
  return directory;
}

type Values = Readonly<Record<string, (framework: object) => Promise<unknown>>>;

/** What the deploy is told when the framework asks for the values of config/cloud/values.js, as for every deploy. */
async function refusedByDeploy(config: unknown, stage: string): Promise<string> {
  vi.stubEnv('CONFIG_DIRECTORY', directoryWith(config));
  // Read again with the other directory: a module is made once per address.
  const url = `${new URL('../../config/cloud/values.js', import.meta.url).href}?${directories.length}`;
  const values = (await import(url)) as Values;
  const resolveVariable = async (name: string) =>
    name === 'sls:stage' ? stage : values['suffix']!({ resolveVariable });
  const asked = ['suffix', 'region', 'names', 'busStatement', 'memberStackSets', 'alarms'];
  const refusals = await Promise.all(
    asked.map(async (name) =>
      values[name]!({ resolveVariable }).then(
        () => [],
        // Whatever it is that is thrown, only its words are looked at.
        (error: unknown) => [error as Error],
      ),
    ),
  );
  const [first] = refusals.flat();
  // The framework prints the stack of what is thrown.
  expect(first?.stack ?? '').toBe(first?.message ?? '');
  return first?.message ?? '';
}

const check = (config: unknown) =>
  checkConfig({ config: JSON.stringify(config), whitelist: '{}', ticketOwners: '{}' }, instant(0));

const ofMembers = (config: unknown, stage: string) =>
  memberTemplate({ half: 'rules', directory: directoryWith(config), stage });
const refusalOf = (config: unknown, stage: string): string => {
  try {
    ofMembers(config, stage);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
  return '';
};

const management_account_id = '111111111111';
const rollout = { enabled: true, organizational_units: ['r-ab12'], regions: ['eu-west-1'] };
const long = 'development-of-tomorrow';
const many = Object.fromEntries(
  Array.from({ length: 700 }, (_, index) => [String(100_000_000_000 + index), 'x']),
);

/** Each fault with its place in config.json, and its remedy. */
const faulty: readonly (readonly [string, object, string, RegExp])[] = [
  [
    'organization mode without the id of the organization',
    { organization: { mode: 'organization' } },
    'organization.id',
    /refuses the events of every account.*describe-organization/,
  ],
  [
    'stack sets that no account owns',
    { organization: { stack_sets: rollout } },
    'organization.management_account_id',
    /do not wait for the roles.*MasterAccountId/,
  ],
  [
    'stack sets of the management account from another one',
    { organization: { management_account_id, stack_sets: { ...rollout, call_as: 'self' } } },
    'organization.stack_sets.call_as',
    /found "self"; expected "delegated_admin".*111111111111/,
  ],
  [
    'stack sets of a delegate that is the management account',
    { organization: { management_account_id: least.aws.main_account_id, stack_sets: rollout } },
    'organization.stack_sets.call_as',
    /found "delegated_admin"; expected "self"/,
  ],
  [
    'stack sets without a Region',
    { organization: { management_account_id, stack_sets: { ...rollout, regions: [] } } },
    'organization.stack_sets.regions',
    /expected the Regions of the forwarding rules/,
  ],
  [
    'stack sets without units',
    { organization: { management_account_id, stack_sets: { ...rollout, organizational_units: [] } } },
    'organization.stack_sets.organizational_units',
    /Name the root or its units/,
  ],
  ['no Region to watch', { aws: { ...least.aws, regions: [] } }, 'aws.regions', /watches nothing/],
  [
    'a stage that makes names too long',
    { stages: ['prod', long] },
    'stages[1]',
    /at most \d+ characters: the rule trailwarden-\S+ would have \d+, and AWS takes 64/,
  ],
  ['a stage that AWS refuses', { stages: ['dev_1', 'prod'] }, 'stages[0]', /letters, digits and - only/],
  [
    'more accounts than a bus policy takes',
    { aws: { ...least.aws, accounts: many } },
    'aws.accounts',
    /700 accounts.*at most 10240.*organization\.id/,
  ],
];

describe.each(faulty)('%s', (_, part, path, words) => {
  const config = { ...least, ...part };

  test('is a line of config check, which fails', () => {
    const { exitCode, text } = check(config);
    const [line, verdict, ...more] = text.trimEnd().split('\n');
    expect(line).toContain(`: ${path}: found `);
    expect(line).toMatch(/^config\.json, line 1, column \d+: /);
    expect(line).toMatch(words);
    expect([exitCode, verdict, more]).toEqual([1, 'The configuration cannot be used: 1 fault.', []]);
  });

  test('is the line that the deploy is refused with', async () => {
    const message = await refusedByDeploy(config, 'prod');
    expect(message).toMatch(/^config\.json: .*[^\n]$/);
    expect(message).toContain(`config.json: ${path}: found `);
    expect(message).toMatch(words);
  });

  test('is the line that member-template prints in place of a template', () => {
    const printed = refusalOf(config, 'prod');
    expect(printed).toMatch(/^config\.json: [^\n]*$/);
    expect(printed).toMatch(words);
  });
});

describe('a stage', () => {
  const refused: readonly (readonly [string, string, object, RegExp])[] = [
    [
      'that is mistyped',
      'prd',
      {},
      /found "prd"; expected one of the stages of config\.json: dev, prod\. .*Did you mean "prod"\?$/,
    ],
    ['in other letters', 'Prod', {}, /found "Prod"; .*Did you mean "prod"\?$/],
    [
      'that is not configured',
      'blue',
      { stages: ['prod', 'green'] },
      /: prod, green\. Add a stage of your own there first/,
    ],
    [
      'too long, known or not',
      long,
      {},
      /found "development-of-tomorrow"; expected at most \d+ characters: the rule/,
    ],
    ['with characters that AWS refuses', 'dev_1', {}, /letters, digits and - only/],
  ];

  test.each(refused)(
    '%s is refused by the deploy and by member-template in one line',
    async (_, stage, part, words) => {
      const config = { ...least, ...part };
      const message = await refusedByDeploy(config, stage);
      expect(message).toMatch(/^--stage: found .*[^\n]$/);
      expect(message).toMatch(words);
      expect(refusalOf(config, stage)).toEqual(message);
    },
  );

  test('of one’s own is taken once config.json names it', async () => {
    const config = { ...least, stages: ['dev', 'blue'] };
    expect(await refusedByDeploy(config, 'blue')).toBe('');
    expect(ofMembers(config, 'blue')).toContain('-blue');
  });

  test.each([['member-template', 'rules'], ['sweep'], ['test-alert']])(
    'that is mistyped is refused by %s before anything is done: one line, exit code 2',
    (...command) => {
      const options = [...command, '--directory', directoryWith(least), '--stage', 'prd'];
      const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/main.ts', ...options], {
        encoding: 'utf8',
      });
      expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
      expect(stderr).toMatch(/^--stage: found "prd"[^\n]*\n$/);
    },
  );

  test('may be shorter the longer the prefix of the functions is', () => {
    const mostWith = (function_prefix: string) => {
      const config = usable({ ...least, aws: { ...least.aws, function_prefix } });
      const { expected = '' } = stageFault(config, 'x'.repeat(40)) ?? {};
      return Number(/at most (\d+)/.exec(expected)?.[1]);
    };
    const names = stagedNames(usable(), 'x').map(({ name, limit }) => limit - name.length + 1);
    expect(mostWith('hammer-')).toBe(Math.min(...names));
    expect(mostWith('a'.repeat(30))).toBe(
      Math.min(64 - 'a'.repeat(30).length - 'initiate-cloudtrails-'.length, ...names),
    );
  });
});

describe('the framework itself', () => {
  const told = (printed: string) =>
    printed.split('\n').filter((line) => !/^(Error:|Environment: .*|Docs: .*|\s*)$/.test(line));

  test.each([
    ['a mistyped stage', least, 'prd', /--stage: found "prd".*Did you mean "prod"\?$/],
    [
      'organization mode without an id',
      { ...least, organization: { mode: 'organization' } },
      'dev',
      /config\.json: organization\.id: found nothing; .*$/,
    ],
    [
      'a prod that nobody hears of',
      least,
      'prod',
      /config\.json: alarms\.subscribers: found an empty list; .*$/,
    ],
  ])('stops at %s, and says it once', (_, config, stage, words) => {
    const { status, printed } = packageStep(config, stage);
    const [headline, line, ...more] = told(printed);
    expect(status).toBe(1);
    expect(headline).toMatch(/^Cannot resolve serverless\.yml/);
    expect(line).toMatch(words);
    expect(more).toEqual([]);
  });
});

describe('config check warns', () => {
  const warned = (part: object) => {
    const { exitCode, text } = check({ ...least, ...part });
    expect(exitCode).toBe(0);
    return text.split('\n').filter((line) => line.includes(': warning: '));
  };

  test('of a prod without anybody who hears alarms, in one line', () => {
    const line = expect.stringMatching(
      /^config\.json, .*: alarms\.subscribers: warning: Empty: .*deploy of the stage prod is refused\. Name an address/,
    );
    expect(warned({})).toContainEqual(line);
    expect(warned({ stages: ['dev'] })).not.toContainEqual(line);
    expect(warned({ alarms: { subscribers: ['mailto:a@example.com'] } })).not.toContainEqual(line);
  });

  test('of accounts that get the rules and are not let in, and of Regions that get no rules', () => {
    const organization = { management_account_id, stack_sets: rollout };
    expect(warned({ organization })).toContainEqual(
      expect.stringMatching(/: organization\.stack_sets: warning: .*bus refuses their events/),
    );
    const aws = { ...least.aws, regions: ['eu-west-1', 'us-east-1', 'eu-north-1'] };
    expect(warned({ aws, organization })).toContainEqual(
      expect.stringMatching(/stack_sets\.regions: warning: aws\.regions also has eu-north-1, which/),
    );
  });
});

test('configured mode needs no id of an organization', () => {
  expect(parse(least).ok).toBe(true);
  expect(places(deployFaults(usable()))).toEqual([]);
});

test('without an organization the bus admits what is watched and the management account, listed or not', async () => {
  const cloudtrails = { accounts: ['222222222222'] };
  vi.stubEnv(
    'CONFIG_DIRECTORY',
    directoryWith({ ...least, cloudtrails, organization: { management_account_id } }),
  );
  const url = `${new URL('../../config/cloud/values.js', import.meta.url).href}?${directories.length}`;
  const values = (await import(url)) as Values;
  const statement = await values['busStatement']!({ resolveVariable: async () => '' });
  expect(statement).toMatchObject({
    Principal: { AWS: [...Object.keys(least.aws.accounts), '222222222222', management_account_id] },
  });
});
