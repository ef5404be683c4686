import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { floors, floorsMarkdown, isAllowed, roomOf } from './floor-table.ts';
import { circlesIn, folderGraph, importGraph } from './imports.ts';
import { readSources } from './sources.ts';

const sources = readSources();
const graph = importGraph(sources);

describe('imports go down only', () => {
  test('in every file of the house', () => {
    const refused = sources.flatMap(({ file, imports }) =>
      imports.filter((one) => !isAllowed(roomOf(file), one)).map((one) => `${file} imports ${one}`),
    );
    expect(refused).toEqual([]);
  });

  test('every floor was read, and what it imports', () => {
    const read = Map.groupBy(sources, ({ file }) => roomOf(file));
    expect([...read.keys()].toSorted()).toEqual(Object.keys(floors).toSorted());
    for (const [room, files] of read) {
      const imports = files.flatMap((file) => file.imports);
      if (room !== 'domain/values') expect(imports, room).not.toEqual([]);
    }
  });

  test.each([
    ['domain/facts', '#domain/findings/finding.ts'],
    ['domain/findings', '#domain/issues/issue.ts'],
    ['domain/issues', '#domain/announcements/wording.ts'],
    ['domain/sweeps', '#domain/issues/issue.ts'],
    ['domain/announcements', '#domain/reports/report.ts'],
    ['domain/values', 'node:crypto'],
    ['domain/issues', 'zod'],
    ['ports', '@aws-sdk/client-sqs'],
    ['usecases', '#adapters/aws/clients.ts'],
    ['usecases', 'node:crypto'],
    ['adapters', '#usecases/report/announce.ts'],
    ['adapters', '../usecases/report/announce.ts'],
    ['doors', '#simulators/wire.ts'],
    ['local', '#cli/main.ts'],
    ['cli', '#handlers/sweep.ts'],
    ['a-new-room', './anything.ts'],
  ])('%s may not import %s', (from, imported) => {
    expect(isAllowed(from, imported)).toBe(false);
  });

  test('docs/architecture.md shows the same table', () => {
    expect(readFileSync('docs/architecture.md', 'utf8')).toContain(floorsMarkdown());
  });
});

describe('the simulators stand apart', () => {
  const simulators = sources.filter(({ file }) => roomOf(file) === 'simulators');

  test('they import nothing of the product', () => {
    const rooms = simulators.flatMap(({ imports }) =>
      imports.filter((one) => one.startsWith('#')).map((one) => roomOf(one.slice(1))),
    );
    expect(rooms.length).toBeGreaterThan(20);
    expect(new Set(rooms)).toEqual(new Set(['simulators']));
  });

  test('they name nothing of the product either', () => {
    const naming = simulators.filter(({ text }) => /trailwarden|hammer/i.test(text));
    expect(naming.map(({ file }) => file)).toEqual([]);
  });

  test.each([
    '#domain/values/region.ts',
    '#adapters/aws/clients.ts',
    '#local/package/packages.ts',
    '#config/load.ts',
  ])('they may not import %s', (imported) => {
    expect(isAllowed('simulators', imported)).toBe(false);
  });
});

describe('no circle', () => {
  test('among files, not even one that only a type closes', () => {
    expect([...graph.values()].flat().length).toBeGreaterThan(1000);
    expect(circlesIn(graph)).toEqual([]);
  });

  test('among folders', () => {
    const folders = folderGraph(graph);
    expect(folders.size).toBeGreaterThan(30);
    expect(circlesIn(folders)).toEqual([]);
  });

  test('a planted one is seen, however long it is', () => {
    const source = (file: string, ...imports: string[]) => ({ file, text: '', imports });
    const planted = importGraph([
      source('src/domain/facts/a.ts', './b.ts'),
      source('src/domain/facts/b.ts', '#domain/values/c.ts', 'node:fs'),
      source('src/domain/values/c.ts', '#domain/facts/a.ts'),
      source('src/domain/values/d.ts', './c.ts'),
    ]);
    expect(circlesIn(planted)).toEqual([
      ['src/domain/facts/a.ts', 'src/domain/facts/b.ts', 'src/domain/values/c.ts'],
    ]);
    expect(circlesIn(folderGraph(planted))).toEqual([['src/domain/facts', 'src/domain/values']]);
  });
});
