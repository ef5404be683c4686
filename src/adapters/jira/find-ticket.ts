import { searchAndReconsileIssuesUsingJqlPost as searchByJql } from 'jira.js/cloud';
import type { ToldRef } from '#ports/channel.ts';
import { isTicketKey, markerLabel, ticketNumber } from './marker.ts';
import type { Session } from './session.ts';

/**
 * The ticket with the marker's label, the oldest if there are several; undefined when the search index has none (yet).
 * All projects are searched, because tickets can be moved. Throws `JiraError`.
 */
export async function findTicket({ client }: Session, marker: string): Promise<ToldRef | undefined> {
  const { issues = [] } = await searchByJql(client, {
    jql: `labels = "${markerLabel(marker)}" ORDER BY created ASC`,
    fields: ['created'],
    maxResults: 50,
  });
  const keys = issues.flatMap(({ key }) => (key !== undefined && isTicketKey(key) ? [key] : []));
  const [oldest, ...younger] = keys.sort((one, other) => ticketNumber(one) - ticketNumber(other));
  if (oldest === undefined) return undefined;
  return {
    ref: oldest,
    place: oldest.slice(0, oldest.lastIndexOf('-')),
    ...(younger.length > 0 && {
      notes: [
        `There is more than one ticket for this: close ${younger.join(', ')} as a duplicate of this one.`,
      ],
    }),
  };
}
