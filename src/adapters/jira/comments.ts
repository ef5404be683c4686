import { addComment, getComments } from 'jira.js/cloud';
import type { AdfDocument } from './adf.ts';
import { renderRemarks } from './render.ts';
import { propertyKey, type Session } from './session.ts';
import { ticketUrlParts } from './ticket-state.ts';

/** Jira's page size, and how many pages of the newest comments are read: people write on tickets too. */
const pageSize = 100;
const pages = 5;

/** Adds a comment that carries `id`. Not harmless to repeat. Throws `JiraError`. */
export async function comment(
  { client }: Session,
  key: string,
  { id, body }: { readonly id: string; readonly body: AdfDocument },
): Promise<void> {
  await addComment(client, {
    issueIdOrKey: key,
    body,
    properties: [{ key: propertyKey, value: { milestone: id } }],
  });
}

/** The ids that comments of this ticket carry, newest first. Throws `JiraError`. */
export async function commentIds({ client }: Session, key: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let page = 0; page < pages; page += 1) {
    const { comments = [], total = 0 } = await getComments(client, {
      issueIdOrKey: key,
      orderBy: '-created',
      startAt: page * pageSize,
      maxResults: pageSize,
      expand: 'properties',
    });
    for (const { properties = [] } of comments) {
      const id = ticketUrlParts(
        properties.find((property) => property.key === propertyKey)?.value,
        'milestone',
      );
      if (typeof id === 'string') ids.push(id);
    }
    if (comments.length === 0 || (page + 1) * pageSize >= total) break;
  }
  return ids;
}

/** Says something of our own about the ticket, unless a comment with that id is there. Throws `JiraError`. */
export async function remarkOnce(
  session: Session,
  key: string,
  { id, remarks }: { readonly id: string; readonly remarks: readonly string[] },
): Promise<void> {
  if (remarks.length === 0 || (await commentIds(session, key)).includes(id)) return;
  await comment(session, key, { id, body: renderRemarks(remarks) });
}
