import { isObject, JiraRefusal, objectBody } from './call.ts';
import { findIssue } from './issue.ts';
import type { Endpoint } from './routes.ts';
import { address, nextId, type Site } from './site.ts';

const TYPES = [
  ['10000', 'Blocks', 'is blocked by', 'blocks'],
  ['10001', 'Cloners', 'is cloned by', 'clones'],
  ['10002', 'Duplicate', 'is duplicated by', 'duplicates'],
  ['10003', 'Relates', 'relates to', 'relates to'],
] as const;

/** The link types of every new site. */
export function linkTypes(site: Site) {
  return TYPES.map(([id, name, inward, outward]) => ({
    id,
    name,
    inward,
    outward,
    self: address(site, `issueLinkType/${id}`),
  }));
}

/** GET the link types. */
export const getLinkTypes: Endpoint = (site) => ({ status: 200, body: { issueLinkTypes: linkTypes(site) } });

/** POST a link; 201 without a body, also when the same link is there already. 404 for an unknown type or issue. */
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
