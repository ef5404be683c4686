/** What the modules of one room may import, itself aside. Everything that is not named is refused. */
export interface Floor {
  /** The other rooms, by their path below `src/` (`handlers` lies beside it). */
  readonly rooms: readonly string[];
  /** `all`, or the beginnings of the names of packages and of Node's own modules. */
  readonly packages: 'all' | readonly string[];
  /** What lives there, for the table in docs/architecture.md. */
  readonly holds: string;
}

const values = ['domain/values'];
const facts = [...values, 'domain/facts'];
const findings = [...facts, 'domain/policies', 'domain/findings'];
const issues = [...findings, 'domain/issues'];
const announcements = [...issues, 'domain/announcements', 'domain/sweeps'];
const domain = [...announcements, 'domain/reports'];
const promises = [...domain, 'ports', 'config'];
const workers = [...promises, 'usecases', 'adapters'];

/**
 * The floors of the house, from the ground up: the one table of who may import whom. ESLint refuses what it does not
 * allow, test/house/floors.test.ts reads every import against it, and docs/architecture.md shows it.
 */
export const floors: Readonly<Record<string, Floor>> = {
  'domain/values': { rooms: [], packages: [], holds: 'ids, ARNs, Regions, moments' },
  'domain/facts': { rooms: values, packages: [], holds: 'what was seen, and what a call says it did' },
  'domain/policies': { rooms: facts, packages: [], holds: 'whether a policy lets CloudTrail deliver' },
  'domain/findings': {
    rooms: [...facts, 'domain/policies'],
    packages: [],
    holds: 'the rules, and what they judge',
  },
  'domain/issues': {
    rooms: findings,
    packages: [],
    holds: 'the life cycle of findings, issues and incidents',
  },
  'domain/sweeps': { rooms: facts, packages: [], holds: 'what became of the accounts of a sweep' },
  'domain/announcements': { rooms: issues, packages: [], holds: 'what people are told of an incident' },
  'domain/reports': { rooms: announcements, packages: [], holds: 'what people are told once a day' },
  ports: { rooms: domain, packages: [], holds: 'the interfaces that use cases call' },
  config: { rooms: domain, packages: 'all', holds: 'the shape of the configuration and of the environment' },
  usecases: { rooms: [...domain, 'ports'], packages: ['p-limit'], holds: 'the journeys, one folder each' },
  adapters: {
    rooms: promises,
    packages: 'all',
    holds: 'one technology each: AWS, Slack, Jira, Lambda, formats',
  },
  doors: { rooms: workers, packages: 'all', holds: 'what several handlers compose alike' },
  handlers: { rooms: [...workers, 'doors'], packages: ['@aws-sdk/'], holds: 'the Lambda functions' },
  simulators: {
    rooms: [],
    packages: 'all',
    holds: 'AWS, Jira and Slack as they behave; nothing of the product',
  },
  console: {
    rooms: [...workers, 'doors'],
    packages: 'all',
    holds: 'the page of the whole organization: its server, what it reads, and the page itself',
  },
  local: {
    rooms: [...workers, 'doors', 'simulators', 'console'],
    packages: 'all',
    holds: 'what exercises the product on the simulators',
  },
  cli: {
    rooms: [...workers, 'doors', 'local', 'simulators', 'console'],
    packages: 'all',
    holds: 'the commands',
  },
};

/** The room of a path below `src/` or `handlers/`, without that beginning; the rooms of the domain are rooms of their own. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.replace(/^src\//, '').split('/');
  return first === 'domain' ? `${first}/${second}` : first;
}

/** Whether a module of the room `from` may import `imported`, as it is written there. */
export function isAllowed(from: string, imported: string): boolean {
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

/** The table as docs/architecture.md shows it, top floor first. */
export function floorsMarkdown(): string {
  const lines = Object.entries(floors)
    .toReversed()
    .map(([room, { rooms, packages, holds }]) => {
      const folder = room === 'handlers' ? 'handlers/' : `src/${room}/`;
      const known = rooms.length === 0 ? 'no other room' : shortened(rooms).join(', ');
      const libraries = packages === 'all' ? 'any' : packages.length === 0 ? 'none' : packages.join(', ');
      return `| \`${folder}\` | ${holds} | ${known} | ${libraries} |`;
    });
  return ['| room | holds | may import | packages |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

/** All rooms of the domain together are "the domain". */
function shortened(rooms: readonly string[]): readonly string[] {
  const whole = domain.every((room) => rooms.includes(room));
  return whole ? ['the domain', ...rooms.filter((room) => !room.startsWith('domain/'))] : rooms;
}
