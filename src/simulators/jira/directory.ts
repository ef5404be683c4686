import { JiraRefusal } from './call.ts';
import { findIssue } from './find-issue.ts';
import { issueTypeJson, priorityJson, statusJson, userJson } from './issue-json.ts';
import type { Endpoint } from './endpoint.ts';
import { address, idOf, isAssignable, ownAccount } from './site.ts';
import type { JiraUser, Site } from './site.ts';
import type { Project } from './project.ts';

/** GET the account of the credentials. */
export const getMyself: Endpoint = (site) => ({ status: 200, body: userJson(site, ownAccount(site)) });

/** GET what the account of the credentials may do in a project, of what is asked for: everything. */
export const getMyPermissions: Endpoint = (site, { query }) => {
  findProject(site, query['projectKey'] ?? '');
  const asked = (query['permissions'] ?? '').split(',');
  const permissions = asked.map((key) => [key, { key, type: 'PROJECT', havePermission: true }] as const);
  return { status: 200, body: { permissions: Object.fromEntries(permissions) } };
};

/** GET the server information: deployment type and version. */
export const getServerInfo: Endpoint = (site) => ({
  status: 200,
  body: {
    baseUrl: site.origin(),
    version: '1001.0.0-SNAPSHOT',
    deploymentType: 'Cloud',
    serverTitle: 'Jira',
  },
});

/** GET the people to whom issues of a project can be assigned; hidden e-mail addresses are not searched. */
export const findAssignable: Endpoint = (site, { query }) => {
  const key =
    query['issueKey'] === undefined ? query['project'] : findIssue(site, query['issueKey']).project.key;
  if (key === undefined) throw new JiraRefusal(400, ['A project or an issue must be given.']);
  const { key: project } = findProject(site, key);
  const startAt = Number(query['startAt'] ?? 0);
  const found = site.users
    .filter((user) => isAssignable(user, project) && matches(user, query))
    .slice(startAt, startAt + Number(query['maxResults'] ?? 50));
  return { status: 200, body: found.map(({ accountId }) => userJson(site, accountId)) };
};

function matches(user: JiraUser, { query, accountId }: Readonly<Record<string, string>>): boolean {
  if (accountId !== undefined) return user.accountId === accountId;
  const wanted = (query ?? '').toLowerCase();
  const words = [
    user.displayName,
    ...user.displayName.split(' '),
    ...(user.emailHidden === true ? [] : [user.emailAddress]),
  ];
  return words.some((word) => word.toLowerCase().startsWith(wanted));
}

/** GET a project by key or id. */
export const getProject: Endpoint = (site, _call, [idOrKey = '']) => {
  const { id, key, name, issueTypes } = findProject(site, idOrKey);
  const self = address(site, `project/${id}`);
  return {
    status: 200,
    body: {
      self,
      id,
      key,
      name,
      projectTypeKey: 'software',
      style: 'classic',
      issueTypes: issueTypes.map((type) => issueTypeJson(site, type)),
    },
  };
};

/** GET the statuses of each issue type of a project. */
export const getStatuses: Endpoint = (site, _call, [idOrKey = '']) => {
  const project = findProject(site, idOrKey);
  const statuses = project.workflow.statuses.map(({ name }) => statusJson(site, project, name));
  return {
    status: 200,
    body: project.issueTypes.map((type) => ({ ...issueTypeJson(site, type), statuses })),
  };
};

/** GET the priorities of all projects, paged as one page. */
export const searchPriorities: Endpoint = (site) => {
  const names = [...new Set(site.projects.flatMap(({ priorities }) => priorities))];
  const values = names.map((name) => priorityJson(site, name));
  return { status: 200, body: { startAt: 0, maxResults: 50, total: values.length, isLast: true, values } };
};

/** GET the issue types that can be created in a project. */
export const createMetaTypes: Endpoint = (site, _call, [idOrKey = '']) => {
  const issueTypes = findProject(site, idOrKey).issueTypes.map((type) => issueTypeJson(site, type));
  return { status: 200, body: { startAt: 0, maxResults: 50, total: issueTypes.length, issueTypes } };
};

/** GET the fields of an issue type that can be set on creation. */
export const createMetaFields: Endpoint = (site, _call, [idOrKey = '', typeId]) => {
  const project = findProject(site, idOrKey);
  if (!project.issueTypes.some((type) => idOf('issuetype', type) === typeId)) {
    throw new JiraRefusal(404, ['No issue type with that id in the project.']);
  }
  const names = ['project', 'issuetype', 'summary', 'description', 'assignee', 'labels', 'parent'];
  const all = project.priorities.length > 0 ? [...names, 'priority'] : names;
  const fields = all.map((key) => ({
    key,
    fieldId: key,
    name: key,
    required: ['project', 'issuetype', 'summary'].includes(key),
    hasDefaultValue: key === 'priority',
    operations: ['set'],
    schema: { type: key === 'labels' ? 'array' : 'string', system: key },
    ...(key === 'priority'
      ? { allowedValues: project.priorities.map((name) => priorityJson(site, name)) }
      : {}),
  }));
  return { status: 200, body: { startAt: 0, maxResults: 50, total: fields.length, fields } };
};

function findProject(site: Site, idOrKey: string): Project {
  const project = site.projects.find(({ id, key }) => id === idOrKey || key === idOrKey);
  if (project === undefined) throw new JiraRefusal(404, [`No project could be found with key '${idOrKey}'.`]);
  return project;
}
