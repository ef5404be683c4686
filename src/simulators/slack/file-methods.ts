import type { HttpAnswer } from '#simulators/stand-in/server.ts';
import { json, required, SlackRefusal, type SlackCall } from './call.ts';
import { channelToPost } from './find-channel.ts';
import { bot, nextTs, type SlackFile, type Workspace } from './workspace.ts';

type Answer = Record<string, unknown>;

/** files.getUploadURLExternal: a URL that accepts exactly `length` bytes. */
export function uploadAddress(workspace: Workspace, call: SlackCall): Answer {
  const length = Number(required(call, 'length'));
  if (!Number.isInteger(length) || length < 1) throw new SlackRefusal('invalid_arguments');
  const id = `F${String(workspace.files.size + 1).padStart(9, '0')}`;
  workspace.files.set(id, { name: required(call, 'filename'), length });
  return { upload_url: `${workspace.origin()}/upload/${id}`, file_id: id };
}

/** The POST to an upload URL; 404 for an unknown one, 400 when the length differs from the announced one. */
export function receiveUpload(workspace: Workspace, call: SlackCall): HttpAnswer {
  const id = call.method.slice('upload/'.length);
  const file = workspace.files.get(id);
  if (file === undefined || call.upload === undefined) return { status: 404, body: 'unknown upload' };
  if (call.upload.length !== file.length) return { status: 400, body: 'length mismatch' };
  workspace.files.set(id, { ...file, content: call.upload });
  return { status: 200, body: `OK - ${file.length}` };
}

/** files.completeUploadExternal: shares the files in a channel or thread, or keeps them private without one. */
export function completeUpload(workspace: Workspace, call: SlackCall): Answer {
  const listed = json(call, 'files', 'invalid_arguments');
  if (!Array.isArray(listed) || listed.length === 0) throw new SlackRefusal('invalid_arguments');
  const files = (listed as { id?: string; title?: string }[]).map(({ id = '', title }): SlackFile => {
    const file = workspace.files.get(id);
    if (file?.content === undefined) throw new SlackRefusal('file_not_found');
    workspace.files.set(id, { ...file, isReady: true });
    return { id, name: file.name, title: title ?? file.name, content: file.content };
  });
  const wanted = call.args['channel_id'];
  if (wanted !== undefined && wanted !== '') share(workspace, call, wanted, files);
  return { files: files.map(({ id, title }) => ({ id, title })) };
}

function share(workspace: Workspace, call: SlackCall, wanted: string, files: readonly SlackFile[]): void {
  const channel = channelToPost(workspace, wanted);
  const root = channel.messages.find(({ ts }) => ts === call.args['thread_ts']);
  (root?.replies ?? channel.messages).push({
    ts: nextTs(workspace, channel),
    user: bot.userId,
    text: call.args['initial_comment'] ?? '',
    blocks: [],
    threadTs: root?.ts,
    broadcast: false,
    edits: [],
    replies: [],
    files,
    renderedMentions: [],
    renderedLinks: [],
  });
}
