import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';
import type { Channel, SendResult, Recipient, ToldRef } from '#ports/channel.ts';
import { slackDirectory, type SlackAccess } from './directory.ts';
import { milestonesIn, posted } from './messages.ts';
import { access, ended, findAt, openAt, type SlackOptions } from './posting.ts';
import { renderMessage, renderReply } from './render.ts';
import { upload } from './upload.ts';

const done: SendResult = { kind: 'done', value: undefined };
// Slack accepts a reply to a deleted message and posts it as a separate message, so the missing thread is checked afterwards.
const deleted: SendResult = { kind: 'gone', why: 'the message was deleted' };

function destinationOf(destination: Recipient): string {
  if (destination.channel !== 'slack') throw new TypeError(`not a Slack destination: ${destination.channel}`);
  return destination.to;
}

/** Reports through Slack: one message per incident and destination, edited in place; milestones are replies in its thread. */
export function slackChannel(options: SlackOptions): Channel {
  const slack = access(options);
  const directory = slackDirectory(slack, options.defaultChannel);

  return {
    name: 'slack',
    attaches: true,
    grace: 30_000,
    open: (destination, announcement, marker) =>
      ended(
        () =>
          openAt(slack, directory, {
            to: destinationOf(destination),
            marker,
            render: (notes) => renderMessage(announcement, notes),
          }),
        'unknown',
      ),
    find: (destination, marker, since) =>
      ended(() => findAt(slack, directory, { to: destinationOf(destination), marker, since }), 'later'),
    change: (told, announcement) => ended(() => change(slack, told, announcement), 'later'),
    say: (told, announcement, milestone) =>
      ended(async () => {
        const listed = await listAccounts(slack, told, announcement, milestone);
        const content = renderReply(announcement, milestone, listed);
        const post = { channel: told.place, thread: told.ref, milestone: milestone.id, content };
        return (await posted(slack, post)).thread === told.ref ? done : deleted;
      }, 'unknown'),
    said: (told) =>
      ended(async () => ({ kind: 'done', value: await milestonesIn(slack, told.place, told.ref) }), 'later'),
    finish: async () => ({ kind: 'done', value: 'done' }),
  };
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
  return (await ended(() => upload(slack, told, file), 'unknown')).kind === 'done';
}

async function change(slack: SlackAccess, told: ToldRef, announcement: Announcement): Promise<SendResult> {
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
