import { LogLevel, WebClient } from '@slack/web-api';
import type { SendResult, ToldRef } from '#ports/channel.ts';
import { SecretMissing, type Secret } from '#ports/secret.ts';
import type { SlackAddress, SlackAccess, SlackDirectory } from './directory.ts';
import { failureOf, isLookRefused, refusalWords, refusedBecauseOf, type Failure } from './failure.ts';
import { findMarker, postMessage } from './messages.ts';
import type { SlackContent } from './render.ts';
import { slackFetch } from './slack-fetch.ts';

/** Slack cuts or refuses a longer text (chat.postMessage: 4,000 characters are recommended). */
const longestPlainText = 3500;

/** Token, default channel and limits for calls to Slack. */
export interface SlackOptions {
  /** The bot token; read before every request, and anew when Slack refuses it. */
  readonly token: Secret;
  /** The workspace, for a token of a whole organization (`team_id` of users.list and conversations.list). */
  readonly teamId?: string | undefined;
  /** Where messages go whose recipient cannot be found: `#name` or a channel id. */
  readonly defaultChannel?: string | undefined;
  /** The URL of Slack's API if it is not slack.com, ending in `/api/`. */
  readonly apiUrl?: string | undefined;
  /** Milliseconds that one call may take; default 2500. */
  readonly timeout?: number | undefined;
}

/** A client that neither waits nor retries by itself. */
export function access({ token, teamId, apiUrl, timeout = 2500 }: SlackOptions): SlackAccess {
  const client = new WebClient(undefined, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    // The queue waits and retries; the client's own retries would keep a Lambda running for half an hour.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    maxRequestConcurrency: 4,
    logLevel: LogLevel.ERROR,
    fetch: slackFetch,
  });
  return { client, token, teamId, timeout };
}

/**
 * The value of `call`. When Slack refuses the token, it is read anew, and the call repeated if it has changed: a token may
 * be rotated at any time. Rejects as `call` does, and as a `Secret` does.
 */
export async function withFreshToken<Value>(
  { token }: Pick<SlackAccess, 'token'>,
  call: () => Promise<Value>,
): Promise<Value> {
  const refusedToken = await token();
  try {
    return await call();
  } catch (error) {
    if (refusedBecauseOf(error) !== 'credentials' || (await token(true)) === refusedToken) throw error;
    return await call();
  }
}

/**
 * The result of `call`, with errors translated; `inDoubt` is the kind of a call that may have been carried out. When Slack
 * refuses the token, it is read anew, as by `withFreshToken`.
 */
export async function sendResultOf<Value>(
  slack: Pick<SlackAccess, 'token'>,
  call: () => Promise<SendResult<Value>>,
  inDoubt: 'unknown' | 'later',
): Promise<SendResult<Value>> {
  try {
    return await withFreshToken(slack, call);
  } catch (error) {
    if (error instanceof SecretMissing) return { kind: 'refused', why: error.message };
    return failureOf(error, inDoubt);
  }
}

/** Has `call` take `content`, and when Slack refuses what it contains, its text without any layout. */
export async function plainerIfRefused<Value>(
  content: SlackContent,
  call: (content: SlackContent) => Promise<Value>,
): Promise<Value> {
  try {
    return await call(content);
  } catch (error) {
    if (refusedBecauseOf(error) !== 'content') throw error;
    if (content.simpler) return plainerIfRefused(content.simpler(), call);
    return call({ text: content.text.slice(0, longestPlainText), blocks: [] });
  }
}

function nowhere(to: string): Failure {
  return {
    kind: 'refused',
    why: `Slack knows no ${to}, and there is no default channel (slack.default_channel).`,
  };
}

/** Posts a message with `marker` to `to`; to the default channel with a note when `to` cannot be found or used. */
export async function postToAddress(
  slack: SlackAccess,
  directory: SlackDirectory,
  { to, marker, render }: { to: string; marker: string; render: (notes: readonly string[]) => SlackContent },
): Promise<SendResult<ToldRef>> {
  // Looking people up changes nothing in Slack, so it can always be retried.
  const looked = await sendResultOf<SlackAddress | undefined>(
    slack,
    async () => ({ kind: 'done', value: await directory.addressOf(to) }),
    'later',
  );
  if (looked.kind !== 'done') return looked;
  const place = looked.value;
  if (place === undefined) return nowhere(to);
  const post = async ({ channel, notes }: SlackAddress): Promise<SendResult<ToldRef>> => {
    const told = await plainerIfRefused(render(notes), (content) =>
      postMessage(slack, { channel, marker, content }),
    );
    return { kind: 'done', value: { ...told, ...(notes.length > 0 ? { notes } : {}) } };
  };
  try {
    return await post(place);
  } catch (error) {
    const other =
      refusedBecauseOf(error) === 'recipient'
        ? directory.defaultChannelFor(place.channel, refusalWords(error))
        : undefined;
    if (other === undefined || other.channel === place.channel) throw error;
    return await post(other);
  }
}

/** The message posted with `marker`, at `to` or in the default channel; `undefined` when neither has it. */
export async function findAtAddress(
  slack: SlackAccess,
  directory: SlackDirectory,
  { to, marker, since }: { to: string; marker: string; since: number },
): Promise<SendResult<ToldRef | undefined>> {
  const place = await directory.addressOf(to);
  const places = [place, directory.defaultChannelFor(to, 'it could not be used')].flatMap((one) => one ?? []);
  for (const { channel, notes } of places) {
    const told = await findIn(slack, directory, { channel, marker, since });
    if (told !== undefined)
      return { kind: 'done', value: { ...told, ...(notes.length > 0 ? { notes } : {}) } };
    // An unknown name has been replaced by the default channel already, so it is searched once.
    if (channel === places.at(-1)?.channel) break;
  }
  return { kind: 'done', value: undefined };
}

async function findIn(
  slack: SlackAccess,
  directory: SlackDirectory,
  { channel, marker, since }: { channel: string; marker: string; since: number },
): Promise<ToldRef | undefined> {
  try {
    const id = await directory.channelId(channel);
    return id === undefined ? undefined : await findMarker(slack, { channel: id, marker, since });
  } catch (error) {
    // Where the app may post but not read, a duplicate message is better than none.
    if (isLookRefused(error)) return undefined;
    throw error;
  }
}
