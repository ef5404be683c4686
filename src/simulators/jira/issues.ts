import { isObject, JiraRefusal, listed, objectBody } from './call.ts';
import { addComments } from './comments.ts';
import { fieldsForCreate, fieldsForEdit } from './issue-fields.ts';
import { changed, findIssue } from './find-issue.ts';
import type { JiraIssue } from './issue.ts';
import { issueJson } from './issue-json.ts';
import { givenProperties } from './properties.ts';
import type { Endpoint } from './endpoint.ts';
import { address, nextId, ownAccount } from './site.ts';

/** POST an issue with its properties in the same call; 201. */
export const createIssue: Endpoint = (site, call) => {
  const body = objectBody(call);
  if (!isObject(body['fields'])) throw new JiraRefusal(400, [], { project: 'valid project is required' });
  const { project, fields } = fieldsForCreate(body['fields'], site);
  const properties = givenProperties(body['properties']);
  const now = site.clock.now();
  const status = project.workflow.statuses[0]?.name ?? 'To Do';
  const number =
    [...site.issues, ...site.deleted].filter((one) => one.project.key === project.key).length + 1;
  const issue: JiraIssue = {
    id: nextId(site),
    key: `${project.key}-${number}`,
    project,
    reporter: ownAccount(site),
    created: now,
    updated: now,
    fields,
    status,
    comments: [],
    links: [],
    transitions: [],
    properties,
    versions: [],
  };
  site.issues.push(issue);
  changed(site, issue);
  return { status: 201, body: { id: issue.id, key: issue.key, self: address(site, `issue/${issue.id}`) } };
};

/** GET an issue; `fields` and `properties` are comma-separated lists. */
export const getIssue: Endpoint = (site, call, [idOrKey]) => {
  const issue = findIssue(site, idOrKey);
  const wanted = listed(call.query['properties']);
  const found = Object.entries(issue.properties).filter(
    ([key]) => wanted.includes(key) || wanted.includes('*all'),
  );
  const fields = listed(call.query['fields']);
  const body = issueJson(site, issue, fields.length === 0 ? ['*all'] : fields);
  return {
    status: 200,
    body: { ...body, ...(wanted.length > 0 ? { properties: Object.fromEntries(found) } : {}) },
  };
};

/** PUT an issue: fields, label operations, comments and properties; 204. */
export const editIssue: Endpoint = (site, call, [idOrKey]) => {
  const issue = findIssue(site, idOrKey);
  const body = objectBody(call);
  const fields = fieldsForEdit(issue, body, site);
  const properties = givenProperties(body['properties']);
  addComments(site, issue, body['update']);
  issue.fields = fields;
  Object.assign(issue.properties, properties);
  changed(site, issue);
  return call.query['returnIssue'] === 'true'
    ? { status: 200, body: issueJson(site, issue, ['*all']) }
    : { status: 204 };
};
