import { expect, test } from 'vitest';
import { readSources } from './sources.ts';

/** Which rooms a room may import from, itself aside, and which packages. Everything that is not named is refused. */
interface Floor {
  readonly rooms: readonly string[];
  /** `all`, or beginnings of package names. */
  readonly packages: 'all' | readonly string[];
}

const ground = ['domain/values'];
const seen = [...ground, 'domain/facts'];
const judged = [...seen, 'domain/policies', 'domain/findings'];
const remembered = [...judged, 'domain/issues'];
const told = [...remembered, 'domain/announcements', 'domain/sweeps'];
const domain = [...told, 'domain/reports'];
const promises = [...domain, 'ports', 'config'];
const workers = [...promises, 'usecases', 'adapters'];

const floors: Readonly<Record<string, Floor>> = {
  'domain/values': { rooms: [], packages: [] },
  'domain/facts': { rooms: ground, packages: [] },
  'domain/findings': { rooms: [...seen, 'domain/policies'], packages: [] },
  'domain/issues': { rooms: judged, packages: [] },
  'domain/announcements': { rooms: remembered, packages: [] },
  'domain/policies': { rooms: seen, packages: [] },
  'domain/sweeps': { rooms: seen, packages: [] },
  'domain/reports': { rooms: told, packages: [] },
  ports: { rooms: domain, packages: [] },
  config: { rooms: domain, packages: 'all' },
  usecases: { rooms: [...domain, 'ports'], packages: ['p-limit'] },
  adapters: { rooms: promises, packages: 'all' },
  doors: { rooms: workers, packages: 'all' },
  local: { rooms: [...workers, 'doors'], packages: 'all' },
  cli: { rooms: [...workers, 'doors', 'local'], packages: 'all' },
  handlers: { rooms: [...workers, 'doors'], packages: ['@aws-sdk/'] },
};

/** The room of a path below src or handlers; the rooms of the domain are rooms of their own. */
function roomOf(path: string): string {
  const [first = '', second = ''] = path.replace(/^src\//, '').split('/');
  return first === 'domain' ? `${first}/${second}` : first;
}

function isAllowed(from: string, imported: string): boolean {
  const floor = floors[from];
  if (floor === undefined) return false;
  if (imported.startsWith('./')) return !imported.includes('..');
  if (imported.startsWith('#')) {
    const room = roomOf(imported.slice(1));
    return room === from || floor.rooms.includes(room);
  }
  if (imported.startsWith('.')) return false;
  return floor.packages === 'all' || floor.packages.some((name) => imported.startsWith(name));
}

const sources = readSources();
const refused = sources.flatMap(({ file, imports }) =>
  imports.filter((one) => !isAllowed(roomOf(file), one)).map((one) => `${file} imports ${one}`),
);

test('imports go down only', () => {
  expect(refused).toEqual([]);
});

test('every floor was read, and what it imports', () => {
  const read = Map.groupBy(sources, ({ file }) => roomOf(file));
  expect([...read.keys()].toSorted()).toEqual(Object.keys(floors).toSorted());
  for (const [room, files] of read) {
    if (room !== 'domain/values')
      expect(
        files.flatMap(({ imports }) => imports),
        room,
      ).not.toEqual([]);
  }
});

test.each([
  ['domain/facts', '#domain/findings/finding.ts'],
  ['domain/findings', '#domain/issues/issue.ts'],
  ['domain/issues', '#domain/announcements/wording.ts'],
  ['domain/values', 'node:crypto'],
  ['domain/issues', 'zod'],
  ['ports', '@aws-sdk/client-sqs'],
  ['usecases', '#adapters/aws/clients.ts'],
  ['usecases', 'node:crypto'],
  ['adapters', '#usecases/announce.ts'],
  ['adapters', '../usecases/announce.ts'],
  ['local', '#cli/main.ts'],
  ['cli', '#handlers/sweep.ts'],
  ['a-new-room', './anything.ts'],
])('%s may not import %s', (from, imported) => {
  expect(isAllowed(from, imported)).toBe(false);
});
