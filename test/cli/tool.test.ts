import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { explain, explainedInWords } from '#cli/commands/explain-file.ts';
import { anywhere } from '#cli/anywhere.ts';
import { calledName, leaves, programOf } from '#cli/habits/program.ts';
import { withCompletion } from '#cli/with-completion.ts';
import { ownDirectory } from '#simulators/at-end.ts';
import { simulatedAws } from '#test/given/simulated-aws.ts';
import { organizationOf, roleName, scan } from './scan-world.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
const version = manifest['version'] as string;
const stop = join(root, 'test/fixtures/events/cases/stoplogging-fivexl-assumedrole-sso.json');

const { path: folder, remove } = ownDirectory('trailwarden-tool-');
afterAll(remove);
const tarball = join(folder, `trailwarden-${version}.tgz`);
const installed = join(folder, 'prefix/lib/node_modules/trailwarden');
/** A person's directory, with their configuration and nothing else. */
const elsewhere = join(folder, 'elsewhere');

/** Node and nothing else: beside it, an installed AWS CLI might be found. */
const onlyNode = join(folder, 'bin');
/** No registry, no cache, no settings of the user who runs the tests. */
const alone = {
  PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
  HOME: folder,
  npm_config_cache: join(folder, 'cache'),
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_update_notifier: 'false',
  npm_config_pack_destination: folder,
};

