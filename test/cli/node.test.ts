import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Linter } from 'eslint';
import { describe, expect, test } from 'vitest';
import { ownDirectory } from '#simulators/at-end.ts';

const check = fileURLToPath(new URL('../../src/cli/check-node.cjs', import.meta.url));
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

  test('any old Node can read the check', () => {
    const faults = new Linter().verify(readFileSync(check, 'utf8'), [
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
