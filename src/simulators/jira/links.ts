import { isObject, JiraRefusal, objectBody } from './call.ts';
import { findIssue } from './find-issue.ts';
import type { Endpoint } from './endpoint.ts';
import { nextId } from './site.ts';
import { linkTypes } from './link-types.ts';

/** GET the link types. */
export const getLinkTypes: Endpoint = (site) => ({ status: 200, body: { issueLinkTypes: linkTypes(site) } });

/** POST a link; 201 without a body, also when the same link exists already. 404 for an unknown type or issue. */
export const linkIssues: Endpoint = (site, call) => {
  const body = objectBody(call);
  const wanted = isObject(body['type']) ? body['type'] : {};
  const type = linkTypes(site).find(({ name, id }) => name === wanted['name'] || id === wanted['id']);
  if (type === undefined) {
    throw new JiraRefusal(404, [`No issue link type with name '${String(wanted['name'])}' found.`]);
  }
  const inward = findIssue(site, reference(body['inwardIssue']));
  const outward = findIssue(site, reference(body['outwardIssue']));
  if (inward === outward) throw new JiraRefusal(400, ['You cannot link an issue to itself.']);
  const present = inward.links.some((link) => link.other === outward.key && link.type === type.name);
  if (present) return { status: 201 };
  const id = nextId(site);
  inward.links.push({ id, type: type.name, side: 'outward', other: outward.key });
  outward.links.push({ id, type: type.name, side: 'inward', other: inward.key });
  return { status: 201 };
};

function reference(value: unknown): unknown {
  return isObject(value) ? (value['key'] ?? value['id']) : undefined;
}
