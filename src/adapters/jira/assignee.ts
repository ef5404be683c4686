import { findAssignableUsers } from 'jira.js/cloud';
import type { Client } from 'jira.js/core';
import { JiraError } from './transport.ts';

/** The account to assign the ticket to, or a note why the project's default assignee stays. */
export type Assignee =
  | { readonly accountId: string; readonly note?: undefined }
  | { readonly accountId?: undefined; readonly note: string };

/** Jira's account ids: 24 hexadecimal digits, or a number or word and a UUID. */
const accountIdShape = /^(?:[0-9a-f]{24}|[\w-]+:[0-9a-f-]{20,})$/i;

/**
 * The only person in `project` whose display name, e-mail address or account id equals `wanted`, ignoring case. Throws
 * only what makes creating the ticket fail too: refused credentials (401), 429, and calls that could not be sent.
 */
export async function findAssignee(client: Client, project: string, wanted: string): Promise<Assignee> {
  const asked = accountIdShape.test(wanted) ? { accountId: wanted } : { query: wanted };
  try {
    const users = await findAssignableUsers(client, { project, ...asked, maxResults: 200 });
    return chosen(users, wanted);
  } catch (error) {
    if (!(error instanceof JiraError)) throw error;
    const status = error.fault.kind === 'answered' ? error.fault.status : undefined;
    if (status === 401 || status === 429 || error.fault.kind === 'not-sent') throw error;
    return unassigned(wanted, `could not be looked up (${error.message})`);
  }
}

type User = Awaited<ReturnType<typeof findAssignableUsers>>[number];

function chosen(users: readonly User[], wanted: string): Assignee {
  const same = (text: string | undefined) => text !== undefined && fold(text) === fold(wanted);
  const found = users.filter(
    ({ accountId, displayName, emailAddress, active }) =>
      active !== false && (accountId === wanted || same(displayName) || same(emailAddress)),
  );
  const [only, ...others] = [...new Set(found.flatMap(({ accountId }) => accountId ?? []))];
  if (only !== undefined && others.length === 0) return { accountId: only };
  if (only !== undefined)
    return unassigned(wanted, 'is the name of several people; give an account id instead');
  return unassigned(
    wanted,
    wanted.includes('@')
      ? 'was not found (Jira hides most e-mail addresses; give a display name or an account id instead)'
      : 'was not found among those to whom tickets of this project can be assigned',
  );
}

function unassigned(wanted: string, why: string): Assignee {
  return {
    note: `The assignee "${wanted}" from ticket_owners.json ${why}, so the project decided who is assigned.`,
  };
}

function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
