import { readFileSync } from 'node:fs';
import { basename } from 'node:path/posix';
import { expect, test } from 'vitest';
import { allRules } from '#domain/findings/assess/all-rules.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import { filesBelow, readSources } from './sources.ts';

const sources = readSources();
const tests = filesBelow('test').filter((file) => file.endsWith('.test.ts'));
const namesIn = (directory: string, ending: string) =>
  filesBelow(directory)
    .map((file) => basename(file))
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length));

/** What stands outside of comments and texts of code that is read here is told apart by its beginning. */
const matching = (files: readonly string[], pattern: RegExp) =>
  files.filter((file) => pattern.test(readFileSync(file, 'utf8')));

test('there is something to read', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(tests.length).toBeGreaterThan(30);
});

test('everything is exported by name', () => {
  const unnamed = sources.filter(({ text }) => /^export (?:default\b|\{[^}]*\bas default\b)/m.test(text));
  expect(unnamed.map(({ file }) => file)).toEqual([]);
});

test('files are named in kebab-case', () => {
  const odd = sources.filter(({ file }) => !/^[a-z0-9]+(?:-[a-z0-9]+)*\.tsx?$/.test(basename(file)));
  expect(odd.map(({ file }) => file)).toEqual([]);
});

test('no test is skipped, left for later or run alone', () => {
  expect(
    matching(tests, /\b(?:test|it|describe)(?:\.\w+)*\.(?:skip|only|todo|fails|skipIf|runIf)\b/),
  ).toEqual([]);
  expect(matching(tests, /^\s*(?:xit|xtest|xdescribe|fit|fdescribe)\(/m)).toEqual([]);
});

test('no test replaces a module by a mock', () => {
  expect(matching(tests, /\bvi\.(?:do)?(?:mock|unmock)\(/i)).toEqual([]);
});

test('every rule is in a file of its own name', () => {
  expect(namesIn('src/domain/findings/rules', '.ts').toSorted()).toEqual([...ruleIds].toSorted());
  for (const [id, rule] of Object.entries(allRules)) {
    expect(rule.id).toBe(id);
    expect(readFileSync(`src/domain/findings/rules/${id}.ts`, 'utf8')).toContain(`id: '${id}',`);
  }
});

const ruleTests = filesBelow('test/rules')
  .filter((file) => file.endsWith('.test.ts'))
  .map((file) => ({ name: basename(file, '.test.ts'), text: readFileSync(file, 'utf8') }));

/** What `text` says about `kind`: a room of its own, or the verdict that stands for it. */
function speaksOf(text: string, kind: string, verdict: string): boolean {
  const [, room = ''] = text.split(`describe('${kind}', () => {`);
  return /^\s*test[.(]/m.test(room.split('\ndescribe(')[0] ?? '') || text.includes(`'${verdict}'`);
}

test.each(ruleIds)(
  '%s has tests of when it fires, when it does not, when it cannot see, and a failed call',
  (id) => {
    const about = ruleTests.filter(({ name, text }) => name === id || text.includes(`'${id}'`));
    const text = about.map((one) => one.text).join('\n');
    expect(about).not.toEqual([]);
    const kinds = [
      ['fires', 'stands'],
      ['does not fire', 'healthy'],
      ['cannot see', 'cannot-tell'],
    ] as const;
    expect(kinds.filter(([kind, verdict]) => !speaksOf(text, kind, verdict))).toEqual([]);
    expect(text).toMatch(/\bfailed\(/);
  },
);

test('temporary directories are made where they are also taken away', () => {
  const making = matching(
    sources.map(({ file }) => file),
    /\bmkdtemp/,
  );
  expect(making.filter((file) => file !== 'src/simulators/at-end.ts')).toEqual([]);
  expect(making).not.toEqual([]);
  const leaving = matching(tests, /\bmkdtemp/).filter((file) => !matching([file], /\brmSync\(/).length);
  expect(leaving).toEqual([]);
});

/** The name is not ours on npm: these would fetch whatever is registered under it. */
const fromRegistry =
  /\b(?:npx|npm (?:exec|x)|pnpm dlx|yarn dlx|bunx)\s+(?:-\S+\s+)*trailwarden\b|\bnpm (?:i|install|add)\s+(?:-\S+\s+)*trailwarden\b/;

test('nothing has the tool fetched from a registry', () => {
  const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'package.json', 'serverless.yml'];
  const files = [...documents, ...['docs', 'src', 'handlers', 'config', 'test'].flatMap(filesBelow)];
  expect(files.length).toBeGreaterThan(400);
  expect(matching(files, fromRegistry)).toEqual([]);
});

test.each(['npx', 'npx --yes', 'npm exec', 'npm install -g', 'npm i'])(
  '%s with its name is found',
  (command) => {
    expect(fromRegistry.test(`Run: ${command} trailwarden explain`)).toBe(true);
    expect(fromRegistry.test(`Run: ${command} ./trailwarden-1.2.3.tgz`)).toBe(false);
  },
);
