import type { Piece, SheetView } from '#console/model.ts';
import { jiraSheet } from '#local/gallery/jira-sheet.ts';
import { slackSheet } from '#local/gallery/slack-sheet.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import type { JiraIssue } from '#simulators/jira/issue.ts';
import type { SlackMessage } from '#simulators/slack/workspace.ts';

/** A message or ticket of the boards, with what tells whose it is and how it stands. */
export interface Posted {
  readonly app: 'slack' | 'jira';
  readonly id: string;
  readonly at: number;
  /** Everything it says, for finding accounts in it. */
  readonly text: string;
  readonly isOver: boolean;
  /** When it was last changed. */
  readonly changedAt: number;
  readonly sheet: () => Pick<SheetView, 'where' | 'pieces' | 'status'>;
}

/** Messages and tickets that are shown of each board. */
const shownAtMost = 25;

/** What says that it is over; an interruption was over when it was told, and its ticket is left to a person. */
const over = /RESOLVED|recovery confirmed|was interrupted/i;

/** What the gallery says of a phone's lock screen is not in the channel. */
const isOfPhone = (piece: Piece): boolean =>
  piece.kind === 'note' && piece.inks.some(({ text }) => text.startsWith("On a phone's lock screen"));

function fromSlack(message: SlackMessage): Posted {
  const replies = message.replies.map(({ text, ts }) => ({ text, at: Number(ts) * 1000 }));
  const text = [message.text, JSON.stringify(message.blocks), ...replies.map((reply) => reply.text)].join(
    ' ',
  );
  const at = Number(message.ts) * 1000;
  return {
    app: 'slack',
    id: `slack-${message.ts}`,
    at,
    text,
    isOver: over.test(message.text),
    changedAt: Math.max(at, ...replies.map((reply) => reply.at)),
    sheet: () => {
      const { where, pieces } = slackSheet('#cloudtrail', message);
      return { where, pieces: pieces.filter((piece) => !isOfPhone(piece)) };
    },
  };
}

function fromJira(issue: JiraIssue): Posted {
  const { fields, comments, status, key, created, updated } = issue;
  return {
    app: 'jira',
    id: `jira-${key}`,
    at: created,
    text: JSON.stringify([fields, comments.map(({ body }) => body)]),
    isOver: status === 'Done' || over.test(fields.summary),
    changedAt: updated,
    sheet: () => ({ ...jiraSheet(issue, new Map()), status }),
  };
}

/** Everything that was sent to the channel and the board, oldest first. */
export function postedOn({ slack, jira }: Pick<Rehearsal, 'slack' | 'jira'>): readonly Posted[] {
  const { messages } = slack.channel('cloudtrail');
  return [
    ...messages.filter(({ threadTs }) => threadTs === undefined).map(fromSlack),
    ...jira.issues.map(fromJira),
  ];
}

/** The newest messages and tickets as people see them, newest first; `after` gives the time since the click. */
export function sheetsOf(
  posted: readonly Posted[],
  after: (one: Posted) => number | undefined,
): readonly SheetView[] {
  const newest = (app: Posted['app']): readonly Posted[] =>
    posted
      .filter((one) => one.app === app)
      .toSorted((a, b) => b.at - a.at)
      .slice(0, shownAtMost);
  return [...newest('slack'), ...newest('jira')].map((one) => {
    const { where, pieces, status } = one.sheet();
    return { id: one.id, app: one.app, where, pieces, status, at: one.at, after: after(one) };
  });
}
