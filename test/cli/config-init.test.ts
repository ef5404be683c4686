import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { askOn } from '#cli/init/ask.ts';
import { hammerDocuments } from '#cli/init/import-hammer.ts';
import { makeSetup, type InitFlags, type Sources } from '#cli/init/make-setup.ts';
import { documentsOf } from '#cli/init/setup.ts';
import { checkConfig } from '#cli/commands/config-check.ts';
import { loadConfig } from '#config/load.ts';
import { instant } from '#domain/values/instant.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import { account, usable } from '#test/given/configurations.ts';
import { runTool } from '#test/given/run-tool.ts';
import { simulatedAws } from '#test/given/simulated-aws.ts';
import { management, organizationOf } from './scan-world.ts';

const { path: folder, remove } = ownDirectory('config-init-');
afterAll(remove);
const hammer = new URL('../fixtures/hammer-config', import.meta.url).pathname;
const central = '123456789012';

const nothing: Sources['known'] = { region: 'eu-west-1', account: undefined, roll: undefined };
const roll = {
  at: instant(0),
  id: 'o-a1b2c3d4e5',
  management: account('111111111111'),
  active: new Map([[account(central), 'security']]),
};
const all: InitFlags = {
  mainAccount: central,
  accounts: `${central}=security,210987654321=production`,
  slack: '#security',
  jira: 'https://example.atlassian.net',
  jiraProject: 'SEC',
  alarms: 'mailto:security@example.com',
};

async function made(flags: InitFlags, other: Partial<Sources> = {}) {
  const sources = { known: nothing, before: undefined, asker: undefined, ...other, flags };
  const { config, whitelist, ticketOwners } = documentsOf(await makeSetup(sources), sources.before);
  const texts = {
    config: JSON.stringify(config),
    whitelist: JSON.stringify(whitelist),
    ticketOwners: JSON.stringify(ticketOwners),
  };
  return { config, ticketOwners, report: checkConfig(texts, instant(Date.UTC(2026, 10, 21))) };
}

describe('a new configuration', () => {
  test('of flags passes config check, without any warning', async () => {
    const { report, config, ticketOwners } = await made(all);
    expect(report).toMatchObject({ exitCode: 0, faults: [], warnings: [] });
    const read = usable(config, {}, ticketOwners);
    expect(read).toMatchObject({
      mainAccountId: central,
      roleName: 'trailwarden-read',
      cloudtrails: { enabled: true, reporting: true },
      slack: { enabled: true, defaultChannel: '#security' },
      jira: { enabled: true, server: 'https://example.atlassian.net' },
      alarms: { subscribers: ['mailto:security@example.com'] },
    });
    expect([...read.accounts.values()]).toEqual(['security', 'production']);
  });

  test('of an organization watches all of it', async () => {
    const flags = { ...all, accounts: undefined, organization: true };
    const { report, config } = await made(flags, { known: { ...nothing, roll } });
    expect(report.exitCode).toBe(0);
    expect(config['organization']).toEqual({
      mode: 'organization',
      id: 'o-a1b2c3d4e5',
      management_account_id: '111111111111',
    });
  });

  test('takes over what Hammer says, without its other playbooks', async () => {
    const before = hammerDocuments(hammer);
    const { config, report } = await made(
      { jira: 'https://example.atlassian.net', jiraProject: 'SEC' },
      { before },
    );
    expect(report.exitCode).toBe(0);
    expect(config).not.toHaveProperty('secgrp_unrestricted_access');
    expect(config).not.toHaveProperty('csv');
    expect(config['aws']).toMatchObject({
      main_account_id: '111122223333',
      region: 'eu-central-1',
      role_name_identification: 'hammer-crossact-id',
      accounts: { '111122223333': 'master', '444455556666': 'first', '777788889999': 'second' },
    });
    expect(config['aws']).not.toHaveProperty('ddb_backup');
    expect(before.whitelist).toHaveProperty('cloudtrails');
    expect(report.warnings.filter(({ text }) => /not used/i.test(text))).toEqual([]);
  });

  test.each([
    ['no account', {}, /--main-account is missing/],
    ['an account that is none', { mainAccount: '42' }, /--main-account: "42" cannot be used/],
    ['no watched accounts', { mainAccount: central }, /--accounts is missing/],
    ['watched accounts that are none', { ...all, accounts: 'shop' }, /--accounts: "shop" cannot be used/],
    [
      'an organization that cannot be read',
      { mainAccount: central, organization: true },
      /Organizations cannot be read/,
    ],
    ['a channel without its sign', { ...all, slack: 'security' }, /--slack: "security" cannot be used/],
    ['Jira without a project', { ...all, jiraProject: undefined }, /--jira-project is missing/],
    [
      'a Region that is none',
      { ...all, deployRegion: 'Ireland' },
      /--deploy-region: "Ireland" cannot be used/,
    ],
  ] as const)('is refused with %s', async (_, flags, why) => {
    await expect(made(flags)).rejects.toThrow(why);
  });
});

