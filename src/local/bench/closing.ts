import { memoryReportQueue } from '#adapters/memory/memory-report-queue.ts';
import { overMilestones } from '#domain/announcements/over-milestones.ts';
import { isTold } from '#domain/issues/incident.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import type { Recipient } from '#ports/channel.ts';
import { recipientKey } from '#ports/channel.ts';
import { reconcileDay } from '#usecases/day/reconcile-day.ts';
import { partsOf } from '#usecases/report/recipients.ts';
import type { Bench, Measurement } from './bench.ts';
import { growthOf } from './bounded-report.ts';
import type { BoundedWorld } from './bounded-world.ts';
import { allRegions, boundedSizes, settle } from './bounded-world.ts';
import { stoppedOrganization } from './stopped-organization.ts';

/** How long one run may close, in seconds, as report-day.ts says. */
const closesFor = 150;
/** What the table takes for a transaction and for a read, in milliseconds, and how many run in parallel. */
const writeTakes = 12;
const readTakes = 4;
const atOnce = 16;

/** Two owners: one of a tenth of the accounts, and one of all. */
const ownersOf = (account: string): readonly Recipient[] => [
  { channel: 'slack', to: '#security' },
  ...(account.endsWith('0') ? [{ channel: 'slack' as const, to: '#team' }] : []),
];

/** Every recipient was told of the end of its part. */
async function tellTheEnd({ stores, clock }: BoundedWorld): Promise<void> {
  for (const id of await stores.living.listLiving()) {
    const view = await stores.incidents.readIncident(id);
    for (const { destination, members } of view && isTold(view) ? partsOf(view.members, ownersOf) : []) {
      const receipt = await stores.receipts.readReceipt(id, recipientKey(destination));
      const told = { ref: '1', place: 'C', at: clock.now() };
      const said = view ? overMilestones({ ...view, members }) : [];
      await stores.receipts.writeReceipt({ ...receipt, told, said });
    }
  }
}

async function closed(count: number): Promise<Measurement[]> {
  const { world, repair } = await stoppedOrganization(count);
  const { stores, clock, tally, tables } = world;
  repair(true);
  await settle(world, 20);
  await tellTheEnd(world);
  clock.pass(86_400);
  let incidentReads = 0;
  let spent = 0;
  const begun = clock.now();
  const passing = { now: () => plusSeconds(begun, Math.floor(spent) / 1000) };
  const parts = {
    ...stores,
    // As in the table, a read and a write take their time, sixteen at once.
    issues: {
      ...stores.issues,
      closeIssue: (...given: Parameters<typeof stores.issues.closeIssue>) => {
        spent += writeTakes / atOnce;
        return stores.issues.closeIssue(...given);
      },
      readRemembered: (...given: Parameters<typeof stores.issues.readRemembered>) => {
        spent += readTakes;
        return stores.issues.readRemembered(...given);
      },
    },
    incidents: {
      ...stores.incidents,
      readIncident: (...given: Parameters<typeof stores.incidents.readIncident>) => {
        incidentReads += 1;
        return stores.incidents.readIncident(...given);
      },
    },
    clock: passing,
    overMilestones,
    ownersOf,
    isTicketed: () => true,
    endInherited: async () => true,
    queues: { slack: memoryReportQueue(passing), jira: memoryReportQueue(passing) },
  };
  const before = tally.invocations.length;
  const longest = { reads: 0, seconds: 0 };
  let isCutShort = true;
  let all = 0;
  for (let run = 0; isCutShort && run < 100; run += 1) {
    const began = passing.now();
    incidentReads = 0;
    await tally.run('day', async () => {
      const done = await reconcileDay(parts)(plusSeconds(began, closesFor));
      isCutShort = done.isCutShort;
      all += done.closed;
    });
    longest.reads = Math.max(longest.reads, incidentReads);
    longest.seconds = Math.max(longest.seconds, (passing.now() - began) / 1000);
  }
  const runs = tally.invocations.slice(before);
  const issues = tables.items.size;
  const subject = `${count} accounts`;
  const sum = (of: (work: (typeof runs)[number]) => number): number =>
    runs.reduce((total, one) => total + of(one), 0);
  return [
    { subject, figure: 'issues', value: issues, unit: '' },
    { subject, figure: 'left open', value: issues - all, unit: '', goal: 1 },
    { subject, figure: 'runs', value: runs.length, unit: '' },
    { subject, figure: 'longest run', value: longest.seconds * 1000, unit: 'ms', goal: 300_000 },
    { subject, figure: 'reads of an incident, a run', value: longest.reads, unit: '', goal: 3 },
    { subject, figure: 'reads an issue', value: sum(({ reads }) => reads) / issues, unit: '' },
    { subject, figure: 'writes an issue', value: sum(({ writes }) => writes) / issues, unit: '' },
    {
      subject,
      figure: 'incidents left',
      value: (await stores.living.listLiving()).length,
      unit: '',
      goal: 1,
    },
    { subject, figure: 'computing', value: sum(({ milliseconds }) => milliseconds), unit: 'ms' },
    { subject, figure: 'heap', value: tally.heap(), unit: 'KiB' },
  ];
}

/** The day's round after an outage of every account that is over and told. */
export const closing: Bench = {
  name: 'closing',
  about: `The day closes what was stopped in ${boundedSizes.join(', ')} accounts with ${allRegions.length} Regions: one incident with two owners. In one process, over stores in memory whose calls take ${writeTakes} and ${readTakes} ms. Takes some five minutes.`,
  run: async (progress) => {
    const measurements: Measurement[] = [];
    for (const size of boundedSizes) {
      measurements.push(...(await closed(size)));
      progress(`${size} accounts`);
    }
    const figures = ['reads of an incident, a run', 'reads an issue', 'writes an issue'];
    measurements.push(...growthOf('5000 against 100', measurements, figures));
    return { measurements, notes: ['What one run does not manage, the next goes on with.'] };
  },
};
