import { bot, type SlackMessage } from './workspace.ts';

/** A message as in Slack's answers; with metadata only if the caller requested it. */
export function messageJson(message: SlackMessage, withMetadata: boolean): Record<string, unknown> {
  const root = message.replies.length > 0;
  return {
    type: 'message',
    ts: message.ts,
    user: message.user,
    text: message.text,
    team: bot.teamId,
    ...(message.user === bot.userId ? { bot_id: bot.botId, app_id: bot.appId } : {}),
    ...(message.blocks.length > 0 ? { blocks: message.blocks } : {}),
    ...(withMetadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    ...(message.threadTs !== undefined ? { thread_ts: message.threadTs, parent_user_id: bot.userId } : {}),
    ...(root ? { thread_ts: message.ts, reply_count: message.replies.length } : {}),
    ...(message.edits.length > 0 ? { edited: { user: bot.userId, ts: message.ts } } : {}),
    ...(message.files.length > 0
      ? { files: message.files.map(({ id, name, title }) => ({ id, name, title })) }
      : {}),
  };
}
