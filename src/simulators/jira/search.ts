import { isObject, JiraRefusal, listed, type JiraCall } from './call.ts';
import { issueJson } from './issue-json.ts';
import type { JiraIssue } from './issue.ts';
import { parseJql, type Jql } from './jql.ts';
import { checkJql, matchesJql, type Indexed } from './jql-match.ts';
import type { Endpoint } from './endpoint.ts';
import type { Site } from './site.ts';

const STANDARD_PAGE = 50;
const MAX_PAGE = 100;
const MAX_RECONCILE = 50;

/**
 * GET or POST a search. Results come from the index, which is `searchLagMs` behind; issues named in
 * `reconcileIssues` are matched in their present version. Without `fields` only ids are returned, as in Jira Cloud.
 */
export const searchJql: Endpoint = (site, call) => {
  const asked = call.method === 'GET' ? fromQuery(call) : isObject(call.body) ? call.body : {};
  const jql = parseJql(asked['jql']);
  checkJql(jql, site);
  const found = indexed(site, reconciled(asked['reconcileIssues']))
    .filter((one) => matchesJql(jql, one, site))
    .sort((one, other) => compare(jql, one, other));
  const start = startOf(asked);
  const size = pageSize(asked['maxResults']);
  const end = start + size;
  const fields = Array.isArray(asked['fields']) ? asked['fields'].map(String) : [];
  const properties = Array.isArray(asked['properties']) ? asked['properties'].map(String) : [];
  const issues = found.slice(start, end).map(({ issue, version }) => {
    const shown = fields.length === 0 ? { id: issue.id } : issueJson(site, issue, fields, version);
    return properties.length === 0 ? shown : { ...shown, properties: named(issue.properties, properties) };
  });
  const isLast = end >= found.length;
  return {
    status: 200,
    body: { issues, isLast, ...(isLast ? {} : { nextPageToken: token(asked['jql'], end) }) },
  };
};

function named(all: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function fromQuery({ query }: JiraCall): Record<string, unknown> {
  return {
    ...query,
    fields: listed(query['fields']),
    properties: listed(query['properties']),
    reconcileIssues: listed(query['reconcileIssues']).map(Number),
  };
}

function indexed(site: Site, seenNow: readonly string[]): Indexed[] {
  const horizon = site.clock.now() - site.searchLagMs;
  const stillListed = site.deleted.filter(({ deletedAt }) => deletedAt !== undefined && deletedAt > horizon);
  return [...site.issues, ...stillListed].flatMap((issue) => {
    const version = versionAt(issue, seenNow.includes(issue.id) ? Number.POSITIVE_INFINITY : horizon);
    return version === undefined ? [] : [{ issue, version }];
  });
}

function versionAt(issue: JiraIssue, horizon: number) {
  return issue.versions.findLast(({ at }) => at <= horizon);
}

function reconciled(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  if (value.length > MAX_RECONCILE)
    throw new JiraRefusal(400, [`At most ${MAX_RECONCILE} issues can be reconciled.`]);
  return value.map(String);
}

function pageSize(value: unknown): number {
  const size = Number(value ?? STANDARD_PAGE);
  if (!Number.isInteger(size) || size < 1)
    throw new JiraRefusal(400, ['maxResults must be a positive number.']);
  return Math.min(MAX_PAGE, size);
}

function token(jql: unknown, offset: number): string {
  return Buffer.from(JSON.stringify([jql, offset])).toString('base64url');
}

/** The offset of the page that a token names; a token is valid for one query. */
function startOf(asked: Record<string, unknown>): number {
  const given = asked['nextPageToken'];
  if (given === undefined || given === null) return 0;
  const offset = typeof given === 'string' ? offsetIn(given, asked['jql']) : undefined;
  if (offset === undefined)
    throw new JiraRefusal(400, ['The provided next page token is invalid or expired.']);
  return offset;
}

function offsetIn(given: string, jql: unknown): number | undefined {
  try {
    const [query, offset] = JSON.parse(Buffer.from(given, 'base64url').toString('utf8')) as [
      unknown,
      unknown,
    ];
    return query === jql && typeof offset === 'number' ? offset : undefined;
  } catch {
    return undefined; // Not a token of this stand-in: the caller answers 400.
  }
}

function compare(jql: Jql, one: Indexed, other: Indexed): number {
  for (const { field, descending } of jql.order) {
    const difference = rank(field, one) - rank(field, other);
    if (difference !== 0) return descending ? -difference : difference;
  }
  return Number(other.issue.id) - Number(one.issue.id);
}

function rank(field: string, { issue, version }: Indexed): number {
  if (field === 'created') return issue.created;
  return field === 'updated' ? version.at : Number(issue.id);
}
