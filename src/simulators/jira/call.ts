import type { HttpAnswer, HttpRequest } from '#simulators/stand-in/server.ts';

/** One call of Jira's REST API. */
export interface JiraCall {
  readonly method: string;
  readonly path: string;
  /** Values that are given several times are joined by commas, which Jira reads as the same. */
  readonly query: Readonly<Record<string, string>>;
  readonly authorization: string | undefined;
  /** The parsed JSON body; undefined when there is none. */
  readonly body: unknown;
  /** True when there was a body that is not JSON. */
  readonly malformed: boolean;
}

/** A refusal in Jira's shape: `{errorMessages, errors}`. */
export class JiraRefusal extends Error {
  readonly answer: HttpAnswer;
  constructor(
    status: number,
    errorMessages: readonly string[],
    errors: Readonly<Record<string, string>> = {},
  ) {
    super([...errorMessages, ...Object.values(errors)].join('; '));
    this.answer = { status, body: { errorMessages, errors } };
  }
}

/** 400 with one message per field. */
export function fieldFaults(
  errors: Readonly<Record<string, string>>,
  details: readonly string[] = [],
): JiraRefusal {
  return new JiraRefusal(400, details, errors);
}

/** Jira's 404 for an issue that does not exist, was deleted or is not visible to the caller. */
export function noSuchIssue(): JiraRefusal {
  return new JiraRefusal(404, ['Issue does not exist or you do not have permission to see it.']);
}

/** Reads a request; never throws. */
export function understandJira(request: HttpRequest): JiraCall {
  const text = request.body.toString('utf8');
  const parsed = text === '' ? { body: undefined, malformed: false } : parse(text);
  return {
    method: request.method,
    path: request.path,
    query: Object.fromEntries(
      [...request.query.keys()].map((name) => [name, request.query.getAll(name).join(',')]),
    ),
    authorization: request.headers['authorization'],
    ...parsed,
  };
}

function parse(text: string): { body: unknown; malformed: boolean } {
  try {
    return { body: JSON.parse(text), malformed: false };
  } catch {
    return { body: text, malformed: true };
  }
}

/** The body as an object; anything else is 400. */
export function objectBody(call: JiraCall): Record<string, unknown> {
  if (!isObject(call.body))
    throw new JiraRefusal(400, [
      'Invalid request payload. Refer to the REST API documentation and try again.',
    ]);
  return call.body;
}

/** A comma-separated list from a query. */
export function listed(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split(',').map((one) => one.trim());
}

/** Whether `value` is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** 429 as Jira Cloud says it, with `Retry-After` in whole seconds. */
export function jiraRateLimited(retryAfterSeconds: number): HttpAnswer {
  return {
    status: 429,
    headers: { 'retry-after': String(retryAfterSeconds), 'ratelimit-reason': 'jira-burst-based' },
    body: { errorMessages: ['Rate limit exceeded.'], errors: {} },
  };
}

/** 503, with `Retry-After` in whole seconds where given. */
export function jiraUnavailable(retryAfterSeconds?: number): HttpAnswer {
  const headers = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return { status: 503, headers, body: 'Service Unavailable' };
}

/** 403, for valid credentials without the permission. */
export function jiraForbidden(): HttpAnswer {
  return {
    status: 403,
    body: { errorMessages: ['You do not have permission to perform this operation.'], errors: {} },
  };
}
