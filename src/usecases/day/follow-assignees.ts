import { plain } from '#domain/announcements/wording.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { ReceiptStore } from '#ports/receipt-store.ts';
import type { AssignedTicket, TicketDesk } from '#ports/ticket-desk.ts';
import { incidentOfTicket } from './compare-tickets.ts';

/** The tickets, the receipts that name them, and the queue of the reporter whose message shows who is assigned. */
export interface FollowParts {
  /** Undefined where people are not told through both Jira and Slack: then nothing is read. */
  readonly desk: Pick<TicketDesk, 'listChangedTickets'> | undefined;
  readonly receipts: Pick<ReceiptStore, 'listReceipts' | 'noteAssignee'>;
  readonly slack: Pick<ReportQueue, 'sendLater'>;
}

/** What a run found, for the log: how many assignees are new, or why Jira could not be read. */
export interface FollowedAssignees {
  readonly changed: number;
  readonly unread?: string | undefined;
}

/** Longest name that is stored, in characters. */
const longestName = 80;
/** Seconds until the message is edited: the name is stored by then. */
const editAfterSeconds = 10;

async function follow({ receipts, slack }: FollowParts, ticket: AssignedTicket): Promise<boolean> {
  const incident = incidentOfTicket(ticket);
  if (incident === undefined) return false;
  const receipt = (await receipts.listReceipts(incident)).find(
    ({ destination, told }) => destination.startsWith('jira|') && told?.ref === ticket.key,
  );
  const name = plain(ticket.assignee ?? '', longestName) || undefined;
  if (receipt === undefined || receipt.finished === true || receipt.assignee === name) return false;
  // Asked for before it is stored: a run that dies in between asks once more.
  await slack.sendLater({ incident, attempts: 0 }, editAfterSeconds);
  await receipts.noteAssignee(incident, receipt.destination, name);
  return true;
}

/**
 * Reads to whom the tickets of open incidents are assigned, by one search for those that changed within two hours, 100 at
 * most, and has the messages in Slack edited where that is new: no reply and no broadcast. Repeating it is harmless.
 */
export function followAssignees(parts: FollowParts): () => Promise<FollowedAssignees> {
  return async () => {
    const listed = await parts.desk?.listChangedTickets();
    if (listed === undefined) return { changed: 0 };
    // Told by the reporter, which Jira refuses as well; the next run reads again.
    if (listed.kind !== 'done') return { changed: 0, unread: listed.why };
    let changed = 0;
    for (const ticket of listed.value) if (await follow(parts, ticket)) changed += 1;
    return { changed };
  };
}

type Occasion = { readonly task?: string | undefined };

/** Runs `work`, and after each of its runs with the task `go-on`, which comes every five minutes, `follow`. */
export function alsoFollowing<Given extends Occasion, Answer>(
  work: (occasion: Given) => Promise<Answer>,
  follow: () => Promise<FollowedAssignees>,
): (occasion: Given) => Promise<{ readonly day: Answer; readonly assignees?: FollowedAssignees }> {
  return async (occasion) => {
    const day = await work(occasion);
    return occasion.task === 'go-on' ? { day, assignees: await follow() } : { day };
  };
}
