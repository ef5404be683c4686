import type { Client } from 'jira.js/core';
import type { Severity } from '#domain/findings/finding.ts';
import { jiraClient } from './transport.ts';

/** The Jira site, the credentials and the settings of tickets. */
export interface JiraOptions {
  /** The origin of the Cloud site, e.g. `https://example.atlassian.net`. */
  readonly host: string;
  /** Returns the credentials; called once per session, so it has to cache. */
  readonly credentials: () => Promise<{ readonly email: string; readonly apiToken: string }>;
  readonly issueType: string;
  /** Priority by severity. With an empty name, or undefined for all, the project's default priority stays. */
  readonly priorities?: Readonly<Record<Severity, string>> | undefined;
  /** Labels of every ticket. */
  readonly labels: readonly string[];
  /** The kind of link to the parent ticket and to the previous one, e.g. `Relates`. */
  readonly linkType: string;
  /** Names of transitions, statuses and resolutions that mean that a ticket is done, beside those known. */
  readonly done: readonly string[];
  /** Maximum characters of a description. */
  readonly textLimit: number;
  /** Milliseconds for one method of the channel, all its calls together; default 2500. */
  readonly timeLimit?: number | undefined;
  /** Whether a response that does not match jira.js's schema is an error; default `accept`, tests use `throw`. */
  readonly onSchemaMismatch?: 'accept' | 'throw' | undefined;
}

/** Clients for the calls of one channel method, which share one time limit, and the settings. */
export interface Session {
  readonly client: Client;
  /** A client for optional calls, limited to a third of the time. */
  readonly brief: Client;
  readonly options: JiraOptions;
}

/** Opens a session; all its calls end within the time limit, counted from now. */
export async function openSession(options: JiraOptions): Promise<Session> {
  const { host, timeLimit = 2500 } = options;
  const strict = options.onSchemaMismatch === 'throw';
  const credentials = await options.credentials();
  const client = (milliseconds: number) =>
    jiraClient({ host, ...credentials, strict, signal: AbortSignal.timeout(Math.floor(milliseconds)) });
  return { client: client(timeLimit), brief: client(timeLimit / 3), options };
}

/** The key of the property in which Trailwarden stores its data on tickets and comments. */
export const propertyKey = 'trailwarden';

/** The configured priority of a severity; undefined when the project's default applies. */
export function priorityOf({ priorities }: JiraOptions, severity: Severity): string | undefined {
  const name = priorities?.[severity];
  return name === undefined || name === '' ? undefined : name;
}
