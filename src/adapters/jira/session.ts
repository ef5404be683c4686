import type { Client } from 'jira.js/core';
import type { Severity } from '#domain/findings/finding.ts';
import { jiraClient } from './transport.ts';

/** How tickets are written, and as whom. */
export interface JiraOptions {
  /** The origin of the Cloud site, e.g. `https://example.atlassian.net`. */
  readonly host: string;
  /** Asked before every message; the caller caches. */
  readonly credentials: () => Promise<{ readonly email: string; readonly apiToken: string }>;
  readonly issueType: string;
  /** Priority by severity; an empty name leaves it to the project, as undefined does for all. */
  readonly priorities?: Readonly<Record<Severity, string>> | undefined;
  /** Labels of every ticket. */
  readonly labels: readonly string[];
  /** The kind of link to the parent ticket and to the previous one, e.g. `Relates`. */
  readonly linkType: string;
  /** Characters of a description. */
  readonly textLimit: number;
  /** Milliseconds for one method of the channel, all its calls together; default 2500. */
  readonly timeLimit?: number | undefined;
  /** What to do when Jira answers in a shape that jira.js does not know; default `accept`, tests say `throw`. */
  readonly onSchemaMismatch?: 'accept' | 'throw' | undefined;
}

/** One method's way to Jira: clients that end in time, and the settings. */
export interface Session {
  readonly client: Client;
  /** For what the ticket can do without: leaves two thirds of the time to the rest. */
  readonly brief: Client;
  readonly options: JiraOptions;
}

/** Opens a session whose calls all end within the time limit from now on. */
export async function openSession(options: JiraOptions): Promise<Session> {
  const { host, timeLimit = 2500 } = options;
  const strict = options.onSchemaMismatch === 'throw';
  const credentials = await options.credentials();
  const client = (milliseconds: number) =>
    jiraClient({ host, ...credentials, strict, signal: AbortSignal.timeout(Math.floor(milliseconds)) });
  return { client: client(timeLimit), brief: client(timeLimit / 3), options };
}

/** The key of the ticket's and the comments' property that Trailwarden keeps its own notes in. */
export const propertyKey = 'trailwarden';

/** The priority for a severity, or undefined when it is left to the project. */
export function priorityOf({ priorities }: JiraOptions, severity: Severity): string | undefined {
  const name = priorities?.[severity];
  return name === undefined || name === '' ? undefined : name;
}
