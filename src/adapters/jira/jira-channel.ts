import type { Announcement, Milestone } from '#domain/announcements/announcement.ts';
import type { Channel, SendResult, Recipient, ToldRef } from '#ports/channel.ts';
import { changeTicket } from './change-ticket.ts';
import { comment, commentIds } from './comments.ts';
import { createTicket, type Created } from './create-ticket.ts';
import { findTicket } from './find-ticket.ts';
import { finishTicket } from './finish-ticket.ts';
import { linkTicket } from './links.ts';
import { isTicketKey } from './marker.ts';
import { type JiraAction } from './refusals.ts';
import { renderComment, renderRemarks } from './render.ts';
import { inSession, type JiraOptions, type Session } from './session.ts';
import { JiraError } from './transport.ts';

/** How long Jira's search may not find a new ticket, in milliseconds; Atlassian documents minutes. */
const searchLag = 10 * 60_000;

/** Reports through tickets of a Jira Cloud site: one ticket per marker, kept up to date and closed at the end. */
export function jiraChannel(options: JiraOptions): Channel {
  const within = <Value>(attempt: JiraAction, run: (session: Session) => Promise<Value>) =>
    inSession(options, attempt, run);
  const onTicket = <Value>(attempt: JiraAction, told: ToldRef, run: (session: Session) => Promise<Value>) =>
    isTicketKey(told.ref)
      ? within(attempt, run)
      : Promise.resolve<SendResult<Value>>({ kind: 'gone', why: 'what was told was no ticket' });
  return {
    name: 'jira',
    grace: searchLag,
    open: (recipient, announcement, marker) =>
      within(attempts.open, (session) => open(session, recipient, announcement, marker)),
    find: (_recipient, marker) => within(attempts.find, (session) => findTicket(session, marker)),
    change: (told, announcement) =>
      onTicket(attempts.change, told, (session) => nothing(changeTicket(session, told, announcement))),
    say: (told, _announcement, milestone) =>
      onTicket(attempts.say, told, (session) => nothing(say(session, told, milestone))),
    said: (told) => onTicket(attempts.said, told, (session) => commentIds(session, told.ref)),
    finish: (told) => onTicket(attempts.finish, told, (session) => finishTicket(session, told.ref)),
  };
}

async function nothing(work: Promise<void>): Promise<undefined> {
  await work;
  return undefined;
}

const attempts = {
  open: { what: 'create tickets', permission: 'Create issues', repeatable: false, missing: 'refused' },
  find: { what: 'search for tickets', permission: 'Browse projects', repeatable: true, missing: 'refused' },
  change: { what: 'edit tickets', permission: 'Edit issues', repeatable: true, missing: 'gone' },
  say: { what: 'comment on tickets', permission: 'Add comments', repeatable: false, missing: 'gone' },
  said: { what: 'read comments', permission: 'Browse projects', repeatable: true, missing: 'gone' },
  finish: { what: 'close tickets', permission: 'Transition issues', repeatable: true, missing: 'gone' },
} satisfies Record<string, JiraAction>;

async function open(
  session: Session,
  recipient: Recipient,
  announcement: Announcement,
  marker: string,
): Promise<ToldRef> {
  if (recipient.channel !== 'jira') throw new TypeError(`${recipient.channel} is not for the Jira channel`);
  const created = await createTicket(session, recipient, announcement, marker);
  const { remarks } = await linkTicket(session, created.key, created.toLink);
  const notes = [...created.notes, ...remarks];
  await remark(session, created, remarks);
  return { ref: created.key, place: recipient.project, ...(notes.length > 0 && { notes }) };
}

/** Adds `remarks` as a comment. A failure is ignored: the ticket exists and has to be returned, and its receipt keeps the notes. */
async function remark(session: Session, { key }: Created, remarks: readonly string[]): Promise<void> {
  if (remarks.length === 0) return;
  try {
    await comment(session, key, { id: 'links', body: renderRemarks(remarks) });
  } catch (error) {
    if (!(error instanceof JiraError)) throw error;
  }
}

function say(session: Session, { ref }: ToldRef, milestone: Milestone): Promise<void> {
  return comment(session, ref, { id: milestone.id, body: renderComment(milestone) });
}
