import { searchAndReconsileIssuesUsingJqlPost as searchByJql } from 'jira.js/cloud';
import type { DeskTicket, TicketDesk } from '#ports/ticket-desk.ts';
import { remarkOnce } from './comments.ts';
import { finishTicket } from './finish-ticket.ts';
import { linkTicket } from './links.ts';
import { isTicketKey } from './marker.ts';
import { type JiraAction } from './refusals.ts';
import { inSession, type JiraOptions, type Session } from './session.ts';
import { ownProperty, readTicket } from './ticket-state.ts';

/** Pages of a hundred tickets that are compared at most. */
const maxPages = 50;
/** Milliseconds for one method: longer than for reports, because a comparison reads many tickets and is not urgent. */
const timeLimit = 20_000;

const attempts = {
  open: { what: 'search for tickets', permission: 'Browse projects', repeatable: true, missing: 'refused' },
  stands: { what: 'read tickets', permission: 'Browse projects', repeatable: true, missing: 'gone' },
  close: { what: 'close tickets', permission: 'Transition issues', repeatable: true, missing: 'gone' },
} satisfies Record<string, JiraAction>;

/** `text` as a JQL string. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

function markersIn(labels: unknown): string[] {
  const all = Array.isArray(labels) ? labels.map(String) : [];
  return all.flatMap((label) => (label.startsWith('tw-') ? [label.slice('tw-'.length)] : []));
}

/** The open tickets with the first configured label. Without labels none: JQL cannot search for the prefix of markers. */
async function openTickets({ client, options }: Session): Promise<DeskTicket[]> {
  const [label] = options.labels;
  if (label === undefined) return [];
  const found: DeskTicket[] = [];
  let nextPageToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await searchByJql(client, {
      jql: `labels = ${quoted(label)} AND statusCategory != Done ORDER BY created ASC`,
      fields: ['labels'],
      maxResults: 100,
      ...(nextPageToken === undefined ? {} : { nextPageToken }),
    });
    for (const { key, fields } of answer.issues ?? []) {
      const markers = markersIn(ownProperty(fields, 'labels'));
      if (key !== undefined && isTicketKey(key) && markers.length > 0) found.push({ key, markers });
    }
    nextPageToken = answer.nextPageToken ?? undefined;
    if (nextPageToken === undefined) break;
  }
  return found;
}

/** Finds, reads and closes Trailwarden's tickets on a Jira Cloud site. */
export function jiraTicketDesk(options: JiraOptions): TicketDesk {
  const within = <Value>(attempt: JiraAction, run: (session: Session) => Promise<Value>) =>
    inSession({ ...options, timeLimit }, attempt, run);
  return {
    listOpenTickets: () => within(attempts.open, openTickets),
    async readTicketState(key) {
      const state = await within(attempts.stands, async (session) => readTicket(session, key));
      if (state.kind === 'gone') return { kind: 'done', value: 'gone' };
      return state.kind === 'done' ? { kind: 'done', value: state.value.done ? 'done' : 'open' } : state;
    },
    endInherited: (key, { remark, goesOnIn }) =>
      within(attempts.close, async (session) => {
        await remarkOnce(session, key, { id: 'inherited', remarks: [remark] });
        if (goesOnIn !== undefined) await linkTicket(session, key, [goesOnIn]);
        await finishTicket(session, key);
        return undefined;
      }),
    closeDuplicate: (key, of) =>
      within(attempts.close, async (session) => {
        await remarkOnce(session, key, {
          id: 'duplicate',
          remarks: [`This is a duplicate of ${of}, which goes on.`],
        });
        await finishTicket(session, key);
        return undefined;
      }),
  };
}
