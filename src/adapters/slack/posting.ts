import { LogLevel, WebClient } from '@slack/web-api';
import type { SendResult, ToldRef } from '#ports/channel.ts';
import type { SlackAddress, SlackAccess, SlackDirectory } from './directory.ts';
import { failureOf, isUnusable, refusalCode, refusalWords, type Failure } from './failure.ts';
import { findMarker, posted } from './messages.ts';
import type { SlackContent } from './render.ts';

/** How Slack is reached. */
export interface SlackOptions {
  /** The bot token; asked for at every call, so whoever gives it caches it. */
  readonly token: () => Promise<string>;
  /** Where readers go who cannot be found: `#name` or a channel id. */
  readonly defaultChannel?: string | undefined;
  /** Another address of Slack's API, ending in `/api/`. */
  readonly apiUrl?: string | undefined;
  /** Milliseconds that one call may take; default 2500. */
  readonly timeout?: number | undefined;
}

/** A client that neither waits nor repeats by itself. */
export function access({ token, apiUrl, timeout = 2500 }: SlackOptions): SlackAccess {
  const client = new WebClient(undefined, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    // Waiting and repeating are the queue's business: the client's own would hold a Lambda for half an hour.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    maxRequestConcurrency: 4,
    logLevel: LogLevel.ERROR,
  });
  return { client, token, timeout };
}

/** How `call` ended; `inDoubt` tells what to make of one that may have been carried out. */
export async function ended<Value>(
  call: () => Promise<SendResult<Value>>,
  inDoubt: 'unknown' | 'later',
): Promise<SendResult<Value>> {
  try {
    return await call();
  } catch (error) {
    return failureOf(error, inDoubt);
  }
}

function nowhere(to: string): Failure {
  return {
    kind: 'refused',
    why: `Slack knows no ${to}, and there is no default channel (slack.default_channel).`,
  };
}

/** Posts under `marker` where `to` is found, else in the default channel with a note. */
export async function openAt(
  slack: SlackAccess,
  directory: SlackDirectory,
  { to, marker, render }: { to: string; marker: string; render: (notes: readonly string[]) => SlackContent },
): Promise<SendResult<ToldRef>> {
  // Looking people up has no effect, so trouble there leaves no doubt.
  const looked = await ended<SlackAddress | undefined>(
    async () => ({ kind: 'done', value: await directory.addressOf(to) }),
    'later',
  );
  if (looked.kind !== 'done') return looked;
  const place = looked.value;
  if (place === undefined) return nowhere(to);
  const post = async ({ channel, notes }: SlackAddress): Promise<SendResult<ToldRef>> => {
    const told = await posted(slack, { channel, marker, content: render(notes) });
    return { kind: 'done', value: { ...told, ...(notes.length > 0 ? { notes } : {}) } };
  };
  try {
    return await post(place);
  } catch (error) {
    const other = isUnusable(error) ? directory.instead(place.channel, refusalWords(error)) : undefined;
    if (other === undefined || other.channel === place.channel) throw error;
    return await post(other);
  }
}

/** What was posted under `marker`, wherever it may have ended up. */
export async function findAt(
  slack: SlackAccess,
  directory: SlackDirectory,
  { to, marker, since }: { to: string; marker: string; since: number },
): Promise<SendResult<ToldRef | undefined>> {
  const place = await directory.addressOf(to);
  const places = [place, directory.instead(to, 'it could not be used')].flatMap((one) => one ?? []);
  for (const { channel, notes } of places) {
    const told = await findIn(slack, directory, { channel, marker, since });
    if (told !== undefined)
      return { kind: 'done', value: { ...told, ...(notes.length > 0 ? { notes } : {}) } };
    // A name that nobody has stands for the default channel already: one look there is enough.
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
    // Where the app may write and not read, telling twice is better than not at all.
    if (isUnusable(error) || refusalCode(error) === 'missing_scope') return undefined;
    throw error;
  }
}
