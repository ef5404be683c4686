import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Manifest {
  readonly name?: string;
  readonly license?: unknown;
  readonly licenses?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Manifest;
const own = read('package.json');

/** The directory that Node resolves `name` to for a package in `from`; undefined when it is not installed. */
function directoryOf(name: string, from: string): string | undefined {
  for (let base = from; ; base = base.slice(0, base.lastIndexOf('/node_modules/'))) {
    const directory = `${base}/node_modules/${name}`;
    if (existsSync(`${directory}/package.json`)) return directory;
    if (!base.includes('/node_modules/')) return undefined;
  }
}

/** Every package that ships: the dependencies, theirs, and so on. */
function shipped(): ReadonlyMap<string, Manifest> {
  const found = new Map<string, Manifest>();
  const visit = (from: string, names: readonly string[]) => {
    for (const name of names) {
      const directory = directoryOf(name, from);
      if (directory === undefined || found.has(directory)) continue;
      const manifest = read(`${directory}/package.json`);
      found.set(directory, manifest);
      visit(directory, Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies }));
    }
  };
  visit('.', Object.keys(own.dependencies ?? {}));
  return found;
}

const licenceOf = ({ license, licenses }: Manifest): string => JSON.stringify(license ?? licenses ?? 'none');
/** A choice between licences is fine when one of them is. */
const isRefused = (licence: string) => /GPL|SSPL|BUSL|none/i.test(licence) && !/\bOR\b/.test(licence);

test('every version is exact', () => {
  const all = { ...own.dependencies, ...own.devDependencies, ...own.optionalDependencies };
  const loose = Object.entries(all).filter(
    ([, version]) => !/^(?:npm:[\w@/-]+@)?\d+\.\d+\.\d+$/.test(version),
  );
  expect(loose).toEqual([]);
  expect(Object.keys(all).length).toBeGreaterThan(20);
});

test('of Powertools there is one version, and each of its packages once', () => {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version?: string }>>;
  };
  const found = Object.entries(packages).flatMap(([path, { version }]) => {
    const [, name] = /node_modules\/(@aws-lambda-powertools\/[^/]+)$/.exec(path) ?? [];
    return name === undefined ? [] : [{ name, version }];
  });
  expect(found.map(({ name }) => name)).toContain('@aws-lambda-powertools/commons');
  expect(found).toHaveLength(new Set(found.map(({ name }) => name)).size);
  expect([...new Set(found.map(({ version }) => version))]).toHaveLength(1);
});

test('nothing that ships binds us by AGPL or GPL, or has no licence', () => {
  const all = [...shipped()];
  expect(all.length).toBeGreaterThan(50);
  const refused = all.filter(([, manifest]) => isRefused(licenceOf(manifest)));
  expect(refused.map(([directory, manifest]) => `${directory} ${licenceOf(manifest)}`)).toEqual([]);
});

test.each(['"AGPL-3.0-only"', '"GPL-2.0"', '"LGPL-3.0"', '"none"', '[{"type":"GPL"}]'])(
  '%s is refused',
  (one) => {
    expect(isRefused(one)).toBe(true);
  },
);

test.each(['"MIT"', '"Apache-2.0"', '"(MIT OR GPL-3.0)"', '"0BSD"'])('%s is fine', (one) => {
  expect(isRefused(one)).toBe(false);
});
