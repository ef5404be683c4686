import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { ownDirectory } from '#simulators/at-end.ts';

const check = fileURLToPath(new URL('../../src/cli/check-node.cjs', import.meta.url));
const linking = fileURLToPath(new URL('../../src/local/package/link-node.cjs', import.meta.url));
const { engines, scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  engines: { node: string };
  scripts: Readonly<Record<string, string>>;
};

/** What the check says when Node gives itself out as another version. */
function under(version: string) {
  const { path, remove } = ownDirectory('another-node-');
  const disguise = `${path}/disguise.cjs`;
  writeFileSync(disguise, `Object.defineProperty(process.versions, 'node', { value: '${version}' });\n`);
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--require', disguise, check], {
    encoding: 'utf8',
  });
  remove();
  return { status, stdout, stderr };
}

describe('the Node that runs the sources', () => {
  test.each(['0.12.18', '8.17.0', '18.20.8', '20.20.2', '22.17.1', '23.11.1'])(
    '%s is refused in one line that says what to do',
    (version) => {
      const { status, stdout, stderr } = under(version);
      expect(stderr).toMatch(/^[^\n]*needs Node 22\.18[^\n]*install Node 24[^\n]*\n$/);
      expect(stderr).toContain(` ${version}:`);
      expect([status, stdout]).toEqual([2, '']);
    },
  );

  test.each(['22.18.0', '22.22.3', '24.0.0', '25.1.0', '26.0.0', '100.0.0'])(
    '%s goes on without a word',
    (version) => {
      expect(under(version)).toEqual({ status: 0, stdout: '', stderr: '' });
    },
  );

  test('the manifest asks for the same', () => {
    expect(engines.node).toBe('^22.18.0 || >=24.0.0');
  });

  test.each([check, linking])('any old Node can read %s', (file) => {
    const faults = new Linter().verify(readFileSync(file, 'utf8'), [
      { languageOptions: { ecmaVersion: 5, sourceType: 'script' } },
    ]);
    expect(faults).toEqual([]);
    const newer = new Linter().verify('const read = () => 1;', [
      { languageOptions: { ecmaVersion: 5, sourceType: 'script' } },
    ]);
    expect(newer).not.toEqual([]);
  });

  test('every script that runs sources checks first', () => {
    const running = Object.values(scripts).filter((script) => /node \S+\.ts\b/.test(script));
    expect(running.length).toBeGreaterThan(5);
    expect(running.filter((script) => !script.startsWith('node src/cli/check-node.cjs && '))).toEqual([]);
  });
});

describe('the Node that npm installs on Linux', () => {
  const name = `node-${process.platform}-${process.arch}`;

  /** A project after an installation, in which npm links what is given; answers the link that is there in the end. */
  function linked(installed: boolean, already?: string): string | undefined {
    const { path, remove } = ownDirectory('link-node-');
    const bin = `${path}/node_modules/.bin`;
    mkdirSync(bin, { recursive: true });
    mkdirSync(`${path}/src/local/package`, { recursive: true });
    copyFileSync(linking, `${path}/src/local/package/link-node.cjs`);
    if (installed) {
      mkdirSync(`${path}/node_modules/${name}/bin`, { recursive: true });
      writeFileSync(`${path}/node_modules/${name}/bin/node`, '');
    }
    if (already !== undefined) symlinkSync(already, `${bin}/node`);
    const { status, stderr } = spawnSync(process.execPath, [`${path}/src/local/package/link-node.cjs`], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    const link = existsSync(`${bin}/node`) ? readlinkSync(`${bin}/node`) : undefined;
    remove();
    return link;
  }

  test('is linked for the scripts where npm itself does not', () => {
    expect(scripts['postinstall']).toBe('node src/local/package/link-node.cjs');
    expect(linked(true)).toBe(`../${name}/bin/node`);
  });

  test('stays as npm has linked it', () => {
    expect(linked(true, process.execPath)).toBe(process.execPath);
  });

  test('is not there where none is installed, which is no fault', () => {
    expect(linked(false)).toBeUndefined();
  });
});
