import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { calledName, leaves } from '#cli/habits/program.ts';
import { awsEnvironment } from '#cli/habits/aws-settings.ts';
import { completionScripts } from '#cli/completion/scripts.ts';
import { completionWords } from '#cli/completion/words.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import { wholeProgram } from '#test/house/commands.ts';

const { path: folder, remove } = ownDirectory('command-line-');
afterAll(remove);
const main = join(process.cwd(), 'src/cli/main.ts');

/** Nothing of the machine's own AWS settings. */
const bare = { PATH: process.env['PATH'], HOME: folder, AWS_EC2_METADATA_DISABLED: 'true' };

function run(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd: folder,
    env: { ...bare, ...env },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('wrong use ends with 2, with the usage on standard error and nothing on standard output', () => {
  test.each([
    [['scna'], /unknown command 'scna'\n\(Did you mean scan\?\)\n\nUsage: trailwarden /],
    [['config', 'chek'], /unknown command 'chek'\n\(Did you mean check\?\)\n\nUsage: trailwarden config /],
    [
      ['explain', '--jsn', 'x'],
      /unknown option '--jsn'\n\(Did you mean --json\?\)\n\nUsage: trailwarden explain /,
    ],
    [
      ['explain'],
      /missing required argument 'files'\n\nUsage: trailwarden explain \[options\] <files\.\.\.>/,
    ],
    [['scan', '--format', 'pdf'], /--format <format>' argument 'pdf' is invalid.*table, json, csv/],
    [['scan', '--accounts'], /'--accounts <ids>' argument missing/],
    [['fuzz', '--count', 'many'], /'many' is invalid. It is a whole number from 1 on/],
    [['member-template', 'rolse'], /'rolse' is invalid.*roles, rules, scp/],
    [['config', 'check', 'a-directory'], /too many arguments/],
    [[], /^Usage: trailwarden \[options\] \[command\]/],
    [['config'], /^Usage: trailwarden config /],
  ])('%j', (args, told) => {
    const { status, stdout, stderr } = run(args);
    expect(stderr).toMatch(told);
    expect([status, stdout]).toEqual([2, '']);
  });
});

describe('what cannot be done is said in one line with what mends it', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

  test.each([
    ['no credentials', ['scan'], {}, 3, /^There are no AWS credentials .*AWS_PROFILE/],
    [
      'no such profile',
      ['scan', '--profile', 'nope'],
      {},
      3,
      /Is there a profile nope\? aws configure list-profiles/,
    ],
    [
      'no network',
      ['scan'],
      { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
      3,
      /^AWS does not answer .*proxy/,
    ],
    ['no such file', ['explain', 'nothing.json'], {}, 2, /^nothing\.json: There is no such file/],
    [
      'an earlier scan that is none',
      ['scan', '--since', 'other.json'],
      keys,
      2,
      /^other\.json is no earlier scan\. Give/,
    ],
    ['a faulty configuration', ['sweep', '--directory', '.'], {}, 2, /^config\.json: found no such file/],
  ] as const)('%s', (...[, args, env, code, told]) => {
    writeFileSync(join(folder, 'other.json'), '{"a": 1}');
    const { status, stdout, stderr } = run(args, env);
    expect(stderr.split('\n')[0]).toMatch(told);
    expect([status, stdout]).toEqual([code, '']);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('and --verbose shows where it comes from', () => {
    const { stderr } = run(['scan', '--verbose']);
    expect(stderr).toMatch(/^There are no AWS credentials/);
    expect(stderr).toMatch(/^\s+at /m);
  });
});

describe('the person', () => {
  test('stands where they stand, also when npm runs the tool in its own directory', () => {
    mkdirSync(join(folder, 'below'), { recursive: true });
    writeFileSync(
      join(folder, 'below/event.json'),
      '{"eventName": "ListBuckets", "eventSource": "s3.amazonaws.com"}',
    );
    const { status, stdout } = spawnSync(process.execPath, [main, 'explain', 'event.json'], {
      env: { ...bare, INIT_CWD: join(folder, 'below'), npm_lifecycle_event: 'cli' },
      encoding: 'utf8',
    });
    expect(stdout).toContain('ListBuckets');
    expect(status).toBe(0);
  });

  test('gets no control codes through a pipe, of help and of tables', () => {
    for (const args of [['--help'], ['scan', '--help'], ['config', 'check']])
      expect(run(args, { FORCE_COLOR: '1' }).stdout).not.toMatch(/\u001b/);
  });
});

describe('AWS settings are taken as the AWS CLI takes them', () => {
  const keys = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' };
  test.each([
    ['--profile wins over keys', keys, { profile: 'p' }, { AWS_PROFILE: 'p' }],
    ['keys win over AWS_PROFILE', { ...keys, AWS_PROFILE: 'q' }, {}, keys],
    ['AWS_DEFAULT_REGION counts', { AWS_DEFAULT_REGION: 'eu-west-1' }, {}, { AWS_REGION: 'eu-west-1' }],
    ['AWS_REGION wins over it', { AWS_REGION: 'r', AWS_DEFAULT_REGION: 'd' }, {}, { AWS_REGION: 'r' }],
    ['--region wins over both', { AWS_REGION: 'r' }, { region: 'x' }, { AWS_REGION: 'x' }],
    ['an old name of a profile counts', { AWS_DEFAULT_PROFILE: 'o' }, {}, { AWS_PROFILE: 'o' }],
    ['empty means not set', { AWS_PROFILE: '' }, {}, {}],
  ])('%s', (_, env, options, expected) => {
    expect(awsEnvironment(env, options)).toEqual(expected);
  });
});

describe('every command', async () => {
  const program = await wholeProgram();
  const all = leaves(program);
  const helpOf = (command: CommandUnknownOpts): string => {
    let text = '';
    command.configureOutput({ writeOut: (part) => (text += part) });
    command.outputHelp();
    return text;
  };

  test.each(all.map((command) => [calledName(command), command] as const))(
    '%s has help that fits 80 columns',
    (_, command) => {
      const text = helpOf(command);
      expect(text).toMatch(/^Usage: trailwarden /);
      expect(command.description()).not.toBe('');
      const options = text.slice(0, text.indexOf('Examples:') < 0 ? undefined : text.indexOf('Examples:'));
      expect(options.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  test('describes each of its options and arguments', () => {
    const bare = all.flatMap((command) =>
      [
        ...command.options.map(({ description }) => description),
        ...command.registeredArguments.map(({ description }) => description),
      ]
        .filter((description) => description === '')
        .map(() => calledName(command)),
    );
    expect(bare).toEqual([]);
  });

  test('is completed by bash, with its options and their values', () => {
    const script = completionScripts.bash(completionWords(program));
    const complete = (...words: readonly string[]): string[] => {
      const line = `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _trailwarden; echo "\${COMPREPLY[@]}"`;
      return spawnSync('bash', ['-c', `${script}\n${line}`], { encoding: 'utf8' })
        .stdout.trim()
        .split(/\s+/);
    };
    expect(complete('trailwarden', 'sc')).toEqual(['scan']);
    expect(complete('trailwarden', 'config', 'ch')).toEqual(['check']);
    expect(complete('trailwarden', 'scan', '--form')).toEqual(['--format']);
    expect(complete('trailwarden', 'scan', '--format', 'c')).toEqual(['csv']);
    expect(complete('trailwarden', 'member-template', 'ro')).toEqual(['roles']);
  });

  test('has a script of completion for zsh and fish as well', () => {
    const words = completionWords(program);
    expect(completionScripts.zsh(words)).toContain('bashcompinit');
    expect(completionScripts.fish(words)).toContain(
      "complete -c trailwarden -n '__fish_seen_subcommand_from scan' -l format -x -a 'table json",
    );
  });
});
