import { LogLevel, WebClient } from '@slack/web-api';
import type { Announcement } from '#domain/announcements/announcement.ts';
import type { Channel, Delivery, Destination, Told } from '#ports/channel.ts';
import { slackDirectory, type Place, type SlackAccess, type SlackDirectory } from './directory.ts';
import { failureOf, isUnusable, refusalCode, refusalWords, type Failure } from './failure.ts';
import { findMarker, milestonesIn, posted } from './messages.ts';
import { renderMessage, renderMilestone } from './render.ts';

/** What a Slack channel needs. */
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

const done: Delivery = { kind: 'done', value: undefined };

function access({ token, apiUrl, timeout = 2500 }: SlackOptions): SlackAccess {
  const client = new WebClient(undefined, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    // Waiting and repeating are the queue's business: the client's own would hold a Lambda for half an hour.
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    maxRequestConcurrency: 4,
    logLevel: LogLevel.ERROR,
  });
  return { client, token };
}

async function ended<Value>(
  call: () => Promise<Delivery<Value>>,
  inDoubt: 'unknown' | 'later',
): Promise<Delivery<Value>> {
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

function destinationOf(destination: Destination): string {
  if (destination.channel !== 'slack') throw new TypeError(`not a Slack destination: ${destination.channel}`);
  return destination.to;
}

/** Tells people through Slack: one message per incident and destination, edited in place; milestones in its thread. */
export function slackChannel(options: SlackOptions): Channel {
  const slack = access(options);
  const directory = slackDirectory(slack, options.defaultChannel);

  return {
    name: 'slack',
    grace: 30_000,
    open: (destination, announcement, marker) =>
      ended(
        () => open(slack, directory, { to: destinationOf(destination), announcement, marker }),
        'unknown',
      ),
    find: (destination, marker, since) =>
      ended(() => find(slack, directory, { to: destinationOf(destination), marker, since }), 'later'),
    change: (told, announcement) => ended(() => change(slack, told, announcement), 'later'),
    say: (told, announcement, milestone) =>
      ended(async () => {
        const content = renderMilestone(announcement, milestone);
        await posted(slack, { channel: told.place, thread: told.ref, milestone: milestone.id, content });
        return done;
      }, 'unknown'),
    said: (told) =>
      ended(async () => ({ kind: 'done', value: await milestonesIn(slack, told.place, told.ref) }), 'later'),
    finish: async () => done,
  };
}

async function open(
  slack: SlackAccess,
  directory: SlackDirectory,
  { to, announcement, marker }: { to: string; announcement: Announcement; marker: string },
): Promise<Delivery<Told>> {
  // Looking people up has no effect, so trouble there leaves no doubt.
  const looked = await ended<Place | undefined>(
    async () => ({ kind: 'done', value: await directory.place(to) }),
    'later',
  );
  if (looked.kind !== 'done') return looked;
  const place = looked.value;
  if (place === undefined) return nowhere(to);
  const post = async ({ channel, notes }: Place): Promise<Delivery<Told>> => {
    const told = await posted(slack, { channel, marker, content: renderMessage(announcement, notes) });
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

async function find(
  slack: SlackAccess,
  directory: SlackDirectory,
  { to, marker, since }: { to: string; marker: string; since: number },
): Promise<Delivery<Told | undefined>> {
  const place = await directory.place(to);
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
): Promise<Told | undefined> {
  try {
    const id = await directory.channelId(channel);
    return id === undefined ? undefined : await findMarker(slack, { channel: id, marker, since });
  } catch (error) {
    // Where the app may write and not read, telling twice is better than not at all.
    if (isUnusable(error) || refusalCode(error) === 'missing_scope') return undefined;
    throw error;
  }
}

async function change(slack: SlackAccess, told: Told, announcement: Announcement): Promise<Delivery> {
  const { text, blocks } = renderMessage(announcement, told.notes);
  await slack.client.chat.update({
    token: await slack.token(),
    channel: told.place,
    ts: told.ref,
    text,
    blocks,
    parse: 'none',
    link_names: false,
  });
  return done;
}
