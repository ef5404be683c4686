import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import type { SendResult } from '#ports/channel.ts';
import { NotSlackError } from './slack-fetch.ts';

/** The result of a call that did not succeed. */
export type Failure = Exclude<SendResult, { kind: 'done' }>;

/** Transient refusals of Slack, and the seconds to wait before a retry (docs.slack.dev, errors of chat.postMessage). */
const passing: Readonly<Record<string, number>> = {
  ratelimited: 30,
  rate_limited: 30,
  message_limit_exceeded: 300,
  service_unavailable: 30,
  request_timeout: 5,
  team_added_to_org: 120,
  update_failed: 5,
};

/** Internal errors of Slack: the call may have been carried out. */
const doubtful = new Set(['internal_error', 'fatal_error']);

const missing = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
]);

/** Refusals of the credentials: no channel takes anything until they are renewed. */
const ofCredentials = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'missing_scope',
  'not_allowed_token_type',
  'org_login_required',
  'two_factor_setup_required',
  'enterprise_is_restricted',
]);

/** Refusals of what the message contains: a plainer one can succeed. */
const ofContent = new Set([
  'msg_too_long',
  'msg_blocks_too_long',
  'markdown_text_conflict',
  'invalid_blocks',
  'invalid_blocks_format',
  'block_mismatch',
  'no_text',
  'attachment_payload_limit_exceeded',
  'too_many_attachments',
  'invalid_attachments',
  'invalid_arguments',
  'invalid_array_arg',
  'invalid_charset',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
]);

const words: Readonly<Record<string, string>> = {
  channel_not_found: 'the channel does not exist, or is private and the app was not invited',
  not_in_channel: 'the app is not a member of the channel',
  is_archived: 'the channel is archived',
  user_not_found: 'the person does not exist',
  users_not_found: 'no person has this e-mail address',
  user_disabled: 'the person was deactivated',
  cannot_dm_bot: 'the person is a bot',
  restricted_action: 'the workspace does not let the app write there',
  restricted_action_read_only_channel: 'the channel is read-only',
  restricted_action_thread_only_channel: 'the channel takes replies only',
  restricted_action_non_threadable_channel: 'the channel takes no replies',
  channel_type_not_supported: 'apps cannot write to a conversation of this type',
  is_inactive: 'the conversation is not active any more',
  messages_tab_disabled:
    'the app has no messages tab, so people cannot be written to: switch it on in App Home',
  user_not_visible: 'the app may not see this person',
  team_access_not_granted: 'the app is not installed in this workspace of the organization',
  ekm_access_denied: 'the administrators have suspended posting',
  external_channel_migrating: 'the channel is being moved to another workspace',
  invalid_auth: 'the token is not valid',
  not_authed: 'there is no token',
  account_inactive: 'the token belongs to a deactivated app or workspace',
  token_revoked: 'the token was revoked',
  token_expired: 'the token has expired',
  missing_scope: 'the app lacks a permission (scope)',
  missing_argument:
    'an argument is missing: set slack.team_id in config.json for the token of an organization',
  msg_too_long: 'the message is too long',
  msg_blocks_too_long: 'the message is too long',
  invalid_blocks: 'Slack does not take the layout of the message',
};

/** Slack's error code of a refusal; undefined for every other kind of error. */
export function refusalCode(error: unknown): string | undefined {
  return error instanceof WebAPIPlatformError ? error.data.error : undefined;
}

/**
 * What a refusal is about: the credentials, the content of the message, or, as for every code that is not listed here,
 * the channel or person. Undefined for errors that pass, leave the outcome open or are no refusal.
 */
export function refusedBecauseOf(error: unknown): 'credentials' | 'content' | 'recipient' | undefined {
  const code = refusalCode(error);
  if (code === undefined || code in passing || doubtful.has(code) || missing.has(code)) return undefined;
  if (ofCredentials.has(code)) return 'credentials';
  return ofContent.has(code) ? 'content' : 'recipient';
}

/** Whether a look at people, channels or messages is refused for good although the token is valid: it stays unanswered. */
export function isLookRefused(error: unknown): boolean {
  const about = refusedBecauseOf(error);
  return about === 'recipient' || about === 'content' || refusalCode(error) === 'missing_scope';
}

/** Slack's reason in plain words, with its error code. */
export function refusalWords(error: unknown): string {
  const code = refusalCode(error) ?? 'unknown';
  return code in words ? `${words[code] ?? ''} (${code})` : code;
}

/** Whether the connection was never established, so that the call cannot have been carried out. */
function neverConnected(error: unknown): boolean {
  for (let cause: unknown = error; cause instanceof Error; cause = originalOf(cause)) {
    if (/^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/.test(String((cause as { code?: unknown }).code)))
      return true;
  }
  return false;
}

function originalOf(error: Error): unknown {
  return error instanceof WebAPIRequestError ? error.original : error.cause;
}

function refused(code: string, error: unknown, inDoubt: 'unknown' | 'later'): Failure {
  const why = `Slack: ${refusalWords(error)}`;
  const wait = passing[code];
  if (wait !== undefined) return { kind: 'later', seconds: wait, why };
  if (doubtful.has(code)) return doubt(why, inDoubt);
  return { kind: missing.has(code) ? 'gone' : 'refused', why };
}

function doubt(why: string, inDoubt: 'unknown' | 'later'): Failure {
  return inDoubt === 'unknown' ? { kind: 'unknown', why } : { kind: 'later', seconds: 5, why };
}

/**
 * The result that an error of the Slack client means. `inDoubt` is the kind for calls that may have been carried out:
 * `later` where repeating is harmless, else `unknown`. Errors that are neither Slack's nor the network's are rethrown.
 */
export function failureOf(error: unknown, inDoubt: 'unknown' | 'later'): Failure {
  if (error instanceof WebAPIRateLimitedError)
    return { kind: 'later', seconds: error.retryAfter, why: 'Slack: too many calls' };
  if (error instanceof WebAPIPlatformError) return refused(error.data.error, error, inDoubt);
  if (error instanceof WebAPIHTTPError) {
    const why = `Slack answered with HTTP status ${error.statusCode}`;
    const inTime = error.statusCode < 500 && error.statusCode !== 408;
    return inTime ? { kind: 'refused', why } : doubt(why, inDoubt);
  }
  if (error instanceof WebAPIRequestError) {
    if (neverConnected(error)) return { kind: 'later', seconds: 5, why: 'Slack could not be reached' };
    const isAnother = originalOf(error) instanceof NotSlackError;
    return doubt(isAnother ? 'What answered was not Slack' : 'Slack did not answer', inDoubt);
  }
  throw error;
}
