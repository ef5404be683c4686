import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';
import type { Channel, SendResult, Recipient, ToldRef } from '#ports/channel.ts';
import { slackDirectory, type SlackAccess } from './directory.ts';
import { milestonesIn, postMessage } from './messages.ts';
import { refusalCode, refusalWords, refusedBecauseOf } from './failure.ts';
import {
  access,
  sendResultOf,
  findAtAddress,
  postToAddress,
  plainerIfRefused,
  type SlackOptions,
} from './posting.ts';
import { renderMessage, renderReply } from './render.ts';
import { upload } from './upload.ts';

const done: SendResult = { kind: 'done', value: undefined };
// Slack accepts a reply to a deleted message and posts it as a separate message, so the missing thread is checked afterwards.
const deleted: SendResult = { kind: 'gone', why: 'the message was deleted' };

function recipientOf(recipient: Recipient): string {
  if (recipient.channel !== 'slack') throw new TypeError(`not a Slack recipient: ${recipient.channel}`);
  return recipient.to;
}

/** Reports through Slack: one message per incident and recipient, edited in place; milestones are replies in its thread. */
export function slackChannel(options: SlackOptions): Channel {
  const slack = access(options);
  const directory = slackDirectory(slack, options.defaultChannel);

  return {
    name: 'slack',
    attaches: true,
    grace: 30_000,
    isQuick: (recipient) => directory.isQuick(recipientOf(recipient)),
    open: (recipient, announcement, marker) =>
      sendResultOf(
        slack,
        () =>
          postToAddress(slack, directory, {
            to: recipientOf(recipient),
            marker,
            render: (notes) => renderMessage(announcement, notes),
          }),
        'unknown',
      ),
    find: (recipient, marker, since) =>
      sendResultOf(
        slack,
        () => findAtAddress(slack, directory, { to: recipientOf(recipient), marker, since }),
        'later',
      ),
    change: (told, announcement) =>
      sendResultOf(slack, () => orGone(() => change(slack, told, announcement)), 'later'),
    say: (told, announcement, milestone) =>
      sendResultOf(slack, () => orGone(() => say(slack, told, announcement, milestone)), 'unknown'),
    said: (told) => sendResultOf(slack, () => orGone(() => said(slack, told)), 'later'),
    finish: async () => ({ kind: 'done', value: 'done' }),
  };
}

/**
 * Where a message cannot be edited or answered because of its channel (archived, the app was removed), it counts as gone:
 * it is told anew, which ends in the default channel when the channel takes no post either.
 */
async function orGone<Value>(call: () => Promise<SendResult<Value>>): Promise<SendResult<Value>> {
  try {
    return await call();
  } catch (error) {
    if (refusedBecauseOf(error) !== 'recipient') throw error;
    return { kind: 'gone', why: `Slack: ${refusalWords(error)}` };
  }
}

async function say(
  slack: SlackAccess,
  told: ToldRef,
  announcement: Announcement,
  milestone: Milestone,
): Promise<SendResult> {
  const listed = await listAccounts(slack, told, announcement, milestone);
  const { id, quiet } = milestone;
  const reply = { channel: told.place, thread: told.ref, milestone: id, quiet };
  const { thread } = await plainerIfRefused(renderReply(announcement, milestone, listed), (content) =>
    postMessage(slack, { ...reply, content }),
  );
  return thread === told.ref ? done : deleted;
}

async function said(slack: SlackAccess, { place, ref }: ToldRef): Promise<SendResult<readonly string[]>> {
  try {
    return { kind: 'done', value: await milestonesIn(slack, place, ref) };
  } catch (error) {
    // An app that may post but not read repeats a reply rather than losing it.
    if (refusalCode(error) === 'missing_scope') return { kind: 'done', value: [] };
    throw error;
  }
}

/** Uploads the list of all accounts to the thread; returns whether it succeeded. A failure does not stop the reply. */
async function listAccounts(
  slack: SlackAccess,
  told: ToldRef,
  { accountList: content }: Announcement,
  { withAccounts }: Milestone,
): Promise<boolean> {
  if (content === undefined || withAccounts !== true) return false;
  const file = { name: 'accounts.csv', title: 'Every account and Region that is affected', content };
  return (await sendResultOf(slack, () => upload(slack, told, file), 'unknown')).kind === 'done';
}

async function change(slack: SlackAccess, told: ToldRef, announcement: Announcement): Promise<SendResult> {
  await plainerIfRefused(renderMessage(announcement, told.notes), async ({ text, blocks }) =>
    slack.client.chat.update({
      token: await slack.token(),
      channel: told.place,
      ts: told.ref,
      text,
      blocks,
      parse: 'none',
      link_names: false,
    }),
  );
  return done;
}
