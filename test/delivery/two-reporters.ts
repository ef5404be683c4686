import { memoryChannel } from '#adapters/memory/memory-channel.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { IssueMovement } from '#domain/issues/movement.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Member } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { composer, digest } from '#doors/words.ts';
import type { Recipient } from '#ports/channel.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import { memoryStores } from '#test/given/stores.ts';
import { account, at, incidentId, names, trigger, view } from '#test/given/incidents.ts';
import { mortal } from '#test/given/telling-world.ts';
import { recipientsOf } from '#usecases/report/recipients.ts';
import type { OwnersOf } from '#usecases/report/recipients.ts';
import type { ReportParts } from '#usecases/report/report-parts.ts';
import { reportMovements, servePending } from '#usecases/report/report.ts';

/** When a process dies: at which of its steps, and whether that step is still done. */
export type Death = { readonly at: number; readonly when: 'before' | 'after' } | undefined;

export const incidents = [incidentId('i-1'), incidentId('i-2')] as const;
/** An account with a team of its own, beside those who hear of everything. */
export const team = account('222222222222');

const owners: Readonly<Record<'slack' | 'jira', OwnersOf>> = {
  slack: (of) =>
    ['C-security', ...(of === team ? ['C-team'] : [])].map((to) => ({ channel: 'slack', to }) as const),
  jira: (of) => [{ channel: 'jira', project: of === team ? 'TEAM' : 'SEC' }],
};
/** A message that failed comes back after so many seconds. */
const visibility = 180;

/** A Slack and a Jira reporter in memory, over one state, each with its stream and its queue. */
export async function twoReporters() {
  const clock = settableClock(at('12:00:10'));
  const tables = memoryTables();
  const stores = await memoryStores(tables);
  const directory = memoryDirectory([...names, [team, 'team']]);
  const config = { jira: { site: 'https://example.atlassian.net', ticketsWhenStillRecorded: false } };

  function reporter(name: 'slack' | 'jira', after: ReportParts['onFirstTold']) {
    const channel = memoryChannel({ clock, name, indexLag: 2000, grace: 5000 });
    const queue = memoryReportQueue(clock);
    const ownersOf = owners[name];
    const compose = composer({ config, receipts: stores.receipts, directory, clock, ownersOf });
    const parts: ReportParts = {
      ...stores,
      clock,
      channel,
      queue,
      digest,
      compose,
      onFirstTold: after,
      recipients: async (concerned) => recipientsOf(concerned, ownersOf),
    };
    const stream: IssueMovement[] = [];
    return { name, channel, queue, parts, stream, ownersOf };
  }
  const slack: ReturnType<typeof reporter> = reporter('slack', ({ incident }) =>
    jira.queue.sendLater({ incident: incident.id, attempts: 0 }, 1),
  );
  const jira: ReturnType<typeof reporter> = reporter('jira', ({ incident }) =>
    slack.queue.sendLater({ incident: incident.id, attempts: 0 }, 1),
  );
  const reporters = { slack, jira };
  type Name = keyof typeof reporters;

  const living = (parts: ReportParts, death: Death): ReportParts =>
    death === undefined ? parts : mortal(parts, death).parts;

  /** The incident has these members from now on; both streams say so. */
  const move = (id: IncidentId, members: readonly Member[]): void => {
    const { incident } = view([]);
    tables.incidents.set(id, { ...incident, id });
    for (const [key, row] of tables.members) if (row.incident === id) tables.members.delete(key);
    for (const member of members) {
      const { account: owner, region, finding } = member;
      tables.members.set([id, owner, region, findingKey(finding.rule, finding.subject)].join(' '), {
        incident: id,
        member,
      });
    }
    tables.events.set(`${id} e-1`, { incident: id, trigger: trigger() });
    const moved = members.map(({ account: owner, region }) => ({ incident: id, account: owner, region }));
    for (const { stream } of Object.values(reporters)) stream.push(...moved);
  };
  /** What the stream holds comes to the reporter, `copies` times at once; what fails stays in the stream. */
  const hear = async (name: Name, copies: number, death: Death): Promise<void> => {
    const { parts, stream } = reporters[name];
    const batch = stream.splice(0);
    const runs = Array.from({ length: copies }, (_, index) =>
      reportMovements(living(parts, index === 0 ? death : undefined))()(batch),
    );
    const [first] = await Promise.allSettled(runs);
    if (first?.status === 'rejected') stream.unshift(...batch);
  };
  /** What is due in the queue is served, `copies` times at once; what fails comes back. */
  const serve = async (name: Name, copies: number, death: Death): Promise<void> => {
    const { parts, queue } = reporters[name];
    const one = async (pending: PendingReport): Promise<void> => {
      const runs = Array.from({ length: copies }, (_, index) =>
        servePending(living(parts, index === 0 ? death : undefined))(pending),
      );
      const [first] = await Promise.allSettled(runs);
      if (first?.status === 'rejected') await queue.sendLater(pending, visibility);
    };
    await Promise.all(queue.receive().map(one));
  };
  /** Everything goes well from now on, until nothing is left to do. */
  const rest = async (): Promise<void> => {
    for (let turn = 0; turn < 500; turn += 1) {
      for (const name of ['slack', 'jira'] as const) {
        await hear(name, 1, undefined);
        await serve(name, 1, undefined);
      }
      const left = Object.values(reporters).flatMap(({ queue }) => queue.waiting);
      const streams = Object.values(reporters).flatMap(({ stream }) => stream);
      if (left.length + streams.length === 0) return;
      clock.pass(Math.max(1, (Math.min(...left.map(({ due }) => due)) - clock.now()) / 1000));
    }
    throw new Error('it never comes to rest');
  };
  /** What is told of an incident: each destination with its messages, and what it should say. */
  const outcome = async (id: IncidentId) => {
    const seen = await stores.incidents.readIncident(id);
    const all = Object.values(reporters).flatMap((one) =>
      recipientsOf({ members: seen?.members ?? [] }, one.ownersOf).map((destination) => ({
        one,
        destination,
      })),
    );
    return Promise.all(
      all.map(async ({ one, destination }) => ({
        destination,
        expected: seen && (await one.parts.compose(seen, destination)),
        messages: one.channel.messages.filter(
          (message) => message.shown.incident === id && sameDestination(message.recipient, destination),
        ),
      })),
    );
  };
  return { clock, reporters, move, hear, serve, rest, outcome };
}

function sameDestination(one: Recipient, other: Recipient): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** An account id of a crowd. */
export const one = (index: number): AccountId => account(String(300_000_000_000 + index));
