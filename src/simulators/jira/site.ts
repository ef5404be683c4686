import type { Clock } from '#simulators/wire.ts';
import type { JiraIssue } from './issue.ts';
import type { Project } from './project.ts';

/** A person with a Jira account. */
export interface JiraUser {
  readonly accountId: string;
  readonly displayName: string;
  readonly emailAddress: string;
  /** True for people whose profile hides their e-mail address: they cannot be found by it. */
  readonly emailHidden?: boolean;
  /** Default true. */
  readonly active?: boolean;
  /** Keys of the projects in which issues can be assigned to this person; default all. */
  readonly assignable?: readonly string[];
}

/** Everything the site holds. */
export interface Site {
  readonly clock: Clock;
  readonly projects: readonly Project[];
  readonly users: readonly JiraUser[];
  readonly credentials: { readonly email: string; readonly apiToken: string };
  readonly issues: JiraIssue[];
  readonly deleted: JiraIssue[];
  readonly origin: () => string;
  /** How long a change takes to reach the search index, in milliseconds. */
  searchLagMs: number;
  /** The last number given to an issue, comment or link. */
  lastId: number;
}

/** The next free id. */
export function nextId(site: Site): string {
  site.lastId += 1;
  return String(site.lastId);
}

/** A numeric id derived from a name (issue type, priority, status): the same name always has the same id. */
export function idOf(kind: 'issuetype' | 'priority' | 'status', name: string): string {
  const base = { issuetype: 10_000, priority: 1, status: 20_000 }[kind];
  const known = ['Highest', 'High', 'Medium', 'Low', 'Lowest'].indexOf(name);
  if (kind === 'priority' && known >= 0) return String(base + known);
  return String(base + Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 9000, 7) + 10);
}

/** A type's level: 1 for epics, -1 for sub-tasks, 0 for the rest. */
export function levelOf(issueType: string): -1 | 0 | 1 {
  if (issueType === 'Epic') return 1;
  return /^sub-?task$/i.test(issueType) ? -1 : 0;
}

/** Whether issues of the project can be assigned to the person. */
export function isAssignable(user: JiraUser, projectKey: string): boolean {
  return user.active !== false && (user.assignable === undefined || user.assignable.includes(projectKey));
}

/** An address on this site. */
export function address(site: Site, path: string): string {
  return `${site.origin()}/rest/api/3/${path}`;
}

/** The account that the credentials belong to. */
export function ownAccount(site: Site): string {
  return (
    site.users.find(({ emailAddress }) => emailAddress === site.credentials.email)?.accountId ?? 'own-account'
  );
}
