import type { Clock } from '#simulators/wire.ts';
import { SlackRefusal } from './call.ts';
import type { RenderedLink, RenderedMention } from './rendered.ts';

/** The settings of a channel; ids of private channels begin with G, of direct messages with D. */
export interface ChannelSetting {
  readonly id: string;
  readonly name: string;
  /** Whether the app has been invited; default true. */
  readonly isMember?: boolean;
  readonly isArchived?: boolean;
}

/** A person of the workspace. */
export interface SlackUser {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  /** What the person calls themselves; the user name when left out. */
  readonly displayName?: string;
  readonly email: string;
  readonly deleted?: boolean;
}

/** A version of a message's content. */
export interface SlackContent {
  readonly text: string;
  readonly blocks: readonly Record<string, unknown>[];
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** A file shared in a channel. */
export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly content: Buffer;
}

/** A message as the workspace stores it. */
export interface SlackMessage extends SlackContent {
  readonly ts: string;
  readonly user: string;
  /** The root's ts on replies. */
  readonly threadTs?: string | undefined;
  /** A reply that is also shown in the channel. */
  readonly broadcast: boolean;
  /** Earlier contents, oldest first; the present one is the message itself. */
  readonly edits: readonly SlackContent[];
  readonly replies: SlackMessage[];
  readonly files: readonly SlackFile[];
  /** The mentions in the present content, by which Slack notifies people. */
  readonly renderedMentions: readonly RenderedMention[];
  /** The links in the present content. */
  readonly renderedLinks: readonly RenderedLink[];
}

/** A channel with its messages, oldest first; replies are kept at their root message. */
export interface SlackChannel {
  readonly id: string;
  readonly name: string;
  isMember: boolean;
  isArchived: boolean;
  readonly messages: SlackMessage[];
  /** The last time stamp that was given, in microseconds: those of removed messages are not given again. */
  lastMicros: number;
}

/** The app's identity in the workspace. */
export const bot = { userId: 'U0BOT00001', botId: 'B0BOT00001', appId: 'A0BOT00001', teamId: 'T0TEAM0001' };

/** Everything the workspace holds. */
export interface Workspace {
  readonly clock: Clock;
  readonly channels: SlackChannel[];
  readonly users: readonly SlackUser[];
  readonly scopes: ReadonlySet<string>;
  readonly files: Map<
    string,
    {
      readonly name: string;
      readonly length: number;
      content?: Buffer;
      /** Whether the upload is complete, so that a message may show it. */
      readonly isReady?: boolean;
    }
  >;
  readonly origin: () => string;
  /** What single people were shown, oldest first. */
  readonly ephemeral: Ephemeral[];
  /** How long a message may be edited, in milliseconds; undefined means without limit. */
  editWindowMs: number | undefined;
}

/** A message that one person alone was shown. */
export interface Ephemeral {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/** A channel without messages. */
export function openChannel({ id, name, isMember = true, isArchived = false }: ChannelSetting): SlackChannel {
  return { id, name, isMember, isArchived, messages: [], lastMicros: 0 };
}

/** Public, private or a direct message, by the id's first letter. */
export function kindOf(channel: SlackChannel): 'channels' | 'groups' | 'im' {
  if (channel.id.startsWith('D')) return 'im';
  return channel.id.startsWith('G') ? 'groups' : 'channels';
}

/** The direct-message channel with a user, created at first use; throws `user_not_found` or `user_disabled`. */
export function directChannel(workspace: Workspace, userId: string): SlackChannel {
  const user = workspace.users.find(({ id }) => id === userId);
  if (user === undefined) throw new SlackRefusal('user_not_found');
  if (user.deleted === true) throw new SlackRefusal('user_disabled');
  const id = `D${userId.slice(1)}`;
  const known = workspace.channels.find((channel) => channel.id === id);
  if (known !== undefined) return known;
  const made = openChannel({ id, name: user.name });
  workspace.channels.push(made);
  return made;
}

/** Roots and broadcast replies, as the channel shows them, oldest first. */
export function timeline(channel: SlackChannel): SlackMessage[] {
  return channel.messages
    .flatMap((root) => [root, ...root.replies.filter(({ broadcast }) => broadcast)])
    .sort((one, other) => Number(one.ts) - Number(other.ts));
}

/** The list that holds a message of the channel, and the message's index in it. */
export function locate(
  channel: SlackChannel,
  ts: string,
): { list: SlackMessage[]; index: number } | undefined {
  for (const list of [channel.messages, ...channel.messages.map(({ replies }) => replies)]) {
    const index = list.findIndex((message) => message.ts === ts);
    if (index >= 0) return { list, index };
  }
  return undefined;
}

/** A time stamp `seconds.microseconds` that no other message of the channel has or had. */
export function nextTs(workspace: Workspace, channel: SlackChannel): string {
  channel.lastMicros = Math.max(channel.lastMicros + 1, workspace.clock.now() * 1000);
  const micros = String(channel.lastMicros).padStart(16, '0');
  return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
}
