import { memoryChannel } from '#adapters/memory/memory-channel.ts';
import type { MemoryChannel, MemoryChannelOptions } from '#adapters/memory/memory-channel.ts';
import type { MemoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import type { MemoryTables } from '#adapters/memory/memory-tables.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import type { SettableClock } from '#adapters/memory/settable-clock.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Member } from '#domain/issues/incident.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { composer, digest } from '#doors/words.ts';
import type { Recipient } from '#ports/channel.ts';
import type { Stores } from './stores.ts';
import { memoryStores } from './stores.ts';
import { at, incidentId, names, now, trigger, view } from './incidents.ts';
import { announce } from '#usecases/report/announce.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';
import { recipientsOf } from '#usecases/report/recipients.ts';
import type { ReportParts } from '#usecases/report/report-parts.ts';
import type { TellOutcome } from '#usecases/report/tell-outcome.ts';

export const i1 = incidentId('i-1');
export const security: Recipient = { channel: 'slack', to: '#security' };
export const tickets: Recipient = { channel: 'jira', project: 'SEC' };

/** A reporter in memory with everything around it. */
export interface TellingWorld {
  readonly clock: SettableClock;
  readonly channel: MemoryChannel;
  readonly queue: MemoryReportQueue;
  readonly stores: Stores;
  readonly tables: MemoryTables;
  readonly parts: ReportParts;
  /** Incidents of which the other reporter was told that something new is there to show. */
  readonly refreshed: readonly IncidentId[];
  /** The incident has exactly these members from now on. */
  incidentHas(members: readonly Member[], id?: IncidentId): void;
  announce(destination?: Recipient): Promise<TellOutcome>;
}

/** A world in which `i-1` is an incident without members; without `ownersOf` each recipient owns every account. */
export async function tellingWorld(
  options: Partial<MemoryChannelOptions> & { readonly ownersOf?: OwnersOf } = {},
): Promise<TellingWorld> {
  const clock = settableClock(at('12:00:10'));
  const tables = memoryTables();
  const stores = await memoryStores(tables);
  const channel = memoryChannel({ clock, ...options });
  const queue = memoryReportQueue(clock);
  const refreshed: IncidentId[] = [];
  const ownersOf = options.ownersOf ?? (() => [channel.name === 'slack' ? security : tickets]);
  const words = {
    config: { jira: { site: undefined, ticketsWhenStillRecorded: false } },
    receipts: stores.receipts,
    directory: memoryDirectory(names),
    clock: { now: () => now },
  };
  const parts: ReportParts = {
    ...stores,
    clock,
    channel,
    queue,
    digest,
    compose: (seen, destination) =>
      composer({ ...words, ownersOf: options.ownersOf ?? (() => [destination]) })(seen, destination),
    recipients: async (concerned) => recipientsOf(concerned, ownersOf),
    onFirstTold: async ({ incident }) => void refreshed.push(incident.id),
  };
  const world: TellingWorld = {
    clock,
    channel,
    queue,
    stores,
    tables,
    parts,
    refreshed,
    incidentHas(members, id = i1) {
      const { incident } = view([]);
      tables.incidents.set(id, { ...incident, id });
      for (const [key, row] of tables.members) if (row.incident === id) tables.members.delete(key);
      for (const member of members) {
        const key = [
          id,
          member.account,
          member.region,
          findingKey(member.finding.rule, member.finding.subject),
        ];
        tables.members.set(key.join(' '), { incident: id, member });
      }
      tables.events.set(`${id} e-1`, { incident: id, trigger: trigger() });
    },
    announce: (destination = security) => announce(parts)(i1, destination),
  };
  world.incidentHas([]);
  return world;
}

/** Goes on telling as the queue would, until everything is told; answers how that ended. */
export async function toldInTheEnd(
  world: Pick<TellingWorld, 'announce' | 'clock'>,
  destination?: Recipient,
): Promise<TellOutcome> {
  for (let attempt = 0; attempt < 500; attempt += 1) {
    const telling = await world.announce(destination);
    if (telling.kind !== 'later') return telling;
    world.clock.pass(Math.max(telling.seconds, 1));
  }
  throw new Error('it never ends');
}

/** A process that dies at its step `at` (counted over all ports), before or after the step is done. */
export function mortal<Parts extends object>(
  parts: Parts,
  death: { readonly at: number; readonly when: 'before' | 'after' },
): { readonly parts: Parts; steps(): number } {
  let steps = 0;
  const isDead = (): boolean => steps > death.at;
  const step = async (run: () => unknown): Promise<unknown> => {
    if (isDead()) throw new Error('killed');
    steps += 1;
    if (isDead() && death.when === 'before') throw new Error('killed');
    const result = await run();
    if (isDead()) throw new Error('killed');
    return result;
  };
  const port = (value: object): object =>
    Object.fromEntries(
      Object.entries(value).map(([name, member]: [string, unknown]) => [
        name,
        typeof member === 'function' && name !== 'now'
          ? (...given: unknown[]) => step(() => (member as (...all: unknown[]) => unknown)(...given))
          : member,
      ]),
    );
  const wrapped = Object.entries(parts).map(([name, member]: [string, unknown]) => [
    name,
    typeof member === 'object' && member !== null ? port(member) : member,
  ]);
  return { parts: Object.fromEntries(wrapped) as Parts, steps: () => steps };
}