function npm(args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd, env: alone, encoding: 'utf8' });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed: ${stdout}${stderr}`);
  return stdout.trim();
}

/** Runs the installed tool as a person does, in their directory. */
function trailwarden(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(join(folder, 'prefix/bin/trailwarden'), args, {
    cwd: elsewhere,
    env: { PATH: onlyNode },
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Every file that was installed, from the package's directory. */
function files(): string[] {
  return readdirSync(installed, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
    .sort();
}

beforeAll(() => {
  expect(npm(['run', '-s', 'pack:tool'], root)).toBe(`trailwarden-${version}.tgz`);
  mkdirSync(elsewhere);
  mkdirSync(onlyNode);
  symlinkSync(process.execPath, join(onlyNode, 'node'));
  cpSync(join(root, 'config'), join(elsewhere, 'config'), {
    recursive: true,
    filter: (from) => !from.includes('config/cloud'),
  });
  npm(['install', '--global', '--prefix', join(folder, 'prefix'), tarball], folder);
});

describe('the tarball', () => {
  test('holds the tool and nothing else, and weighs less than 512 KiB', () => {
    expect(files().filter((file) => !/^parts\/[\w-]+\.js$/.test(file))).toEqual([
      ...['LICENSE', 'check-node.cjs', 'licenses.txt', 'package.json', 'page/app.css', 'page/app.js'],
      ...['start.cjs', 'tool.js', 'trailwarden.cjs'],
    ]);
    expect(statSync(tarball).size).toBeLessThan(512 * 1024);
  });

  test('has a manifest of its own, which makes nothing be installed or run', () => {
    const own = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Record<string, unknown>;
    const { name, description, license, engines } = manifest;
    expect(own).toEqual({
      name,
      version,
      description,
      license,
      engines,
      private: true,
      type: 'module',
      bin: { trailwarden: 'trailwarden.cjs' },
      files: ['*.js', '*.cjs', 'page', 'parts', 'licenses.txt'],
    });
  });

  test('imports what is in it or in Node, and nothing else', async () => {
    // Bundled once more: what a file names is there, or the build fails; what is left outside is listed.
    const { metafile } = await build({
      absWorkingDir: installed,
      entryPoints: ['tool.js', 'start.cjs', 'check-node.cjs'],
      bundle: true,
      write: false,
      outdir: 'out',
      format: 'esm',
      splitting: true,
      platform: 'node',
      packages: 'external',
      metafile: true,
      logLevel: 'silent',
    });
    const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
    expect(imports.length).toBeGreaterThan(10);
    const outside = imports.filter(({ external, path }) => external === true && !isBuiltin(path));
    expect(outside.map(({ path }) => path)).toEqual([]);
  });

  test('carries the licence of every library that is bundled', () => {
    const text = readFileSync(join(installed, 'licenses.txt'), 'utf8');
    for (const library of ['commander', 'zod', 'jsonc-parser']) expect(text).toContain(`${library} `);
    expect(text).toContain('Copyright');
  });
});

describe('the installed tool', () => {
  test('says its version', () => {
    expect(trailwarden('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('explains a recorded event as the checkout does', () => {
    const record = JSON.parse(readFileSync(stop, 'utf8')) as unknown;
    const stdout = `${explainedInWords(explain(record))}\n`;
    expect(stdout).toContain('StopLogging');
    expect(trailwarden('explain', stop)).toEqual({ status: 0, stdout, stderr: '' });
  });

  test('has a help for every command, which says how it is called', async () => {
    const names = leaves(await programOf({ entries: withCompletion(anywhere), version: '' }, 'all')).map(
      calledName,
    );
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const { status, stdout, stderr } = trailwarden(...name.split(' ').slice(1), '--help');
      expect([name, status, stderr]).toEqual([name, 0, '']);
      expect(stdout).toContain(`Usage: ${name} `);
    }
  });

  test('makes a configuration in an empty folder, and completes its own commands', () => {
    const flags = [
      '--main-account',
      '123456789012',
      '--accounts',
      '123456789012=security',
      '--deploy-region',
      'eu-west-1',
    ];
    const { status, stdout } = trailwarden('config', 'init', '--directory', 'made', ...flags);
    expect(stdout).toContain('The configuration can be used: 1 account');
    expect(status).toBe(0);
    expect(trailwarden('completion', 'bash').stdout).toContain('dead-letters');
  });

  test('says who would be told, without asking AWS', () => {
    const { status, stdout } = trailwarden('test-alert', '--dry-run');
    expect(stdout).toMatch(/would be told of account security/);
    expect(status).toBe(0);
  });

  test('scans an organization', async () => {
    const aws = await simulatedAws(organizationOf(3), { clock: { now: () => Date.now() } });
    const program = join(installed, 'trailwarden.cjs');
    const args = ['--organization', '--role-name', roleName, '--format', 'json'];
    const { status, stdout, stderr } = await scan(aws, args, { program, cwd: elsewhere });
    expect([status, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toMatchObject({ complete: true, findings: [] });
  });

  test('checks the configuration of the directory in which it is called', () => {
    const { status, stdout } = trailwarden('config', 'check');
    expect(stdout).toContain('The configuration can be used');
    expect(status).toBe(0);
    expect(trailwarden('config', 'check', '--directory', 'nowhere')).toMatchObject({ status: 1 });
  });

  test('prints the template of a member account', () => {
    const { status, stdout } = trailwarden('member-template', 'roles');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toHaveProperty('Resources');
  });

  test('needs no other tool for a sweep, but credentials', () => {
    const { status, stderr } = trailwarden('sweep');
    expect(stderr).toMatch(/^There are no AWS credentials .*AWS_PROFILE/);
    expect(status).toBe(3);
  });

  test('lists what it can do, and nothing that it cannot', () => {
    const { stdout } = trailwarden('--help');
    expect(stdout).toMatch(/scan[^]*explain[^]*config[^]*member-template[^]*test-alert[^]*console[^]*sweep/);
    expect(stdout).not.toMatch(/demo|bench|soak|fuzz|harness|gallery|replay/);
  });

  test.each(['demo', 'bench', 'soak', 'fuzz', 'harness', 'gallery', 'replay'])(
    'says in one line that %s needs a checkout',
    (name) => {
      const { status, stdout, stderr } = trailwarden(name, '--any');
      expect(stderr).toMatch(new RegExp(`^${name} needs a checkout[^\n]*npm run -s cli -- ${name}\n$`));
      expect([status, stdout]).toEqual([2, '']);
    },
  );
});

test('npm pack in the checkout packs nothing, and names the line that does', () => {
  const destination = join(folder, 'none');
  mkdirSync(destination);
  const { status, stderr } = spawnSync('npm', ['pack', '--pack-destination', destination], {
    cwd: root,
    env: alone,
    encoding: 'utf8',
  });
  expect(stderr).toContain('npm run -s pack:tool');
  expect(status).not.toBe(0);
  expect(readdirSync(destination)).toEqual([]);
});
