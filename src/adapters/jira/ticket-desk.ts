import type { AssignedTicket, DeskTicket, TicketDesk } from '#ports/ticket-desk.ts';
import { remarkOnce } from './comments.ts';
import { finishTicket } from './finish-ticket.ts';
import { ownAccount, searchOwn } from './own-tickets.ts';
import { linkTicket } from './links.ts';
import { type JiraAction } from './refusals.ts';
import { inSession, type JiraOptions, type Session } from './session.ts';
import { readTicket } from './ticket-state.ts';

/** Pages of a hundred tickets that are compared at most. */
const maxPages = 50;
/** Milliseconds for one method: longer than for reports, because a comparison reads many tickets and is not urgent. */
const timeLimit = 20_000;

const attempts = {
  changed: {
    what: 'search for changed tickets',
    permission: 'Browse projects',
    repeatable: true,
    missing: 'refused',
  },
  open: { what: 'search for tickets', permission: 'Browse projects', repeatable: true, missing: 'refused' },
  stands: { what: 'read tickets', permission: 'Browse projects', repeatable: true, missing: 'gone' },
  close: { what: 'close tickets', permission: 'Transition issues', repeatable: true, missing: 'gone' },
} satisfies Record<string, JiraAction>;

/** `text` as a JQL string. */
const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

/** The open tickets of ours with the first configured label. Without labels none: JQL cannot search for properties. */
async function openTickets(session: Session): Promise<DeskTicket[]> {
  const [label] = session.options.labels;
  if (label === undefined) return [];
  const account = await ownAccount(session);
  const jql = `labels = ${quoted(label)} AND statusCategory != Done ORDER BY created ASC`;
  const found: DeskTicket[] = [];
  let nextPageToken: string | undefined;
  for (let page = 0; page < maxPages; page += 1) {
    const { tickets, next } = await searchOwn(session, account, { jql, nextPageToken });
    found.push(...tickets.map(({ key, marker }) => ({ key, marker })));
    nextPageToken = next;
    if (nextPageToken === undefined) break;
  }
  return found;
}

/** How far back changed tickets are listed: the search index lags, and a run may have failed. */
const changedWithin = '2h';

/** One page of the open tickets of ours that changed lately, last changed first; without labels none. */
async function changedTickets(session: Session): Promise<readonly AssignedTicket[]> {
  const [label] = session.options.labels;
  if (label === undefined) return [];
  const jql = `labels = ${quoted(label)} AND statusCategory != Done AND updated >= -${changedWithin} ORDER BY updated DESC`;
  return (await searchOwn(session, await ownAccount(session), { jql })).tickets;
}

/** Finds, reads and closes Trailwarden's tickets on a Jira Cloud site. */
export function jiraTicketDesk(options: JiraOptions): TicketDesk {
  const within = <Value>(attempt: JiraAction, run: (session: Session) => Promise<Value>) =>
    inSession({ ...options, timeLimit }, attempt, run);
  return {
    listOpenTickets: () => within(attempts.open, openTickets),
    listChangedTickets: () => within(attempts.changed, changedTickets),
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
