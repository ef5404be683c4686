import { checkedAdf } from './adf-check.ts';
import { isObject, JiraRefusal, listed, objectBody } from './call.ts';
import { findIssue } from './find-issue.ts';
import type { JiraComment, JiraIssue } from './issue.ts';
import { commentJson } from './issue-json.ts';
import { getProperty, givenProperties, setProperty } from './properties.ts';
import type { Endpoint } from './endpoint.ts';
import { nextId, ownAccount } from './site.ts';
import type { Site } from './site.ts';

const PAGE = 100;

/** POST a comment, with its properties in the same call; 201. */
export const addComment: Endpoint = (site, call, [idOrKey]) => {
  const issue = findIssue(site, idOrKey);
  const comment = newComment(site, issue, objectBody(call));
  return { status: 201, body: commentJson(site, issue, comment, withProperties(call.query['expand'])) };
};

/** GET the comments, at most 100 to a page; `expand=properties` shows their properties. */
export const getComments: Endpoint = (site, call, [idOrKey]) => {
  const issue = findIssue(site, idOrKey);
  const startAt = Number(call.query['startAt'] ?? 0);
  const maxResults = Math.min(PAGE, Number(call.query['maxResults'] ?? PAGE));
  const ordered = call.query['orderBy'] === '-created' ? [...issue.comments].reverse() : issue.comments;
  const comments = ordered
    .slice(startAt, startAt + maxResults)
    .map((comment) => commentJson(site, issue, comment, withProperties(call.query['expand'])));
  return { status: 200, body: { startAt, maxResults, total: issue.comments.length, comments } };
};

/** GET one comment. */
export const getComment: Endpoint = (site, call, [idOrKey, id]) => {
  const issue = findIssue(site, idOrKey);
  const comment = issue.comments.find((one) => one.id === id);
  if (comment === undefined) throw new JiraRefusal(404, [`Can not find a comment for the id: ${id ?? ''}.`]);
  return { status: 200, body: commentJson(site, issue, comment, withProperties(call.query['expand'])) };
};

/** PUT a comment's property. */
export const setCommentProperty: Endpoint = (site, call, [id, key = '']) =>
  setProperty(anyComment(site, id).properties, key, call);

/** GET a comment's property. */
export const getCommentProperty: Endpoint = (site, _call, [id, key = '']) =>
  getProperty(anyComment(site, id).properties, key);

/** Adds the comments of an `update: {comment: [{add: {body}}]}`, as edits and transitions may carry them. */
export function addComments(site: Site, issue: JiraIssue, update: unknown): void {
  const operations = isObject(update) ? update['comment'] : undefined;
  if (!Array.isArray(operations)) return;
  for (const operation of operations) {
    if (!isObject(operation) || !isObject(operation['add'])) {
      throw new JiraRefusal(400, [], { comment: 'Operation must be add.' });
    }
    newComment(site, issue, operation['add']);
  }
}

function newComment(site: Site, issue: JiraIssue, given: Record<string, unknown>): JiraComment {
  const now = site.clock.now();
  const comment: JiraComment = {
    body: checkedAdf(given['body'], 'comment'),
    properties: givenProperties(given['properties']),
    id: nextId(site),
    author: ownAccount(site),
    created: now,
    updated: now,
  };
  issue.comments.push(comment);
  issue.updated = now;
  return comment;
}

function anyComment(site: Site, id: string | undefined): JiraComment {
  const found = site.issues.flatMap(({ comments }) => comments).find((comment) => comment.id === id);
  if (found === undefined) throw new JiraRefusal(404, [`Can not find a comment for the id: ${id ?? ''}.`]);
  return found;
}

function withProperties(expand: string | undefined): boolean {
  return listed(expand).includes('properties');
}
