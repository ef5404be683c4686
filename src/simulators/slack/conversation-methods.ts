import { flag, required, SlackRefusal, type SlackCall } from './call.ts';
import { channelToRead, needScope } from './find-channel.ts';
import { messageJson } from './message-json.ts';
import { pageOf } from './pages.ts';
import {
  directChannel,
  kindOf,
  timeline,
  type SlackChannel,
  type SlackMessage,
  type Workspace,
} from './workspace.ts';

type Answer = Record<string, unknown>;

/** conversations.history: newest first, without plain thread replies. */
export function history(workspace: Workspace, call: SlackCall): Answer {
  const channel = channelToRead(workspace, required(call, 'channel'), 'history');
  return messages(call, timeline(channel).filter(within(call)).reverse());
}

/** conversations.replies: the root first, then its replies, oldest first; `thread_not_found`. */
export function replies(workspace: Workspace, call: SlackCall): Answer {
  const channel = channelToRead(workspace, required(call, 'channel'), 'history');
  const ts = required(call, 'ts');
  const root = channel.messages.find((one) => one.ts === ts || one.replies.some((reply) => reply.ts === ts));
  if (root === undefined) throw new SlackRefusal('thread_not_found');
  return messages(call, [root, ...root.replies.filter(within(call))]);
}

function messages(call: SlackCall, all: readonly SlackMessage[]): Answer {
  const { items, nextCursor } = pageOf(call, all, 100);
  const withMetadata = flag(call, 'include_all_metadata');
  return {
    messages: items.map((message) => messageJson(message, withMetadata)),
    has_more: nextCursor !== '',
    ...(nextCursor === '' ? {} : { response_metadata: { next_cursor: nextCursor } }),
  };
}

function within(call: SlackCall): (message: SlackMessage) => boolean {
  const oldest = Number(call.args['oldest'] ?? 0);
  const latest = Number(call.args['latest'] ?? Number.POSITIVE_INFINITY);
  const inclusive = flag(call, 'inclusive');
  return ({ ts }) => {
    const at = Number(ts);
    return inclusive ? at >= oldest && at <= latest : at > oldest && at < latest;
  };
}

/** conversations.list: public channels unless `types` says otherwise; private ones only where the app is in. */
export function list(workspace: Workspace, call: SlackCall): Answer {
  const names = { public_channel: 'channels', private_channel: 'groups', im: 'im', mpim: 'mpim' } as const;
  const types = (call.args['types'] ?? 'public_channel').split(',').map((type) => type.trim());
  const kinds = types.map((type) => {
    const kind = Object.entries(names).find(([name]) => name === type)?.[1];
    if (kind === undefined) throw new SlackRefusal('invalid_types');
    needScope(workspace, `${kind}:read`);
    return kind;
  });
  const found = workspace.channels.filter((channel) => {
    const kind = kindOf(channel);
    const hidden =
      (kind !== 'channels' && !channel.isMember) || (flag(call, 'exclude_archived') && channel.isArchived);
    return kinds.some((wanted) => wanted === kind) && !hidden;
  });
  const { items, nextCursor } = pageOf(call, found, 100);
  return { channels: items.map(channelJson), response_metadata: { next_cursor: nextCursor } };
}

/** conversations.info. */
export function info(workspace: Workspace, call: SlackCall): Answer {
  return { channel: channelJson(channelToRead(workspace, required(call, 'channel'), 'read')) };
}

/** conversations.open with one user. */
export function open(workspace: Workspace, call: SlackCall): Answer {
  const users = required(call, 'users').split(',');
  if (users.length !== 1) throw new SlackRefusal('too_many_users');
  const known = workspace.channels.length;
  const channel = directChannel(workspace, users[0] ?? '');
  return { channel: { id: channel.id }, already_open: workspace.channels.length === known };
}

function channelJson(channel: SlackChannel): Answer {
  const kind = kindOf(channel);
  return {
    id: channel.id,
    ...(kind === 'im'
      ? { user: `U${channel.id.slice(1)}` }
      : { name: channel.name, name_normalized: channel.name }),
    is_channel: kind === 'channels',
    is_group: kind === 'groups',
    is_im: kind === 'im',
    is_private: kind !== 'channels',
    is_archived: channel.isArchived,
    is_member: channel.isMember,
  };
}
