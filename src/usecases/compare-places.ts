import pLimit from 'p-limit';
import type { AccountNames } from '#domain/announcements/affected.ts';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { plain, say } from '#domain/announcements/wording.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { Remark } from '#domain/reports/day-facts.ts';
import type { ToldIncident } from '#domain/reports/told-incident.ts';
import { headlineFor, incidentsIn } from '#domain/reports/told-incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Destination } from '#ports/channel.ts';
import { destinationKey } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { ReportQueue } from '#ports/follow-ups.ts';
import type { IncidentStore } from '#ports/incident-store.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { Comparison } from '#ports/round-log.ts';
import type { TicketDesk } from '#ports/ticket-desk.ts';
import type { Kind, Note, OpenTickets } from './compare-tickets.ts';
import { duplicates, openTickets } from './compare-tickets.ts';
import type { Concerned } from './destinations.ts';

/** What comparing needs. */
export interface CompareParts {
  readonly incidents: IncidentStore;
  readonly receipts: ReceiptStore;
  /** Undefined while tickets are switched off. */
  readonly desk: TicketDesk | undefined;
  readonly destinations: (concerned: Concerned) => Promise<readonly Destination[]>;
  readonly queues: Readonly<Record<Destination['channel'], ReportQueue>>;
  readonly clock: Clock;
}

/** What is compared: the table as it was read, and what was open the day before. */
export interface Compared {
  readonly issues: readonly Issue[];
  readonly standing: ReadonlySet<IncidentId>;
  readonly openBefore: readonly IncidentId[];
  readonly names: AccountNames;
}

/** Reporters are given so long before something counts as missing, in milliseconds. */
const patience = 15 * 60 * 1000;
const atOnce = 16;

interface Work {
  readonly parts: CompareParts;
  readonly names: AccountNames;
  /** The open tickets by incident; undefined when Jira could not be asked, or is switched off. */
  readonly tickets: OpenTickets | undefined;
}

const accountsOf = ({ members }: ToldIncident): AccountId[] => [
  ...new Set(members.map(({ account }) => account)),
];

const place = (destination: Destination): string =>
  destination.channel === 'slack'
    ? `Slack (${plain(destination.to, 60)})`
    : `Jira (${plain(destination.project, 30)})`;

async function ofTicket(
  { parts, tickets }: Work,
  incident: ToldIncident,
  { told }: Receipt,
): Promise<readonly [Kind, string][]> {
  const { desk } = parts;
  const shown = tickets?.get(incident.id) ?? [];
  if (!desk || !tickets || !told || incident.status !== 'open' || shown.some(({ key }) => key === told.ref))
    return [];
  // The search index lags and labels get removed: the ticket itself decides.
  const stands = await desk.stands(told.ref);
  if (stands.kind !== 'done' || stands.value === 'open') return [];
  return stands.value === 'done'
    ? [['mismatches', `Ticket ${told.ref} was closed by hand, but this is still open: `]]
    : [['repaired', `Ticket ${told.ref} was gone, a new one is made: `]];
}

function ofReceipt(receipt: Receipt, incident: ToldIncident, where: string, now: number): [Kind, string][] {
  if (receipt.told || incident.status !== 'open' || now - incident.openedAt < patience) return [];
  if (receipt.refused !== undefined) {
    return [['untold', `${where} did not take this (${plain(receipt.refused, 200)}): `]];
  }
  return [['repaired', `${where} had not been told of this and is told now: `]];
}

async function compareIncident(work: Work, incident: ToldIncident): Promise<Note[]> {
  const { parts, names } = work;
  const now = parts.clock.now();
  const destinations = await parts.destinations(incident);
  const notes = await Promise.all(
    destinations.map(async (destination) => {
      const key = destinationKey(destination);
      const receipt = await parts.receipts.read(incident.id, key);
      const found = [
        ...ofReceipt(receipt, incident, place(destination), now),
        ...(destination.channel === 'jira' ? await ofTicket(work, incident, receipt) : []),
      ];
      // Whatever is missing or stale there, the reporter puts it right from the state it reads then.
      await parts.queues[destination.channel].later(
        { incident: incident.id, destination: key, attempts: 0 },
        0,
      );
      return found;
    }),
  );
  const headline = headlineFor(incident, names, now);
  return notes
    .flat()
    .map(([kind, words]) => ({ kind, accounts: accountsOf(incident), words: say(words, headline, '.') }));
}

/** Tickets and threads of incidents that no item of the issue table knows any more. */
async function orphans(
  work: Work,
  known: ReadonlySet<IncidentId>,
  openBefore: readonly IncidentId[],
): Promise<Note[]> {
  const { parts, tickets } = work;
  const suspects = [...new Set([...(tickets?.keys() ?? []), ...openBefore])].filter((id) => !known.has(id));
  const notes = await Promise.all(
    suspects.map(async (id): Promise<Note[]> => {
      const view = await parts.incidents.read(id);
      // Every member closed: it ended in order, and its ticket may wait for a person.
      if (view && view.members.every(({ finding }) => finding.closed !== undefined)) return [];
      const keys = (tickets?.get(id) ?? []).map(({ key }) => key);
      const what = keys.length > 0 ? `Ticket ${keys.join(', ')}` : `The Slack thread of incident ${id}`;
      const accounts = [...new Set((view?.members ?? []).map(({ account }) => account))];
      const words: Sentence = say(`${what} tells of an issue that is no longer in the issue table.`);
      return [{ kind: 'mismatches', accounts, words }];
    }),
  );
  return notes.flat();
}

/**
 * Compares the issue table with Jira and Slack: what is missing or stale there is told again, younger duplicates of
 * a ticket are closed, and what a person must decide is listed.
 */
export function comparePlaces(parts: CompareParts): (compared: Compared) => Promise<Comparison> {
  return async ({ issues, standing, openBefore, names }) => {
    const { tickets, notes } = await openTickets(parts.desk);
    const work: Work = { parts, names, tickets };
    const incidents = incidentsIn(issues);
    const told = incidents.filter(
      ({ id, harmful, status }) => harmful && status !== 'closed' && !standing.has(id),
    );
    const limit = pLimit(atOnce);
    const compared = await Promise.all(told.map((incident) => limit(() => compareIncident(work, incident))));
    const known = new Set(incidents.map(({ id }) => id));
    const all = [
      ...notes,
      ...compared.flat(),
      ...(await duplicates(parts.desk, tickets)),
      ...(await orphans(work, known, openBefore)),
    ];
    const of = (kind: Kind): Remark[] =>
      all.filter((note) => note.kind === kind).map(({ accounts, words }) => ({ accounts, words }));
    return {
      repaired: of('repaired'),
      mismatches: of('mismatches'),
      untold: of('untold'),
      open: told.filter(({ status }) => status === 'open').map(({ id }) => id),
    };
  };
}
