import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesBelow } from './sources.ts';

const files = filesBelow('test')
  .filter((file) => file.endsWith('.ts') && file !== 'test/house/chance.test.ts')
  .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

/** Every place of `pattern`, as file and what it captured. */
const found = (pattern: RegExp): string[] =>
  files.flatMap(({ file, text }) =>
    [...text.matchAll(pattern)].map(([all, part]) => `${file}: ${part ?? all}`),
  );

const milliseconds = (place: string): number => Number(/[\d_]+$/.exec(place)?.[0].replaceAll('_', ''));

test('no test has a time limit of its own: vitest.config.ts has the one that ends what hangs', () => {
  expect(found(/^\s*\}, ([\d_]{4,})\);$/gm)).toEqual([]);
  expect(found(/\b((?:test|it|describe)(?:\.\w+)?\([^\n]*\{ timeout: [\d_]+ \})/g)).toEqual([]);
  // The same by a name: the last argument of a hook or test, which ends where its first line began.
  const named =
    /^([ \t]*)(?:(?:before|after)(?:All|Each)|it|test)\b[^\n]*\{\n(?:(?!\1\})[^\n]*\n)*?\1\}, [\w.]+\);$/gm;
  expect(found(named)).toEqual([]);
});

test('what is waited for has a minute and more, on whatever machine', () => {
  const waits = found(/vi\.waitFor\([^\n]*timeout: ([\d_]+)/g);
  expect(found(/vi\.waitFor\(/g)).toHaveLength(waits.length);
  const polls = found(/(?:expect\s*\.poll|\.poll|\.waitFor)\([^\n]*timeout: ([\d_]+)/g);
  expect([...waits, ...polls].filter((place) => milliseconds(place) < 60_000)).toEqual([]);
  expect(waits.length).toBeGreaterThan(3);
});

test('tests of stores and queues wait longer for them than production does', () => {
  const ofTheLimit = /^test\/(?:adapters\/aws\/bounded-waits|contracts\/patient-client)/;
  expect(found(/\.\.\.(clientDefaults)\b/g).filter((place) => !ofTheLimit.test(place))).toEqual([]);
});

test('real time is measured only against what would never end', () => {
  const limits = found(/performance\.now\(\) - \w+\)\.toBeLessThan\(([\d_]+)\)/g);
  expect(limits.filter((place) => milliseconds(place) < 20_000)).toEqual([]);
  expect(limits.length).toBeGreaterThan(5);
});

test('a page that lives is never asked only once: text is waited for', () => {
  expect(found(/expect\((await [^\n]*\.(?:innerText|textContent|isVisible|isHidden)\()/g)).toEqual([]);
  expect(found(/((?:count|isVisible|isHidden)\(\)\)[^\n]*\?[^\n]*await)/g)).toEqual([]);
});

test('a page is made where all of them get their patience', () => {
  const made = found(/\.(newPage|newContext|launch)\(/g);
  expect(new Set(made)).toEqual(
    new Set(['test/browser/browser.ts: launch', 'test/browser/browser.ts: newPage']),
  );
});

test('a client of a stand-in does not have the time limits of production, which a busy machine exceeds', () => {
  expect(found(/(apiUrl: \w+\.url\b)(?![^;]*\btimeout\b)/g)).toEqual([]);
  expect(found(/apiUrl: \w+\.url\b/g).length).toBeGreaterThan(6);
});

test('what is changed for a whole process is put back by the file that changes it: the next file goes on in it', () => {
  const pairs = [
    [/\bvi\.stubEnv\(/, /\bvi\.unstubAllEnvs\(/],
    [/\bvi\.useFakeTimers\(/, /\bvi\.useRealTimers\(/],
    [/\bvi\.spyOn\(/, /\bvi\.restoreAllMocks\(/],
    [/^\s*process\.env\[[^\]]+\] = /m, /^\s*delete process\.env\[/m],
  ] as const;
  const left = files.flatMap(({ file, text }) =>
    pairs
      .filter(([changed, back]) => changed.test(text) && !back.test(text))
      .map(([changed]) => `${file}: ${changed.source}`),
  );
  expect(left).toEqual([]);
});
