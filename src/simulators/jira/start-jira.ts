import type { Clock } from '#simulators/wire.ts';
import { startStandIn } from '#simulators/stand-in/server.ts';
import type { HttpAnswer, StandIn } from '#simulators/stand-in/server.ts';
import { JiraRefusal, understandJira } from './call.ts';
import type { JiraCall } from './call.ts';
import { findIssue } from './find-issue.ts';
import type { JiraIssue } from './issue.ts';
import { jiraPace } from './rate-limit.ts';
import type { JiraRates } from './rate-limit.ts';
import { routeOf } from './routes.ts';
import { project } from './project.ts';
import type { JiraUser, Site } from './site.ts';
import type { ProjectSetting } from './project.ts';

/** The settings of a Jira Cloud site. */
export interface JiraOptions {
  readonly clock: Clock;
  readonly projects: readonly ProjectSetting[];
  readonly users?: readonly JiraUser[];
  /** The only credentials that are accepted. */
  readonly auth: { readonly email: string; readonly apiToken: string };
  /** How long a change takes to reach the search index, in milliseconds; default 0. */
  readonly searchLagMs?: number;
}

/** Jira Cloud on a loopback port, for an unmodified jira.js; `hook` can replace or break the answer to each request. */
export interface JiraStandIn extends Omit<StandIn<JiraCall>, 'origin'> {
  /** For the client's `host`. */
  readonly url: string;
  readonly rates: JiraRates;
  /** All issues that exist, oldest first. */
  readonly issues: readonly JiraIssue[];
  /** The issue of that key or id; throws when it does not exist. */
  issue(key: string): JiraIssue;
  /** Deletes an issue, as a person would; the search index is updated `searchLagMs` later. */
  deleteIssue(key: string): void;
  /** Changes the search index's lag, in milliseconds. */
  setSearchLag(milliseconds: number): void;
}

/** Starts a Jira stand-in that validates every request as Jira Cloud does. */
export async function startJira(options: JiraOptions): Promise<JiraStandIn> {
  const site: Site = {
    clock: options.clock,
    projects: options.projects.map(project),
    users: options.users ?? [],
    credentials: options.auth,
    issues: [],
    deleted: [],
    origin: () => standIn.origin,
    searchLagMs: options.searchLagMs ?? 0,
    lastId: 10_000,
  };
  const rates: JiraRates = { on: true };
  const pace = jiraPace(options.clock, rates);
  const standIn: StandIn<JiraCall> = await startStandIn({
    clock: options.clock,
    understand: understandJira,
    serve: (call) => pace(call) ?? answer(site, call),
  });
  return Object.assign(standIn, {
    url: standIn.origin,
    rates,
    issues: site.issues,
    issue: (key: string) => findIssue(site, key),
    deleteIssue: (key: string) => deleteIssue(site, key),
    setSearchLag: (milliseconds: number) => void (site.searchLagMs = milliseconds),
  });
}

function deleteIssue(site: Site, key: string): void {
  const issue = findIssue(site, key);
  site.issues.splice(site.issues.indexOf(issue), 1);
  site.deleted.push(Object.assign(issue, { deletedAt: site.clock.now() }));
  for (const other of site.issues) {
    const kept = other.links.filter((link) => link.other !== issue.key);
    other.links.splice(0, other.links.length, ...kept);
    if (other.fields.parent === issue.key) other.fields = { ...other.fields, parent: undefined };
  }
}

function answer(site: Site, call: JiraCall): HttpAnswer {
  try {
    const { email, apiToken } = site.credentials;
    const expected = `Basic ${Buffer.from(`${email}:${apiToken}`).toString('base64')}`;
    if (call.authorization !== expected) {
      throw new JiraRefusal(401, ['Client must be authenticated to access this resource.']);
    }
    const { endpoint, parts } = routeOf(call);
    if (call.malformed) {
      throw new JiraRefusal(400, ['There was an error parsing JSON. Check that your request body is valid.']);
    }
    return endpoint(site, call, parts);
  } catch (error) {
    if (!(error instanceof JiraRefusal)) throw error;
    return error.answer;
  }
}
