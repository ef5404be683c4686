import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { floors } from './floor-table.ts';
import { filesBelow, readSources } from './sources.ts';

const architecture = readFileSync('docs/architecture.md', 'utf8');
const testing = readFileSync('docs/testing.md', 'utf8');

test('every file and folder that docs/architecture.md names is there', () => {
  const named = [...architecture.matchAll(/`((?:src|test|handlers|config|docs)\/[^`\s]+)`/g)].map(
    ([, path = '']) => path,
  );
  expect(named.length).toBeGreaterThan(80);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});

test('the steps of "One event, line by line" are numbered without a gap, and each names what runs', () => {
  const [, walk = ''] = /## One event, line by line\n([^]*?)\n## /.exec(architecture) ?? [];
  const steps = walk.split(/^(?=\d+\. )/m).slice(1);
  expect(steps.map((step) => Number.parseInt(step, 10))).toEqual(steps.map((_, index) => index + 1));
  expect(steps.length).toBeGreaterThan(20);
  expect(steps.filter((step) => !/`(?:src|handlers)\/[^`]+\.ts`/.test(step))).toEqual([]);
});

test('every word of the vocabulary has its type in the sources', () => {
  const [, words = ''] = /## Words\n([^]*)$/.exec(architecture) ?? [];
  const names = [...words.matchAll(/^\| [a-z ]+ \| `(\w+)` \|/gm)].map(([, name = '']) => name);
  const declared = new Set(
    readSources().flatMap(({ text }) =>
      [...text.matchAll(/\b(?:interface|type) (\w+)/g)].map(([, name]) => name),
    ),
  );
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !declared.has(name))).toEqual([]);
});

test('the map shows every room of the table of floors', () => {
  const map = readFileSync('docs/architecture.svg', 'utf8');
  const shown = [...map.matchAll(/<text class="n"[^>]*>([a-z]+)</g)].map(([, room]) => room);
  const rooms = Object.keys(floors).map((room) => room.replace('domain/', ''));
  expect(shown.toSorted()).toEqual(rooms.toSorted());
});

test('docs/testing.md lists every campaign, and only those that are there', () => {
  const campaigns = filesBelow('test')
    .filter((file) => file.endsWith('.long.test.ts'))
    .map((file) => file.slice('test/'.length, -'.long.test.ts'.length));
  const [, table = ''] = /\| campaign \|[^\n]*\n\| ---[^\n]*\n([^]*?)\n\n/.exec(testing) ?? [];
  const listed = table
    .split('\n')
    .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  expect(listed.toSorted()).toEqual(campaigns.toSorted());
});
