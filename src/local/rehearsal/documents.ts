import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownDirectory } from '#simulators/at-end.ts';
import type { World } from '#simulators/organization/world.ts';

/** Changes to the three documents that a rehearsal runs with; each is laid over the defaults key by key. */
export interface DocumentChanges {
  readonly config?: Readonly<Record<string, unknown>>;
  readonly whitelist?: Readonly<Record<string, unknown>>;
  readonly owners?: Readonly<Record<string, unknown>>;
}

/** The name of the read role in every account of a rehearsal. */
export const readRoleName = 'trailwarden-read';

/** The central account of every rehearsal: the main account of the documents that are shipped. */
export const centralAccount = '123456789012';

function configOf(world: World, changes: DocumentChanges): unknown {
  const accounts = Object.fromEntries(world.accounts.map(({ id, name }) => [id, name]));
  return {
    aws: {
      main_account_id: centralAccount,
      region: 'eu-west-1',
      role_name_identification: readRoleName,
      accounts: { [centralAccount]: 'security', ...accounts },
    },
    cloudtrails: {
      enabled: true,
      'ddb.table_name': 'hammer-cloudtrails',
      reporting: true,
      accounts: world.accounts.map(({ id }) => id),
    },
    slack: { enabled: true, notify_default_owner: true, default_channel: '#cloudtrail' },
    jira: { enabled: true, server: 'https://example.atlassian.net', issue_type: 'Task' },
    ...changes.config,
  };
}

/** Writes the documents for a world into a directory of their own, which is removed at the latest when the process ends. */
export function writeDocuments(world: World, changes: DocumentChanges): ReturnType<typeof ownDirectory> {
  const directory = ownDirectory('trailwarden-config-');
  const owners = { jira_project: 'AWSSEC', slack_owner: ['#cloudtrail'], account: {}, ...changes.owners };
  const write = (name: string, value: unknown) =>
    writeFileSync(join(directory.path, name), JSON.stringify(value, null, 2));
  write('config.json', configOf(world, changes));
  write('whitelist.json', { cloudtrails: {}, ...changes.whitelist });
  write('ticket_owners.json', owners);
  return directory;
}
