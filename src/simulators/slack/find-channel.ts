import { SlackRefusal } from './call.ts';
import { directChannel, kindOf, type SlackChannel, type Workspace } from './workspace.ts';

/** A channel to read from, by id; private ones the app is not in are `channel_not_found`. */
export function channelById(workspace: Workspace, id: string): SlackChannel {
  const channel = workspace.channels.find((one) => one.id === id);
  if (channel === undefined) throw new SlackRefusal('channel_not_found');
  if (!channel.isMember && kindOf(channel) !== 'channels') throw new SlackRefusal('channel_not_found');
  return channel;
}

/** A channel to post into: an id, a name with or without `#`, or a user's id for a direct message. */
export function channelToPost(workspace: Workspace, wanted: string): SlackChannel {
  if (workspace.users.some(({ id }) => id === wanted)) return directChannel(workspace, wanted);
  const name = wanted.replace(/^#/, '');
  const named = workspace.channels.find((one) => one.name === name && kindOf(one) !== 'im');
  const channel = channelById(workspace, named?.id ?? wanted);
  const open = kindOf(channel) === 'channels' && workspace.scopes.has('chat:write.public');
  if (!channel.isMember && !open) throw new SlackRefusal('not_in_channel');
  if (channel.isArchived) throw new SlackRefusal('is_archived');
  return channel;
}

/** A channel whose messages the app may read; else `not_in_channel`, or `missing_scope` for its kind of channel. */
export function channelToRead(workspace: Workspace, id: string, right: 'history' | 'read'): SlackChannel {
  const channel = channelById(workspace, id);
  needScope(workspace, `${kindOf(channel)}:${right}`);
  if (right === 'history' && !channel.isMember) throw new SlackRefusal('not_in_channel');
  return channel;
}

/** Throws `missing_scope`, with the needed and provided scopes, unless the token has the scope. */
export function needScope(workspace: Workspace, needed: string): void {
  if (workspace.scopes.has(needed)) return;
  throw new SlackRefusal('missing_scope', { needed, provided: [...workspace.scopes].join(',') });
}
