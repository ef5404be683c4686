import type { Client, SendRequestOptions } from 'jira.js/core';

/** How a call to Jira failed. */
export type JiraFault =
  /** Jira answered with an error status; `retryAfter` in seconds, if it names a time. */
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly body: unknown;
      readonly retryAfter?: number | undefined;
    }
  /** No connection was established: the call was not carried out. */
  | { readonly kind: 'not-sent'; readonly why: string }
  /** The connection was lost or timed out: the call may have been carried out. */
  | { readonly kind: 'no-answer'; readonly why: string }
  /** The response is not one of Jira Cloud. */
  | { readonly kind: 'not-jira'; readonly why: string };

/** A failed call to Jira. */
export class JiraError extends Error {
  readonly fault: JiraFault;
  constructor(fault: JiraFault, cause?: unknown) {
    super(fault.kind === 'answered' ? `Jira answered ${String(fault.status)}` : fault.why, { cause });
    this.fault = fault;
  }
}

/** The site, credentials and time limit of calls to Jira. */
export interface Connection {
  /** The origin of the site, without a slash at the end. */
  readonly host: string;
  readonly email: string;
  readonly apiToken: string;
  /** Aborts every call in progress. */
  readonly signal: AbortSignal;
  /** Whether a response that does not match jira.js's schema is an error; for tests. */
  readonly strict: boolean;
}

/**
 * Jira serves a call with an expired or refused token as one without any where it can, with 200 and nothing found or with
 * 404, and says so in the header X-Seraph-LoginReason alone (MrRefactoring/jira.js issue 418).
 */
const refusedLogin = /AUTHENTICATED_FAILED|AUTHENTICATION_DENIED/;

/**
 * The client for jira.js's flat functions. jira.js's own client can neither abort a call nor returns the `Retry-After` of
 * a 503, and a reporter needs both. Throws `JiraError`; does not retry.
 */
export function jiraClient(connection: Connection): Client {
  return {
    async sendRequest<T>(options: SendRequestOptions<T>): Promise<T> {
      const { status, headers, text } = await exchange(connection, options);
      const isAnonymous = refusedLogin.test(headers.get('x-seraph-loginreason') ?? '');
      if (status < 200 || status > 299 || isAnonymous) {
        throw new JiraError({
          kind: 'answered',
          status: isAnonymous ? 401 : status,
          body: json(text) ?? text,
          retryAfter: retryAfter(headers.get('retry-after')),
        });
      }
      return accepted(connection, options, text);
    },
  };
}

async function exchange(connection: Connection, { url, method, searchParams, body }: SendRequestOptions) {
  const address = new URL(`${connection.host}${url}`);
  for (const [name, value] of Object.entries(searchParams ?? {})) {
    if (Array.isArray(value)) address.searchParams.set(name, value.join(','));
    else if (typeof value === 'string') address.searchParams.set(name, value);
    else if (typeof value === 'number') address.searchParams.set(name, String(value));
  }
  if (connection.signal.aborted)
    throw new JiraError({ kind: 'not-sent', why: 'no time was left to ask Jira' });
  const account = Buffer.from(`${connection.email}:${connection.apiToken}`).toString('base64');
  try {
    const response = await fetch(address, {
      method: method ?? 'GET',
      headers: {
        accept: 'application/json',
        authorization: `Basic ${account}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual', // A redirected POST would come back as a GET, with the token sent elsewhere.
      signal: connection.signal,
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (error) {
    throw new JiraError(networkFault(error, connection.signal), error);
  }
}

function accepted<T>({ strict }: Connection, { url, schema }: SendRequestOptions<T>, text: string): T {
  if (schema === undefined) return undefined as T; // Such calls promise nothing.
  const value = json(text);
  if (typeof value !== 'object' || value === null)
    throw new JiraError({ kind: 'not-jira', why: `${url} answered no JSON` });
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (strict) throw new JiraError({ kind: 'not-jira', why: `${url} answered ${parsed.error.message}` });
  return value as T;
}

const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'EHOSTUNREACH'];

function networkFault(error: unknown, signal: AbortSignal): JiraFault {
  if (signal.aborted) return { kind: 'no-answer', why: 'Jira did not answer in time' };
  const code = codeOf(error);
  const why = `the connection to Jira failed (${code ?? 'no reason given'})`;
  return { kind: code !== undefined && neverSent.includes(code) ? 'not-sent' : 'no-answer', why };
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
}

/** Seconds from a `Retry-After` header, which holds seconds or a date. */
function retryAfter(header: string | null): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, Math.ceil((date - Date.now()) / 1000));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // The caller decides what a response without JSON means.
  }
}
