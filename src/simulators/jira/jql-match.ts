import { JiraRefusal } from './call.ts';
import { categoryOf } from './find-issue.ts';
import type { IndexedVersion, JiraIssue } from './issue.ts';
import { idOf, ownAccount } from './site.ts';
import type { Site } from './site.ts';
import type { Jql, JqlClause } from './jql.ts';

/** An issue together with the version of it that the index holds. */
export interface Indexed {
  readonly issue: JiraIssue;
  readonly version: IndexedVersion;
}

type Values = (found: Indexed) => readonly (string | undefined)[];

const CATEGORY_NAMES = { new: 'To Do', indeterminate: 'In Progress', done: 'Done' };

/** The JQL names of each field's value. */
const FIELDS: Readonly<Record<string, Values>> = {
  project: ({ issue: { project } }) => [project.key, project.id, project.name],
  key: ({ issue }) => [issue.key],
  issuekey: ({ issue }) => [issue.key],
  id: ({ issue }) => [issue.id, issue.key],
  labels: ({ version }) => version.fields.labels,
  issuetype: ({ version: { fields } }) => [fields.issueType, idOf('issuetype', fields.issueType)],
  type: ({ version: { fields } }) => [fields.issueType],
  priority: ({ version: { fields } }) => [fields.priority],
  assignee: ({ version: { fields } }) => [fields.assignee],
  reporter: ({ issue }) => [issue.reporter],
  parent: ({ version: { fields } }) => [fields.parent],
  resolution: ({ version: { fields } }) => [fields.resolution ?? 'Unresolved'],
  status: ({ version }) => [version.status],
  statuscategory: ({ issue, version }) => {
    const key = categoryOf(issue.project, version.status);
    return [key, CATEGORY_NAMES[key]];
  },
};

const TIMES: Readonly<Record<string, (found: Indexed) => number>> = {
  created: ({ issue }) => issue.created,
  updated: ({ version }) => version.at,
};

/** Refuses unknown fields and projects, as Jira does before it searches. */
export function checkJql(jql: Jql, site: Site): void {
  for (const { field, values } of jql.clauses) {
    if (!(field in FIELDS) && !(field in TIMES)) {
      throw new JiraRefusal(400, [
        `Field '${field}' does not exist or you do not have permission to view it.`,
      ]);
    }
    if (field !== 'project') continue;
    const unknown = values.find(
      (value) => !site.projects.some(({ key, id, name }) => [key, id, name].includes(value)),
    );
    if (unknown !== undefined) {
      throw new JiraRefusal(400, [`The value '${unknown}' does not exist for the field 'project'.`]);
    }
  }
}

/** Whether all conditions hold for the indexed version of an issue. */
export function matchesJql(jql: Jql, found: Indexed, site: Site): boolean {
  return jql.clauses.every((clause) =>
    clause.field in TIMES ? matchesTime(clause, found, site) : matchesValue(clause, found, site),
  );
}

function matchesValue({ field, operator, values }: JqlClause, found: Indexed, site: Site): boolean {
  const own = (FIELDS[field]?.(found) ?? []).filter((value) => value !== undefined);
  const wanted = values.map((value) => (value.toLowerCase() === 'currentuser' ? ownAccount(site) : value));
  if (values.length === 0) return (own.length === 0) === (operator === '=');
  const hit = own.some((value) => wanted.some((one) => one.toLowerCase() === value.toLowerCase()));
  // As in Jira, `!=` does not match issues whose field is empty.
  return operator === '=' ? hit : own.length > 0 && !hit;
}

function matchesTime(
  { field, operator, values: [value = ''] }: JqlClause,
  found: Indexed,
  site: Site,
): boolean {
  const at = TIMES[field]?.(found) ?? 0;
  const than = timeOf(value, site);
  return {
    '=': at === than,
    '!=': at !== than,
    '>=': at >= than,
    '<=': at <= than,
    '>': at > than,
    '<': at < than,
  }[operator];
}

function timeOf(value: string, site: Site): number {
  const [, sign, count, unit] = /^([+-])(\d+)([mhdw])$/.exec(value) ?? [];
  if (sign !== undefined) {
    const milliseconds = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }[unit ?? ''] ?? 0;
    return site.clock.now() + Number(`${sign}1`) * Number(count) * milliseconds;
  }
  const at = Date.parse(
    `${value.replaceAll('/', '-').replace(' ', 'T')}${value.includes(':') ? ':00' : 'T00:00:00'}Z`,
  );
  if (Number.isNaN(at)) throw new JiraRefusal(400, [`Date value '${value}' is invalid.`]);
  return at;
}
