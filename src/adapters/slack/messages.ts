import type { ToldRef } from '#ports/channel.ts';
import type { SlackAccess } from './directory.ts';
import type { SlackContent } from './render.ts';

const incidentEvent = 'trailwarden_incident';
const milestoneEvent = 'trailwarden_milestone';
const pageSize = 200;
/** Pages of messages that are searched; beyond them a duplicate message is better than reading a channel for hours. */
const maxPages = 10;

/** A post: a new message with a marker, or a milestone as a reply in a thread. */
export type Post =
  | { readonly channel: string; readonly marker: string; readonly content: SlackContent }
  | {
      readonly channel: string;
      readonly thread: string;
      readonly milestone: string;
      /** Whether it is not shown in the channel as well. */
      readonly quiet?: boolean | undefined;
      readonly content: SlackContent;
    };

/** The posted message, and the thread it is in. */
interface Posted extends ToldRef {
  /** The `ts` of the message it replies to; undefined for a message outside a thread. */
  readonly thread?: string | undefined;
}

/** Posts a message without link previews and without parsing of markup, names or addresses; returns where it is. */
export async function postMessage({ client, token }: SlackAccess, post: Post): Promise<Posted> {
  const { text, blocks } = post.content;
  const answer = await client.chat.postMessage({
    token: await token(),
    channel: post.channel,
    text,
    blocks,
    mrkdwn: false,
    parse: 'none',
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
    ...('marker' in post
      ? { metadata: { event_type: incidentEvent, event_payload: { marker: post.marker } } }
      : {
          thread_ts: post.thread,
          reply_broadcast: post.quiet !== true,
          metadata: { event_type: milestoneEvent, event_payload: { milestone: post.milestone } },
        }),
  });
  const thread = answer.message?.thread_ts;
  return { ref: answer.ts ?? '', place: answer.channel ?? post.channel, ...(thread && { thread }) };
}

interface Found {
  readonly ts?: string | undefined;
  readonly metadata?: { readonly event_type?: string; readonly event_payload?: unknown } | undefined;
}

function payload(message: Found, event: string, key: string): string | undefined {
  if (message.metadata?.event_type !== event) return undefined;
  const value = (message.metadata.event_payload as Readonly<Record<string, unknown>> | undefined)?.[key];
  return typeof value === 'string' ? value : undefined;
}

interface Page {
  readonly messages?: readonly Found[];
  readonly response_metadata?: { readonly next_cursor?: string };
}

async function* pages(load: (cursor: { cursor?: string }) => Promise<Page>): AsyncGenerator<Found> {
  let cursor: string | undefined;
  for (let page = 0; page < maxPages && cursor !== ''; page += 1) {
    const answer = await load(cursor === undefined ? {} : { cursor });
    yield* answer.messages ?? [];
    cursor = answer.response_metadata?.next_cursor ?? '';
  }
}

/** The message with `marker`, posted since `since` (milliseconds; tolerates two minutes of clock difference). */
export async function findMarker(
  { client, token }: SlackAccess,
  { channel, marker, since }: { channel: string; marker: string; since: number },
): Promise<ToldRef | undefined> {
  const oldest = Math.max(0, since / 1000 - 120).toFixed(6);
  const history = async (cursor: { cursor?: string }): Promise<Page> =>
    client.conversations.history({
      token: await token(),
      channel,
      oldest,
      inclusive: true,
      include_all_metadata: true,
      limit: pageSize,
      ...cursor,
    });
  for await (const message of pages(history)) {
    if (message.ts !== undefined && payload(message, incidentEvent, 'marker') === marker)
      return { ref: message.ts, place: channel };
  }
  return undefined;
}

/** The ids of the milestones in a message's thread. */
export async function milestonesIn(
  { client, token }: SlackAccess,
  channel: string,
  ts: string,
): Promise<readonly string[]> {
  const replies = async (cursor: { cursor?: string }): Promise<Page> =>
    client.conversations.replies({
      token: await token(),
      channel,
      ts,
      include_all_metadata: true,
      limit: pageSize,
      ...cursor,
    });
  const said: string[] = [];
  for await (const message of pages(replies)) {
    const id = payload(message, milestoneEvent, 'milestone');
    if (id !== undefined) said.push(id);
  }
  return said;
}
