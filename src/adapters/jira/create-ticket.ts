import { createIssue } from 'jira.js/cloud';
import type { Announcement } from '#domain/announcements/announcement.ts';
import type { Recipient } from '#ports/channel.ts';
import { findAssignee } from './assignee.ts';
import { isTicketKey, markerLabel } from './marker.ts';
import { sendFields, type TicketFields } from './optional-fields.ts';
import { renderDescription, renderDueDate, renderLabels, renderSummary } from './render.ts';
import { priorityOf, propertyKey, type Session } from './session.ts';
import type { TicketProperty } from './ticket-state.ts';
import { JiraError } from './transport.ts';

/** The project, assignee and parent ticket of new tickets. */
export type JiraRecipient = Extract<Recipient, { channel: 'jira' }>;

/** A new ticket. */
export interface Created {
  readonly key: string;
  /** How the ticket deviates from the configuration. */
  readonly notes: readonly string[];
  /** The keys of tickets to link to. */
  readonly toLink: readonly string[];
}

/** Creates a ticket that can be found by its marker. Not idempotent. Throws `JiraError`. */
export async function createTicket(
  session: Session,
  recipient: JiraRecipient,
  announcement: Announcement,
  marker: string,
): Promise<Created> {
  const { client, brief, options } = session;
  const { project, parentTicket, assignee: wanted } = recipient;
  const assignee = isGiven(wanted) ? await findAssignee(brief, project, wanted) : undefined;
  const toLink = [...new Set([parentTicket, announcement.previousTicket].filter(isGiven))];
  const property: TicketProperty = {
    marker,
    severity: announcement.severity,
    due: renderDueDate(announcement),
    toLink,
  };
  const notes = (left: readonly string[]) => [
    ...(assignee?.note === undefined ? [] : [assignee.note]),
    ...left.map((field) => leftOut(field, session, recipient, announcement)),
  ];
  const fields: TicketFields = {
    ...basicFields(session, recipient, announcement, marker),
    ...(assignee?.accountId !== undefined && { assignee: { accountId: assignee.accountId } }),
  };
  const { value, left } = await sendFields(fields, (kept, out) => {
    const { textLimit } = options;
    const description = renderDescription(announcement, { notes: notes(out), textLimit });
    return createIssue(client, {
      fields: { ...kept, description },
      properties: [{ key: propertyKey, value: property }],
    });
  });
  if (!isTicketKey(value.key)) {
    throw new JiraError({ kind: 'not-jira', why: 'Jira did not name the new ticket' });
  }
  return { key: value.key, notes: notes(left), toLink };
}

function basicFields(
  { options }: Session,
  { project }: JiraRecipient,
  announcement: Announcement,
  marker: string,
): TicketFields {
  const priority = priorityOf(options, announcement.severity);
  const duedate = renderDueDate(announcement);
  return {
    project: { key: project },
    issuetype: { name: options.issueType },
    summary: renderSummary(announcement),
    labels: [...renderLabels(announcement, [markerLabel(marker), 'trailwarden', ...options.labels])],
    ...(priority !== undefined && { priority: { name: priority } }),
    ...(duedate !== undefined && { duedate }),
  };
}

function leftOut(
  field: string,
  { options }: Session,
  { project, assignee }: JiraRecipient,
  { severity, dueAt }: Announcement,
): string {
  if (field === 'duedate')
    return `Tickets of project ${project} have no due date; this one is due on ${renderDueDate({ dueAt }) ?? ''}.`;
  return field === 'priority'
    ? `Project ${project} has no priority "${priorityOf(options, severity) ?? ''}" (see jira.priorities in config.json), so the project decided the priority.`
    : `Jira does not let tickets of project ${project} be assigned to "${assignee ?? ''}", so the project decided who is assigned.`;
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '';
}
