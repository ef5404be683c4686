import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const copied = [
  'handlers',
  'src',
  'config',
  'serverless.yml',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** What one packaging wrote: every zip's bytes, and the template without the moment of its making. */
interface Packaged {
  readonly zips: Readonly<Record<string, string>>;
  readonly template: unknown;
}

// A directory of its own: other users of the project’s packages are not disturbed.
let project: string;
let runs: readonly Packaged[];

function packageOnce(): Packaged {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(project, 'src/local/package/main.ts'), '--force'],
    { cwd: project, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  const output = join(project, '.serverless');
  const zips = readdirSync(output).filter((file) => file.endsWith('.zip'));
  const text = readFileSync(join(output, 'cloudformation-template-update-stack.json'), 'utf8');
  return {
    zips: Object.fromEntries(zips.map((file) => [file, readFileSync(join(output, file)).toString('base64')])),
    template: JSON.parse(text.replaceAll(/\d{13}-\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<moment>')),
  };
}

beforeAll(() => {
  project = mkdtempSync(join(tmpdir(), 'trailwarden-package-'));
  for (const name of copied) cpSync(join(root, name), join(project, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'));
  runs = [packageOnce(), packageOnce()];
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

describe('packaging the same sources twice', () => {
  test('writes the same bytes into every zip', () => {
    const [first, second] = runs;
    expect(Object.keys(first?.zips ?? {}).length).toBeGreaterThan(5);
    const different = Object.keys(first?.zips ?? {}).filter(
      (file) => first?.zips[file] !== second?.zips[file],
    );
    expect(different).toEqual([]);
  });

  test('writes the same template, but for the moment of its making', () => {
    expect(runs[0]?.template).toEqual(runs[1]?.template);
    expect(JSON.stringify(runs[0]?.template)).toContain('<moment>');
  });

  test('leaves nothing of its work behind', () => {
    expect(existsSync(join(project, '.esbuild'))).toBe(false);
  });
});
