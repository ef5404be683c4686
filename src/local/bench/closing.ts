import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { overMilestones } from '#domain/announcements/over-milestones.ts';
import { isTold } from '#domain/issues/incident.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import type { ReconcileParts } from '#usecases/day/reconcile-day.ts';
import { reconcileDay } from '#usecases/day/reconcile-day.ts';
import { partsOf } from '#usecases/report/recipients.ts';
import type { Bench, Measurement } from './bench.ts';
import { growthOf } from './bounded-report.ts';
import type { BoundedWorld } from './bounded-world.ts';
import { allRegions, boundedSizes, settle } from './bounded-world.ts';
import { stoppedOrganization } from './stopped-organization.ts';
import type { InvocationWork } from './tally.ts';

/** How long one run may close, in seconds, as report-day.ts says. */
const closesFor = 150;
/** What the table takes for a transaction and for a read, in milliseconds, and how many run in parallel. */
const writeTakes = 12;
const readTakes = 4;
const atOnce = 16;
const maxRuns = 100;

/** Two owners: one of a tenth of the accounts, and one of all. */
const ownersOf = (account: string): readonly Recipient[] => [
  { channel: 'slack', to: '#security' },
  ...(account.endsWith('0') ? [{ channel: 'slack' as const, to: '#team' }] : []),
];

/** Every recipient was told of the end of its part. */
async function tellTheEnd({ stores, clock }: BoundedWorld): Promise<void> {
  for (const id of await stores.living.listLiving()) {
    const view = await stores.incidents.readIncident(id);
    for (const { recipient, members } of view && isTold(view) ? partsOf(view.members, ownersOf) : []) {
      const receipt = await stores.receipts.readReceipt(id, recipientKey(recipient));
      const told = { ref: '1', place: 'C', at: clock.now() };
      const said = view ? overMilestones({ ...view, members }) : [];
      await stores.receipts.writeReceipt({ ...receipt, told, said });
    }
  }
}

/** The parts of the day, of which reads and writes take the time that they take in the table, and reads of incidents count. */
function partsOfDay({ stores, clock }: BoundedWorld) {
  const begun = clock.now();
  let [spent, incidentReads] = [0, 0];
  const { issues, incidents } = stores;
  const passing = { now: () => plusSeconds(begun, Math.floor(spent) / 1000) };
  const queue = memoryReportQueue(passing);
  const parts: ReconcileParts = {
    ...stores,
    issues: {
      ...issues,
      closeIssue: (...given) => {
        spent += writeTakes / atOnce;
        return issues.closeIssue(...given);
      },
      readRemembered: (...given) => {
        spent += readTakes;
        return issues.readRemembered(...given);
      },
    },
    incidents: {
      ...incidents,
      readIncident: (id) => {
        incidentReads += 1;
        return incidents.readIncident(id);
      },
    },
    clock: passing,
    overMilestones,
    ownersOf,
    isTicketed: () => true,
    endInherited: async () => true,
    queues: { slack: queue, jira: queue },
  };
  return { parts, now: passing.now, incidentReads: () => incidentReads };
}

/** Runs of the day until nothing is left: how many issues they closed, and what the longest of them took. */
async function closeAll(world: BoundedWorld) {
  const { parts, now, incidentReads } = partsOfDay(world);
  const longest = { reads: 0, seconds: 0 };
  let closed = 0;
  for (let run = 0; run < maxRuns; run += 1) {
    const [began, readBefore] = [now(), incidentReads()];
    const close = reconcileDay(parts);
    const done = { closed: 0, isCutShort: false };
    await world.tally.run('day', async () => Object.assign(done, await close(plusSeconds(began, closesFor))));
    closed += done.closed;
    longest.reads = Math.max(longest.reads, incidentReads() - readBefore);
    longest.seconds = Math.max(longest.seconds, (now() - began) / 1000);
    if (!done.isCutShort) break;
  }
  return { closed, longest };
}

async function closingOf(count: number): Promise<Measurement[]> {
  const { world, repair } = await stoppedOrganization(count);
  const { stores, tally, tables } = world;
  repair(true);
  await settle(world, 20);
  await tellTheEnd(world);
  world.clock.pass(86_400);
  const before = tally.invocations.length;
  const { closed, longest } = await closeAll(world);
  const runs = tally.invocations.slice(before);
  const issues = tables.items.size;
  const left = (await stores.living.listLiving()).length;
  const sum = (of: (work: InvocationWork) => number): number =>
    runs.reduce((total, one) => total + of(one), 0);
  const subject = `${count} accounts`;
  return [
    { subject, figure: 'issues', value: issues, unit: '' },
    { subject, figure: 'left open', value: issues - closed, unit: '', goal: 1 },
    { subject, figure: 'runs', value: runs.length, unit: '' },
    { subject, figure: 'longest run', value: longest.seconds * 1000, unit: 'ms', goal: 300_000 },
    { subject, figure: 'reads of an incident, a run', value: longest.reads, unit: '', goal: 3 },
    { subject, figure: 'reads an issue', value: sum(({ reads }) => reads) / issues, unit: '' },
    { subject, figure: 'writes an issue', value: sum(({ writes }) => writes) / issues, unit: '' },
    { subject, figure: 'incidents left', value: left, unit: '', goal: 1 },
    { subject, figure: 'computing', value: sum(({ milliseconds }) => milliseconds), unit: 'ms' },
    { subject, figure: 'heap with the tables', value: tally.heap(), unit: 'KiB' },
  ];
}

/** The day's round after an outage of every account that is over and told. */
export const closing: Bench = {
  name: 'closing',
  about: `The day closes what was stopped in ${boundedSizes.join(', ')} accounts with ${allRegions.length} Regions: one incident with two owners. In one process, over stores in memory whose calls take ${writeTakes} and ${readTakes} ms. Takes about a minute.`,
  run: async (progress) => {
    const measurements: Measurement[] = [];
    for (const size of boundedSizes) {
      measurements.push(...(await closingOf(size)));
      progress(`${size} accounts`);
    }
    const figures = ['reads of an incident, a run', 'reads an issue', 'writes an issue'];
    measurements.push(...growthOf('5000 against 100', measurements, figures));
    return { measurements, notes: ['What one run does not manage, the next goes on with.'] };
  },
};
