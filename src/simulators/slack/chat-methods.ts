import type { MessageBlock } from './block-schema.ts';
import { checkedBlocks } from './blocks.ts';
import { flag, json, required, SlackRefusal, type SlackCall } from './call.ts';
import { channelById, channelToPost } from './find-channel.ts';
import { messageJson } from './message-json.ts';
import { checkedMetadata } from './metadata.ts';
import { renderedIn } from './rendered.ts';
import {
  bot,
  locate,
  nextTs,
  type SlackChannel,
  type SlackContent,
  type SlackMessage,
  type Workspace,
} from './workspace.ts';

const MAX_TEXT = 40_000;
const MAX_UPDATED_BYTES = 4000;
type Answer = Record<string, unknown>;

/** chat.postMessage. A reply to a deleted root becomes a message of its own, without `thread_ts`, as in Slack. */
export function postMessage(workspace: Workspace, call: SlackCall): Answer {
  const channel = channelToPost(workspace, required(call, 'channel'));
  const content = contentOf(workspace, call);
  const root = rootFor(channel, call);
  const message: SlackMessage = {
    ...withRendering(content, call),
    ts: nextTs(workspace, channel),
    user: bot.userId,
    threadTs: root?.ts,
    broadcast: root !== undefined && flag(call, 'reply_broadcast'),
    edits: [],
    replies: [],
    files: [],
  };
  (root?.replies ?? channel.messages).push(message);
  return { channel: channel.id, ts: message.ts, message: messageJson(message, true) };
}

/** chat.update. Text without blocks removes the blocks; metadata that is left out stays. */
export function updateMessage(workspace: Workspace, call: SlackCall): Answer {
  const channel = channelById(workspace, required(call, 'channel'));
  const ts = required(call, 'ts');
  const { list, index, message } = ownMessage(channel, ts, 'cant_update_message');
  const { editWindowMs } = workspace;
  if (editWindowMs !== undefined && workspace.clock.now() - Number(ts) * 1000 > editWindowMs) {
    throw new SlackRefusal('edit_window_closed');
  }
  if (escapedBytes(call.args['text'] ?? '') > MAX_UPDATED_BYTES) throw new SlackRefusal('msg_too_long');
  const given = contentOf(workspace, call);
  const content = call.args['metadata'] === undefined ? { ...given, metadata: message.metadata } : given;
  const before: SlackContent = { text: message.text, blocks: message.blocks, metadata: message.metadata };
  const edited = { ...message, ...withRendering(content, call), edits: [...message.edits, before] };
  list[index] = edited;
  return { channel: channel.id, ts, text: edited.text, message: messageJson(edited, true) };
}

/** chat.delete of the app's own message. */
export function deleteMessage(workspace: Workspace, call: SlackCall): Answer {
  const channel = channelById(workspace, required(call, 'channel'));
  const ts = required(call, 'ts');
  const { list, index } = ownMessage(channel, ts, 'cant_delete_message');
  list.splice(index, 1);
  return { channel: channel.id, ts };
}

function ownMessage(channel: SlackChannel, ts: string, otherwise: string) {
  const place = locate(channel, ts);
  const message = place?.list[place.index];
  if (place === undefined || message === undefined) throw new SlackRefusal('message_not_found');
  if (message.user !== bot.userId) throw new SlackRefusal(otherwise);
  return { ...place, message };
}

/** An image that is shown by its file has to be uploaded (docs.slack.dev, Slack file object). */
function needFiles({ files }: Workspace, blocks: readonly MessageBlock[]): void {
  for (const block of blocks) {
    const id = block.type === 'image' ? block.slack_file?.id : undefined;
    if (id !== undefined && files.get(id)?.isReady !== true)
      throw new SlackRefusal('invalid_blocks', { errors: [`invalid slack file ${id}`] });
  }
}

function contentOf(workspace: Workspace, call: SlackCall): SlackContent {
  const text = call.args['text'] ?? '';
  if (text.length > MAX_TEXT) throw new SlackRefusal('msg_too_long');
  const blocks = checkedBlocks(json(call, 'blocks', 'invalid_blocks_format'));
  if (text.trim() === '' && blocks.length === 0) throw new SlackRefusal('no_text');
  needFiles(workspace, blocks);
  const metadata = checkedMetadata(json(call, 'metadata', 'invalid_metadata_format'));
  return { text, blocks, metadata };
}

function withRendering(content: SlackContent, call: SlackCall) {
  const { mentions, links } = renderedIn(content.text, checkedBlocks(content.blocks), call.args['parse']);
  return { ...content, renderedMentions: mentions, renderedLinks: links };
}

function rootFor(channel: SlackChannel, call: SlackCall): SlackMessage | undefined {
  const ts = call.args['thread_ts'];
  if (ts === undefined || ts === '') return undefined;
  if (!/^\d{10}\.\d{6}$/.test(ts)) throw new SlackRefusal('invalid_thread_ts');
  return channel.messages.find((root) => root.ts === ts || root.replies.some((reply) => reply.ts === ts));
}

/** An updated text's length as Slack counts it: in bytes, after escaping bare ampersands and angle brackets. */
function escapedBytes(text: string): number {
  const escaped = text
    .replace(/&(?!(?:amp|lt|gt);)/g, '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  return Buffer.byteLength(escaped);
}
