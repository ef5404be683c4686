import { addComment, getComments } from 'jira.js/cloud';
import type { AdfDocument } from './adf.ts';
import { renderRemarks } from './render.ts';
import { propertyKey, type Session } from './session.ts';
import { ownProperty } from './ticket-state.ts';

/** Comments per page, and pages of the newest comments that are read at most. */
const pageSize = 100;
const pages = 5;

/** Adds a comment with `id` as a property. Not idempotent. Throws `JiraError`. */
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

/** The ids of Trailwarden's comments on this ticket, newest first. Throws `JiraError`. */
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
      const id = ownProperty(properties.find((property) => property.key === propertyKey)?.value, 'milestone');
      if (typeof id === 'string') ids.push(id);
    }
    if (comments.length === 0 || (page + 1) * pageSize >= total) break;
  }
  return ids;
}

/** Adds `remarks` as a comment, unless a comment with that id exists or there are none. Throws `JiraError`. */
export async function remarkOnce(
  session: Session,
  key: string,
  { id, remarks }: { readonly id: string; readonly remarks: readonly string[] },
): Promise<void> {
  if (remarks.length === 0 || (await commentIds(session, key)).includes(id)) return;
  await comment(session, key, { id, body: renderRemarks(remarks) });
}
