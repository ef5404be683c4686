import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { JiraIssue } from '#simulators/jira/issue.ts';
import type { World } from '#simulators/organization/world.ts';
import type { SlackMessage } from '#simulators/slack/workspace.ts';
import type { StoredRow } from './player.ts';
import { bytes } from './rows-server.ts';

/** What a version left when the next one was deployed, as `record.ts` wrote it down. */
export interface Fixture {
  /** The commit that it was recorded with. */
  readonly commit: string;
  /** The moment of the deploy, in milliseconds since the epoch. */
  readonly at: number;
  readonly world: World;
  readonly issues: readonly StoredRow[];
  readonly state: readonly StoredRow[];
  /** The bodies that lie in each queue, by its logical id. */
  readonly queues: Readonly<Record<string, readonly string[]>>;
  /** Records of the issue table's stream that no reporter has heard yet. */
  readonly stream: readonly Readonly<Record<string, unknown>>[];
  /** Bodies of every kind that were sent at any time, by the short name of the function that reads them. */
  readonly sent: Readonly<Record<string, readonly string[]>>;
  /** What had changed, and what lay in the queues, when the baseline was accepted at this moment. */
  readonly accepted: { readonly state: readonly StoredRow[]; readonly queues: Fixture['queues'] };
  /** Every field and word of the rows and messages that this version wrote, also in what came after the deploy. */
  readonly shapes: readonly string[];
  readonly slack: readonly SlackMessage[];
  /** Tickets, with the key of their project. */
  readonly jira: readonly (Omit<JiraIssue, 'project'> & { readonly project: string })[];
  /** Type and name of what the central template makes, by logical id. */
  readonly names: Readonly<Record<string, { readonly type: string; readonly name: string }>>;
  /** The member templates, as they were printed. */
  readonly members: { readonly roles: MemberTemplate; readonly rules: MemberTemplate };
}

/** As much of a CloudFormation template as the fixture reads. */
export interface MemberTemplate {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Condition?: string; readonly Properties: unknown }>
  >;
}

const root = fileURLToPath(new URL('../../fixtures/upgrade/', import.meta.url));

/** Row by row, so that a difference shows what differs. */
function written(value: unknown): string {
  const line = (one: unknown): string => JSON.stringify(one, bytes);
  if (Array.isArray(value)) return `[\n${value.map(line).join(',\n')}\n]\n`;
  const entries = Object.entries(value as object).map(([name, one]) => `${line(name)}: ${line(one)}`);
  return `{\n${entries.join(',\n')}\n}\n`;
}

const files = [
  ...(['issues', 'state', 'queues', 'stream', 'sent', 'accepted'] as const),
  ...(['slack', 'jira', 'names', 'members', 'world', 'shapes'] as const),
];

/** The folder of the one version that is kept. */
export function fixtureDirectory(): string {
  const [version, ...more] = readdirSync(root, { withFileTypes: true }).filter((one) => one.isDirectory());
  if (!version || more.length > 0) throw new Error(`${root} holds the rows of exactly one version`);
  return join(root, version.name);
}

/** Writes the fixture in place of the one that is there; answers its folder. */
export function writeFixture(fixture: Fixture, more: Readonly<Record<string, string>>): string {
  const directory = join(root, fixture.commit);
  for (const old of readdirSync(root, { withFileTypes: true }))
    if (old.isDirectory()) rmSync(join(root, old.name), { recursive: true });
  mkdirSync(directory, { recursive: true });
  const { commit, at } = fixture;
  writeFileSync(join(directory, 'version.json'), written({ commit, at }));
  for (const name of files) writeFileSync(join(directory, `${name}.json`), written(fixture[name]));
  for (const [name, content] of Object.entries(more)) writeFileSync(join(directory, name), content);
  return directory;
}

function revived(row: StoredRow): StoredRow {
  const entries = Object.entries(row).map(([name, value]) => {
    const { B } = value as { readonly B?: unknown };
    const binary = typeof B === 'string' && { B: Uint8Array.from(Buffer.from(B, 'base64')) };
    return [name, binary === false ? value : binary] as const;
  });
  return Object.fromEntries<StoredRow[string]>(entries);
}

/** Reads what the version before left. */
export function readFixture(directory = fixtureDirectory()): Fixture {
  const read = (name: string): unknown => JSON.parse(readFileSync(join(directory, `${name}.json`), 'utf8'));
  const parts = Object.fromEntries(files.map((name) => [name, read(name)] as const));
  const version = read('version');
  // Written by writeFixture from the same type.
  const fixture = Object.assign({}, parts, version) as unknown as Fixture;
  const { accepted, issues, state } = fixture;
  return {
    ...fixture,
    issues: issues.map(revived),
    state: state.map(revived),
    accepted: { ...accepted, state: accepted.state.map(revived) },
  };
}
