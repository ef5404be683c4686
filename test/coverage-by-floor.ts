// Prints what the last `npm run test:coverage` covered, floor by floor (docs/testing.md).
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import * as z from 'zod';

const Part = z.object({ total: z.number(), covered: z.number() });
const File = z.object({ statements: Part, branches: Part, functions: Part });
type File = z.output<typeof File>;

const floors: readonly (readonly [floor: string, rooms: RegExp])[] = [
  ['ground', /^src\/domain\//],
  ['promises', /^src\/(?:ports|config)\//],
  ['workers', /^src\/(?:usecases|adapters)\//],
  ['doors', /^(?:handlers|src\/(?:doors|cli|local))\//],
];
const measures = ['statements', 'branches', 'functions'] as const;

/** `src/domain`, `src/usecases`, ...; adapters by technology. */
const roomOf = (file: string): string =>
  file
    .split('/')
    .slice(0, file.startsWith('src/adapters/') ? 3 : file.startsWith('src/') ? 2 : 1)
    .join('/');

function share(files: readonly File[], measure: (typeof measures)[number]): string {
  const sum = (of: 'covered' | 'total') => files.reduce((all, file) => all + file[measure][of], 0);
  return sum('total') === 0 ? '-' : `${((100 * sum('covered')) / sum('total')).toFixed(1)} %`;
}

function line(name: string, files: readonly File[]): string {
  const shares = measures.map((measure) => share(files, measure).padStart(11));
  return `${name.padEnd(28)}${String(files.length).padStart(6)}${shares.join('')}`;
}

const text = readFileSync('.local/coverage/coverage-summary.json', 'utf8');
const files = Object.entries(z.record(z.string(), File).parse(JSON.parse(text)))
  .filter(([path]) => path !== 'total')
  .map(([path, file]) => ({ path: relative('.', path), file }));
if (files.length < 100) throw new Error(`only ${files.length} files were measured`);

console.log(`${'floor'.padEnd(28)} files ${measures.map((name) => name.padStart(10)).join(' ')}`);
const floorOf = (path: string): string => floors.find(([, rooms]) => rooms.test(path))?.[0] ?? 'apart';
for (const [floor, here] of Map.groupBy(files, ({ path }) => floorOf(path))) {
  console.log(
    line(
      floor,
      here.map(({ file }) => file),
    ),
  );
  for (const [room, inside] of Map.groupBy(here, ({ path }) => roomOf(path)))
    console.log(
      line(
        `  ${room}`,
        inside.map(({ file }) => file),
      ),
    );
}
console.log(
  line(
    'all',
    files.map(({ file }) => file),
  ),
);
