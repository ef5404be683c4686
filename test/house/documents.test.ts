import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { parse as parseJsonc } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { checkConfig } from '#cli/commands/config-check.ts';
import { parseInstant } from '#domain/values/instant.ts';
import { cliFault, commandsIn, type ShownCommand } from './commands.ts';

const below = (directory: string) =>
  readdirSync(directory)
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${directory}/${name}`);
const documents = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'],
  ...below('docs'),
  ...below('docs/decisions'),
];

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const shown = (start: RegExp): readonly ShownCommand[] =>
  documents.flatMap((file) => commandsIn(file, start));

/** The words of `npm run [-s] NAME [-- WORDS]`. */
function npmRun({ words }: ShownCommand): { readonly script: string; readonly rest: readonly string[] } {
  const [script = '', ...rest] = words.slice(2).filter((word) => !['-s', '--silent'].includes(word));
  return { script, rest: rest[0] === '--' ? rest.slice(1) : [] };
}

/** What is wrong with `npm run ...`. */
async function npmFault(command: ShownCommand): Promise<string | undefined> {
  const { script, rest } = npmRun(command);
  const text = scripts[script];
  if (text === undefined) return `there is no script ${script}`;
  // What follows -- goes to the command line of ours that the script ends in.
  const [, before] = /src\/cli\/main\.ts(.*)$/.exec(text) ?? [];
  const fixed = (before ?? '').split(' ').filter((word) => word !== '');
  return before === undefined ? undefined : cliFault([...fixed, ...rest]);
}

async function faults(
  commands: readonly ShownCommand[],
  faultOf: (command: ShownCommand) => Promise<string | undefined>,
) {
  const found = await Promise.all(
    commands.map(async (command) => ({ place: command.place, fault: await faultOf(command) })),
  );
  return found.flatMap(({ place, fault }) => (fault === undefined ? [] : [`${place}: ${fault}`]));
}

describe('every command in the documents', () => {
  test('that npm runs is there, with its options', async () => {
    const commands = shown(/^npm run /);
    expect(commands.length).toBeGreaterThan(25);
    expect(await faults(commands, npmFault)).toEqual([]);
  });

  test('of our own command line is there, with its options', async () => {
    const commands = shown(/^trailwarden [a-z]/);
    expect(commands).not.toEqual([]);
    expect(await faults(commands, ({ words }) => cliFault(words.slice(1)))).toEqual([]);
  });

  test('that prints something to be read or kept is silent about npm itself', () => {
    const loud = shown(/^npm run cli /).map(({ place }) => place);
    expect(loud).toEqual([]);
  });

  test('of the framework is one that it or a plugin of ours has, and names the stage', () => {
    const commands = shown(/^npx serverless/).filter(({ words }) => words.length > 2);
    expect(commands.length).toBeGreaterThan(4);
    const plugins = readdirSync('config/cloud').map((name) => readFileSync(`config/cloud/${name}`, 'utf8'));
    const known = ['deploy', 'info', 'package', 'remove', ...plugins.flatMap(commandsOfPlugin)];
    const unknown = commands.filter(({ words }) => !known.includes(words[2] ?? ''));
    expect(unknown.map(({ place, words }) => `${place}: ${words.join(' ')}`)).toEqual([]);
    const stageless = commands.filter(({ words }) => !words.includes('--stage'));
    expect(stageless.map(({ place, words }) => `${place}: ${words.join(' ')}`)).toEqual([]);
  });
});

/** `this.commands = { adopt }` */
const commandsOfPlugin = (text: string) =>
  [...text.matchAll(/this\.commands = \{([^}]*)\}/g)].flatMap(([, names = '']) => names.split(/[\s,]+/));

describe('a command that is wrong is found', () => {
  const command = (text: string): ShownCommand => ({ place: 'here', words: text.split(' ') });

  test.each([
    ['npm run -s nothing', 'there is no script nothing'],
    ['npm run -s cli -- sweeep', 'there is no command sweeep'],
    ['npm run -s cli -- config chek', 'there is no command config chek'],
    ['npm run -s cli -- sweep --acept-baseline', 'trailwarden sweep has no option --acept-baseline'],
    ['npm run bench -- --secnds 3', 'trailwarden bench has no option --secnds'],
  ])('%s', async (text, fault) => {
    expect(await npmFault(command(text))).toBe(fault);
  });

  test.each(['npm run -s cli -- sweep --accept-baseline --stage prod', 'npm run package'])(
    'and %s is not',
    async (text) => {
      expect(await npmFault(command(text))).toBeUndefined();
    },
  );
});

test.each(documents)('%s links to files that are there', (file) => {
  const targets = [...readFileSync(file, 'utf8').matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(
    ([, target = '']) => target,
  );
  const files = targets.filter((target) => !/^[a-z]+:/.test(target));
  expect(files.filter((target) => !existsSync(join(dirname(file), target)))).toEqual([]);
});

test('every file that the documents name is there', () => {
  const named = documents.flatMap((file) =>
    [
      ...readFileSync(file, 'utf8').matchAll(
        /`((?:src|test|handlers|config|docs|\.github|\.ci)\/[\w/.-]+\.\w+)`/g,
      ),
    ].map(([, path = '']) => ({ file, path })),
  );
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter(({ path }) => !existsSync(path))).toEqual([]);
});

describe('what the documents show of the configuration', () => {
  const blocks = documents.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^```jsonc?\n\/\/ (in )?config\/(\S+)\n([^]*?)^```/gm)].map(
      ([, part, name = '', text = '']) => ({ file, part: part !== undefined, name, text }),
    ),
  );
  const whole = (name: string) => blocks.find((block) => block.name === name && !block.part)?.text;
  const check = (config: string) => {
    const texts = { config, whitelist: whole('whitelist.json'), ticketOwners: whole('ticket_owners.json') };
    return checkConfig(texts, parseInstant('2027-01-01T00:00:00Z')!);
  };

  test('is three documents that can be used, and warns of the management account alone', () => {
    expect(blocks.filter(({ part }) => !part).map(({ name }) => name)).toEqual([
      'config.json',
      'ticket_owners.json',
      'whitelist.json',
    ]);
    const report = check(whole('config.json') ?? '');
    expect(report.faults).toEqual([]);
    expect(report.warnings.map(({ text }) => text)).toEqual([
      expect.stringContaining('stack sets never cover the management account'),
    ]);
    expect(report.text).toContain('all accounts of AWS Organizations');
  });

  test.each(blocks.filter(({ part }) => part))('fits into it where it is a part: $text', ({ text }) => {
    const read = (json: string) =>
      parseJsonc(json, [], { allowTrailingComma: true }) as Record<string, unknown>;
    const config = JSON.stringify({ ...read(whole('config.json') ?? ''), ...read(text) });
    expect(check(config).faults).toEqual([]);
  });

  test('and a mistake in it would be found', () => {
    const config = (whole('config.json') ?? '').replace('"organizational_units"', '"organisational_units"');
    expect(check(config).exitCode).toBe(1);
  });
});