/** A person at a terminal: types `keys`, one answer whenever the next question is shown. */
function person(keys: readonly string[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined });
  const shown: string[] = [];
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 100, rows: 40 });
  let at = 0;
  output.on('data', (part: Buffer) => {
    shown.push(part.toString());
    // A question that is asked, and one that is asked again.
    if (!/[◆▲]/.test(part.toString())) return;
    const answer = keys[at];
    at += 1;
    if (answer !== undefined) setTimeout(() => input.write(answer), 5);
  });
  return { asker: askOn({ input, output }), shown };
}

describe('a person at a terminal', () => {
  test('is asked for what no flag says, and Enter takes what is proposed', async () => {
    const { asker, shown } = person(['\r', '\r', '\r', 'y', 'y', '#sec\r', 'n', 'n']);
    const known = { region: 'eu-west-1', account: account(central), roll };
    const { report, config } = await made({}, { known, asker });
    expect(report.exitCode).toBe(0);
    expect(config).toMatchObject({
      aws: { main_account_id: central, region: 'eu-west-1', role_name_identification: 'trailwarden-read' },
      organization: { mode: 'organization' },
      slack: { enabled: true, default_channel: '#sec' },
    });
    expect(config).not.toHaveProperty('jira');
    expect(shown.join('')).toContain('Watch every account of the organization o-a1b2c3d4e5');
  });

  test('is told at once why an answer is none', async () => {
    const { asker, shown } = person(['12\r', '\u007f\u007f210987654321\r']);
    const { readAccount } = await import('#cli/init/answers.ts');
    expect(await asker.ask('The account', readAccount)).toBe('210987654321');
    expect(shown.join('')).toContain('An account id has twelve digits.');
  });

  test('who presses Ctrl-C gets nothing written', async () => {
    const { asker } = person(['\u0003']);
    await expect(asker.decide('Go on?', true)).rejects.toThrow(/not answered/);
  });
});

describe('trailwarden config init', () => {
  const flags = [
    '--main-account',
    central,
    '--accounts',
    `${central}=security`,
    '--deploy-region',
    'eu-west-1',
  ];
  const bare = { AWS_EC2_METADATA_DISABLED: 'true' };
  const run = (directory: string, more: readonly string[] = []) =>
    runTool(['config', 'init', '--directory', directory, ...flags, ...more], { cwd: folder, env: bare });

  test('writes three documents that can be used, in a folder that was not there, and does not write over any', async () => {
    const ran = await run('new');
    expect(ran).toMatchObject({ status: 0, stderr: '' });
    expect(ran.stdout).toMatch(/The configuration can be used: 1 account[^]*Next:/);
    expect(loadConfig(join(folder, 'new')).mainAccountId).toBe(central);
    const again = await run('new');
    expect(again.stderr).toMatch(/^new has config\.json, .* already\. .*--force\.\n$/);
    expect(again.status).toBe(2);
    expect((await run('new', ['--force', '--slack', '#other'])).status).toBe(0);
    expect(readFileSync(join(folder, 'new/config.json'), 'utf8')).toContain('#other');
  });

  test('without a terminal says which flag is missing', async () => {
    const { status, stderr } = await runTool(['config', 'init', '--directory', 'none'], {
      cwd: folder,
      env: bare,
    });
    expect(stderr).toMatch(/^--main-account is missing\. Give it, or run this on a terminal\.\n$/);
    expect(status).toBe(2);
  });

  test('imports a directory, and says what is wrong with one', async () => {
    expect((await run('imported', ['--import-from', hammer])).status).toBe(0);
    mkdirSync(join(folder, 'broken'), { recursive: true });
    writeFileSync(join(folder, 'broken/config.json'), '{"aws": ');
    const { status, stderr } = await run('other', ['--import-from', join(folder, 'broken')]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^config\.json.*\n$/)]);
  });

  test('reads the organization if it may', async () => {
    const aws = await simulatedAws(organizationOf(3), { clock: { now: () => Date.now() } });
    const credentials = aws.organization.credentials({
      accountId: management,
      identity: { kind: 'role', role: 'Admin', session: 'anna' },
    });
    const { status, stderr } = await runTool(['config', 'init', '--directory', 'whole', '--organization'], {
      cwd: folder,
      env: {
        AWS_REGION: 'eu-west-1',
        AWS_ENDPOINT_URL: aws.as(management).endpoint,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_SESSION_TOKEN: credentials.sessionToken ?? '',
      },
    });
    expect([status, stderr]).toEqual([0, '']);
    const config = loadConfig(join(folder, 'whole'));
    expect(config).toMatchObject({
      mainAccountId: management,
      organization: { mode: 'organization', id: 'o-exampleorg', managementAccountId: management },
    });
  });
});
