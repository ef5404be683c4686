import type { Client } from 'jira.js/core';
import type { Severity } from '#domain/findings/finding.ts';
import type { SendResult } from '#ports/channel.ts';
import { SecretMissing } from '#ports/secret.ts';
import { sendResultOf, type JiraAction } from './refusals.ts';
import { JiraError, jiraClient } from './transport.ts';

/** The user that Trailwarden is in Jira. */
export interface Credentials {
  readonly email: string;
  readonly apiToken: string;
}

/** The Jira site, the credentials and the settings of tickets. */
export interface JiraOptions {
  /** The address of the API, e.g. `https://example.atlassian.net`. */
  readonly host: string;
  /** The credentials: read before every session, and `anew` when Jira refuses them. Rejects as a `Secret` does. */
  readonly credentials: (anew?: boolean) => Promise<Credentials>;
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

function openSession(options: JiraOptions, credentials: Credentials): Session {
  const { host, timeLimit = 2500 } = options;
  const strict = options.onSchemaMismatch === 'throw';
  const client = (milliseconds: number) =>
    jiraClient({ host, ...credentials, strict, signal: AbortSignal.timeout(Math.floor(milliseconds)) });
  return { client: client(timeLimit), brief: client(timeLimit / 3), options };
}

/**
 * Runs `run` in a session whose calls all end within the time limit, and translates its errors. When Jira refuses the
 * credentials, they are read anew, and `run` is repeated if they have changed: a token may be rotated at any time.
 */
export async function inSession<Value>(
  options: JiraOptions,
  attempt: JiraAction,
  run: (session: Session) => Promise<Value>,
): Promise<SendResult<Value>> {
  try {
    const credentials = await options.credentials();
    try {
      return { kind: 'done', value: await run(openSession(options, credentials)) };
    } catch (error) {
      if (!isUnauthorized(error)) throw error;
      const renewed = await options.credentials(true);
      if (renewed.apiToken === credentials.apiToken && renewed.email === credentials.email) throw error;
      return { kind: 'done', value: await run(openSession(options, renewed)) };
    }
  } catch (error) {
    if (error instanceof SecretMissing) return { kind: 'refused', why: error.message };
    return sendResultOf(error, attempt);
  }
}

function isUnauthorized(error: unknown): boolean {
  return error instanceof JiraError && error.fault.kind === 'answered' && error.fault.status === 401;
}

/** The key of the property in which Trailwarden stores its data on tickets and comments. */
export const propertyKey = 'trailwarden';

/** The configured priority of a severity; undefined when the project's default applies. */
export function priorityOf({ priorities }: JiraOptions, severity: Severity): string | undefined {
  const name = priorities?.[severity];
  return name === undefined || name === '' ? undefined : name;
}
