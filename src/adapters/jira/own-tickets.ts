import { getCurrentUser, searchAndReconsileIssuesUsingJqlPost as searchByJql } from 'jira.js/cloud';
import { isTicketKey } from './marker.ts';
import { propertyKey, type Session } from './session.ts';
import { ownProperty, readProperty } from './ticket-state.ts';

/** A ticket that this user created, with the marker in its property. */
export interface OwnTicket {
  readonly key: string;
  readonly marker: string;
  /** The display name of the person to whom it is assigned, which that person chose; undefined for no one. */
  readonly assignee: string | undefined;
}

/** One page of a search, and the token of the next. */
interface OwnPage {
  readonly tickets: readonly OwnTicket[];
  readonly next: string | undefined;
}

/** The account id of the credentials' user. Throws `JiraError`. */
export async function ownAccount({ client }: Session): Promise<string> {
  return (await getCurrentUser(client)).accountId ?? '';
}

/**
 * The tickets among the results of `jql` that `account` created and that bear Trailwarden's property. Labels are written
 * by anybody who may edit a ticket; Jira alone writes the creator. Throws `JiraError`.
 */
export async function searchOwn(
  { client }: Session,
  account: string,
  { jql, nextPageToken }: { readonly jql: string; readonly nextPageToken?: string | undefined },
): Promise<OwnPage> {
  const answer = await searchByJql(client, {
    jql,
    fields: ['creator', 'assignee'],
    properties: [propertyKey],
    maxResults: 100,
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  });
  const tickets = (answer.issues ?? []).flatMap(({ key, fields, properties }) => {
    const { marker } = readProperty(ownProperty(properties, propertyKey));
    const creator = ownProperty(ownProperty(fields, 'creator'), 'accountId');
    const own = account !== '' && creator === account;
    if (!own || key === undefined || !isTicketKey(key) || marker === undefined) return [];
    const name = ownProperty(ownProperty(fields, 'assignee'), 'displayName');
    return [{ key, marker, assignee: typeof name === 'string' ? name : undefined }];
  });
  return { tickets, next: answer.nextPageToken ?? undefined };
}
