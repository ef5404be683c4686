import { editIssue } from 'jira.js/cloud';
import type { Announcement } from '#domain/announcements/announcement.ts';
import type { ToldRef } from '#ports/channel.ts';
import { remarkOnce } from './comments.ts';
import { linkTicket } from './links.ts';
import { sendFields } from './optional-fields.ts';
import { renderDescription, renderDueDate, renderLabels, renderSummary } from './render.ts';
import { priorityOf, propertyKey, type Session } from './session.ts';
import { readTicket, type TicketProperty, type TicketState } from './ticket-state.ts';

/** The comment on a ticket that was closed while its incident is open. */
const stillOpen = {
  id: 'still-open',
  remarks: [
    'This ticket is done, but the trouble it is about is not over. Trailwarden leaves the ticket as it is, and keeps its text up to date.',
  ],
};

/**
 * Updates a ticket's summary, description, labels, priority and due date, and repeats links that failed before. Keeps a
 * priority that a person set, and does not reopen a ticket that a person closed: one comment is added to it. Idempotent.
 * Throws `JiraError`.
 */
export async function changeTicket(
  session: Session,
  told: ToldRef,
  announcement: Announcement,
): Promise<void> {
  const state = await readTicket(session, told.ref);
  const linked = await linkTicket(session, told.ref, state.property.toLink);
  await edit(session, told, announcement, { ...state, again: linked.again });
  await remarkOnce(session, told.ref, { id: 'links', remarks: linked.remarks });
  if (state.done && announcement.status === 'open') await remarkOnce(session, told.ref, stillOpen);
}

async function edit(
  { client, options }: Session,
  told: ToldRef,
  announcement: Announcement,
  state: TicketState & { readonly again: readonly string[] },
): Promise<void> {
  const { severity, status } = announcement;
  const priority = priorityToSet(options, severity, state);
  const due = renderDueDate(announcement) ?? state.property.due;
  const property: TicketProperty = { ...state.property, severity, due, toLink: state.again };
  const fields = {
    summary: renderSummary(announcement),
    description: renderDescription(announcement, { notes: told.notes, textLimit: options.textLimit }),
    ...(priority !== undefined && { priority: { name: priority } }),
    ...(due !== undefined && due !== state.property.due && { duedate: due }),
  };
  // Labels are added one by one, so that labels that people added stay.
  const labels: Record<string, string>[] = renderLabels(announcement, options.labels).map((add) => ({ add }));
  if (status === 'open') labels.push({ remove: 'whitelisted' });
  await sendFields(fields, (kept) =>
    editIssue(client, {
      issueIdOrKey: told.ref,
      fields: kept,
      update: { labels },
      properties: [{ key: propertyKey, value: property }],
    }),
  );
}

/** The priority of the new severity; undefined when a person changed the priority since. */
function priorityToSet(
  options: Session['options'],
  severity: Announcement['severity'],
  { priority, property }: TicketState,
): string | undefined {
  if (property.severity === undefined || property.severity === severity) return undefined;
  const ours = priorityOf(options, property.severity);
  return ours === undefined || ours === priority ? priorityOf(options, severity) : undefined;
}
