import type { SendResult } from '#ports/channel.ts';
import { clip, oneLine } from './plain-text.ts';
import { JiraError, type JiraFault } from './transport.ts';

/** The purpose of a call to Jira, from which the text and the kind of its failure follow. */
export interface JiraAction {
  /** Completes "Jira does not let Trailwarden's user …". */
  readonly what: string;
  /** The Jira permission that the call requires. */
  readonly permission: string;
  /** Whether the call can be repeated when it may have been carried out. */
  readonly repeatable: boolean;
  /** What status 404 means for this call. */
  readonly missing: 'gone' | 'refused';
}

/** Seconds until a call is retried when Jira names no time. */
const pause = 30;

/** The result of a failed call. Any error but a `JiraError` is a bug and is rethrown. */
export function sendResultOf(error: unknown, attempt: JiraAction): SendResult<never> {
  if (!(error instanceof JiraError)) throw error;
  const { fault } = error;
  switch (fault.kind) {
    case 'answered':
      return answered(fault, attempt);
    case 'not-sent':
      return { kind: 'later', seconds: pause, why: fault.why };
    case 'no-answer':
      return uncertain(fault.why, attempt);
    case 'not-jira':
      return attempt.repeatable
        ? { kind: 'refused', why: `${fault.why}: is jira.server in config.json a Jira Cloud site?` }
        : { kind: 'unknown', why: fault.why };
  }
}

/** Jira's messages about a refusal on one line, cleaned as untrusted text and cut to 500 characters. */
export function jiraWords(body: unknown): string {
  const { errorMessages, errors } = fieldErrors(body);
  const fields = Object.entries(errors).map(([field, message]) => `${field}: ${message}`);
  const all = [...errorMessages, ...fields].join('; ');
  return clip(oneLine(all === '' ? 'Jira gave no reason' : all), 500);
}

/** The messages in the body of a refusal: general ones, and those about one field. */
export function fieldErrors(body: unknown): {
  readonly errorMessages: readonly string[];
  readonly errors: Readonly<Record<string, string>>;
} {
  if (typeof body !== 'object' || body === null) return { errorMessages: [], errors: {} };
  const messages = 'errorMessages' in body && Array.isArray(body.errorMessages) ? body.errorMessages : [];
  const errors = 'errors' in body && typeof body.errors === 'object' ? (body.errors ?? {}) : {};
  return {
    errorMessages: messages.map(String),
    errors: Object.fromEntries(Object.entries(errors).map(([field, message]) => [field, String(message)])),
  };
}

function uncertain(why: string, { repeatable }: JiraAction): SendResult<never> {
  return repeatable ? { kind: 'later', seconds: pause, why } : { kind: 'unknown', why };
}

function answered(fault: JiraFault & { kind: 'answered' }, attempt: JiraAction): SendResult<never> {
  const { status, retryAfter, body } = fault;
  const why = `Jira answered ${String(status)}`;
  if (status === 429 || (status === 503 && retryAfter !== undefined)) {
    return { kind: 'later', seconds: Math.max(1, Math.ceil(retryAfter ?? pause)), why };
  }
  // Two changes of one ticket met: Jira made neither of this call's.
  if (status === 409) return { kind: 'later', seconds: pause, why };
  if (status >= 500 || status === 408) return uncertain(why, attempt);
  if (status === 404 && attempt.missing === 'gone' && isOfJira(body)) {
    return { kind: 'gone', why: `the ticket does not exist any more, or Trailwarden's user may not see it` };
  }
  return { kind: 'refused', why: refusal(status, body, attempt) };
}

/** Whether Jira itself answered, in the form of its errors: a gateway, or a site that is not there, answers otherwise. */
function isOfJira(body: unknown): boolean {
  return fieldErrors(body).errorMessages.length > 0;
}

function refusal(status: number, body: unknown, { what, permission }: JiraAction): string {
  switch (status) {
    case 401:
      if (isOfScope(body)) return scopeWords;
      return 'Jira refused the credentials (401): renew the API token, and check the secrets that secrets.jira_email and secrets.jira_token in config.json name. A token with scopes, or of a service account, is taken only where jira.server is https://api.atlassian.com/ex/jira/<cloudId>';
    case 403:
      if (isOfScope(body)) return scopeWords;
      return `Jira does not let Trailwarden's user ${what} (403): grant it the permission "${permission}" in the project, and check that it is not locked out (${jiraWords(body)})`;
    case 404:
      return `Jira has no such address (404): check jira.server in config.json`;
    default:
      return status < 400
        ? `Jira points elsewhere (${String(status)}): check jira.server in config.json`
        : `Jira did not let Trailwarden ${what} (${String(status)}): ${jiraWords(body)}${remedy(body)}`;
  }
}

/** Whether the gateway refuses a token with scopes because one is missing: `Unauthorized; scope does not match`. */
function isOfScope(body: unknown): boolean {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : '';
  return typeof message === 'string' && /scope/i.test(message);
}

const scopeWords =
  "Jira's gateway refused the API token because it lacks a scope: make one with read:jira-work, write:jira-work and read:jira-user, and store it in the secret that secrets.jira_token in config.json names";

/** Remedies for refusals caused by the configuration, by field. */
const remedies: Readonly<Record<string, string>> = {
  project: 'check jira_project in ticket_owners.json, and that Trailwarden\'s user may "Create issues" there',
  issuetype: 'set jira.issue_type in config.json to a type that the project has and that needs no parent',
  labels: "put the field Labels on the project's screens: Trailwarden finds its tickets by their labels",
  description: "put the field Description on the project's screens",
};

function remedy(body: unknown): string {
  const known = Object.keys(fieldErrors(body).errors).flatMap((field) => remedies[field] ?? []);
  return known.length === 0 ? '' : `. To mend it: ${known.join('; ')}`;
}
