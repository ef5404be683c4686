import { deleteMessage, postMessage, updateMessage } from './chat-methods.ts';
import type { SlackCall } from './call.ts';
import { history, info, list, open, replies } from './conversation-methods.ts';
import { postEphemeral } from './ephemeral.ts';
import { completeUpload, uploadAddress } from './file-methods.ts';
import { authTest, listUsers, lookupByEmail, userInfo } from './user-methods.ts';
import type { Workspace } from './workspace.ts';

/** A method of the Web API: the scope it always requires, and its answer besides `ok`. */
export interface SlackMethod {
  readonly scope?: string;
  readonly answer: (workspace: Workspace, call: SlackCall) => Record<string, unknown>;
}

/** The supported methods; reading a channel also requires the scope for its kind of channel. */
export const slackMethods: Readonly<Record<string, SlackMethod>> = {
  'auth.test': { answer: authTest },
  'chat.postMessage': { scope: 'chat:write', answer: postMessage },
  'chat.postEphemeral': { scope: 'chat:write', answer: postEphemeral },
  'chat.update': { scope: 'chat:write', answer: updateMessage },
  'chat.delete': { scope: 'chat:write', answer: deleteMessage },
  'conversations.history': { answer: history },
  'conversations.replies': { answer: replies },
  'conversations.list': { answer: list },
  'conversations.info': { answer: info },
  'conversations.open': { scope: 'im:write', answer: open },
  'users.list': { scope: 'users:read', answer: listUsers },
  'users.info': { scope: 'users:read', answer: userInfo },
  'users.lookupByEmail': { scope: 'users:read.email', answer: lookupByEmail },
  'files.getUploadURLExternal': { scope: 'files:write', answer: uploadAddress },
  'files.completeUploadExternal': { scope: 'files:write', answer: completeUpload },
};

/** The scopes of a full installation of the app. */
export const allSlackScopes: readonly string[] = [
  'chat:write',
  'channels:history',
  'channels:read',
  'groups:history',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'users:read',
  'users:read.email',
  'files:write',
];
