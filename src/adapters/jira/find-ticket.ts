import type { ToldRef } from '#ports/channel.ts';
import { markerLabel, ticketNumber } from './marker.ts';
import { ownAccount, searchOwn } from './own-tickets.ts';
import type { Session } from './session.ts';

/**
 * The ticket that was made with `marker`, the oldest if there are several; undefined when the search index has none
 * (yet). All projects are searched, because tickets can be moved. Throws `JiraError`.
 */
export async function findTicket(session: Session, marker: string): Promise<ToldRef | undefined> {
  const account = await ownAccount(session);
  const jql = `labels = "${markerLabel(marker)}" ORDER BY created ASC`;
  const { tickets } = await searchOwn(session, account, { jql });
  const keys = tickets.filter((ticket) => ticket.marker === marker).map(({ key }) => key);
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
