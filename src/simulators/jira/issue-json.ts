import { findIssue, categoryOf } from './find-issue.ts';
import type { IssueFields, JiraComment, JiraIssue, JiraLink } from './issue.ts';
import { linkTypes } from './link-types.ts';
import { address, idOf, levelOf } from './site.ts';
import type { Project } from './project.ts';
import type { Site } from './site.ts';

type Json = Record<string, unknown>;

/** A moment as Jira writes it, e.g. `2026-11-21T12:00:00.000+0000`. */
export function jiraTime(moment: number): string {
  return new Date(moment).toISOString().replace('Z', '+0000');
}

/** A person as Jira shows people; their e-mail address only where they do not hide it. */
export function userJson(site: Site, accountId: string): Json {
  const user = site.users.find((one) => one.accountId === accountId);
  return {
    self: address(site, `user?accountId=${encodeURIComponent(accountId)}`),
    accountId,
    accountType: 'atlassian',
    displayName: user?.displayName ?? accountId,
    active: user?.active ?? true,
    ...(user === undefined || user.emailHidden === true ? {} : { emailAddress: user.emailAddress }),
  };
}

/** A status with its category. */
export function statusJson(site: Site, project: Project, name: string): Json {
  const key = categoryOf(project, name);
  const category = {
    new: [2, 'To Do', 'blue-gray'],
    indeterminate: [4, 'In Progress', 'yellow'],
    done: [3, 'Done', 'green'],
  }[key];
  const [id, title, colorName] = category;
  const statusCategory = {
    self: address(site, `statuscategory/${String(id)}`),
    id,
    key,
    colorName,
    name: title,
  };
  const statusId = idOf('status', name);
  return { self: address(site, `status/${statusId}`), id: statusId, name, statusCategory };
}

/** An issue type. */
export function issueTypeJson(site: Site, name: string): Json {
  const id = idOf('issuetype', name);
  const level = levelOf(name);
  return { self: address(site, `issuetype/${id}`), id, name, subtask: level === -1, hierarchyLevel: level };
}

/** A priority. */
export function priorityJson(site: Site, name: string): Json {
  const id = idOf('priority', name);
  return { self: address(site, `priority/${id}`), id, name, isDefault: name === 'Medium' };
}

/** A comment; its properties only where asked for. */
export function commentJson(
  site: Site,
  issue: JiraIssue,
  comment: JiraComment,
  withProperties: boolean,
): Json {
  const properties = Object.entries(comment.properties).map(([key, value]) => ({ key, value }));
  return {
    self: address(site, `issue/${issue.id}/comment/${comment.id}`),
    id: comment.id,
    author: userJson(site, comment.author),
    updateAuthor: userJson(site, comment.author),
    body: comment.body,
    created: jiraTime(comment.created),
    updated: jiraTime(comment.updated),
    jsdPublic: true,
    ...(withProperties ? { properties } : {}),
  };
}

/** An issue with the wanted fields (`*all`, names, or `-name`), as it is or as an older version of it was. */
export function issueJson(
  site: Site,
  issue: JiraIssue,
  wanted: readonly string[],
  as: Pick<JiraIssue, 'fields' | 'status'> = issue,
): Json {
  const all = allFields(site, issue, as.fields, as.status);
  const without = wanted.filter((name) => name.startsWith('-')).map((name) => name.slice(1));
  const everything =
    wanted.some((name) => name === '*all' || name === '*navigable') || wanted.length === without.length;
  const fields = Object.entries(all).filter(
    ([name]) => !without.includes(name) && (everything || wanted.includes(name)),
  );
  const self = address(site, `issue/${issue.id}`);
  return { id: issue.id, key: issue.key, self, fields: Object.fromEntries(fields) };
}

function allFields(site: Site, issue: JiraIssue, fields: IssueFields, status: string): Json {
  return {
    project: {
      self: address(site, `project/${issue.project.id}`),
      id: issue.project.id,
      key: issue.project.key,
      name: issue.project.name,
    },
    issuetype: issueTypeJson(site, fields.issueType),
    summary: fields.summary,
    description: fields.description ?? null,
    status: statusJson(site, issue.project, status),
    priority: fields.priority === undefined ? null : priorityJson(site, fields.priority),
    assignee: fields.assignee === undefined ? null : userJson(site, fields.assignee),
    reporter: userJson(site, issue.reporter),
    creator: userJson(site, issue.reporter),
    labels: fields.labels,
    duedate: fields.duedate ?? null,
    resolution: fields.resolution === undefined ? null : { name: fields.resolution },
    parent: fields.parent === undefined ? null : shortIssue(site, fields.parent),
    created: jiraTime(issue.created),
    updated: jiraTime(issue.updated),
    issuelinks: issue.links.map((link) => linkJson(site, link)),
    comment: {
      comments: issue.comments.map((one) => commentJson(site, issue, one, false)),
      total: issue.comments.length,
    },
  };
}

function linkJson(site: Site, { id, type, side, other }: JiraLink): Json {
  return {
    id,
    self: address(site, `issueLink/${id}`),
    type: linkTypes(site).find(({ name }) => name === type),
    [side === 'inward' ? 'inwardIssue' : 'outwardIssue']: shortIssue(site, other),
  };
}

function shortIssue(site: Site, key: string): Json {
  const issue = findIssue(site, key);
  const { summary, priority, issueType } = issue.fields;
  return {
    id: issue.id,
    key: issue.key,
    self: address(site, `issue/${issue.id}`),
    fields: {
      summary,
      status: statusJson(site, issue.project, issue.status),
      ...(priority === undefined ? {} : { priority: priorityJson(site, priority) }),
      issuetype: issueTypeJson(site, issueType),
    },
  };
}
