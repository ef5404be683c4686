import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import type { Bench, Measurement } from './bench.ts';
import { growthOf, workOf } from './bounded-report.ts';
import type { BoundedWorld } from './bounded-world.ts';
import { allRegions, boundedSizes, settle } from './bounded-world.ts';
import type { StoppedOrganization } from './stopped-organization.ts';
import { stoppedOrganization } from './stopped-organization.ts';

/** Members that are looked at within a minute: ten functions, some 2 s each. */
const perMinute = 300;
const patience = 24 * 60;

/** Serves the events of a minute and as many looks at members as its functions manage; the watch has looked before. */
async function passMinute(world: BoundedWorld, watch: () => Promise<number>): Promise<void> {
  await world.tally.run('watch', watch);
  await world.serve(perMinute);
  world.clock.pass(60);
}

/** The organization until nothing is open any more; answers how many minutes that took. */
async function untilOver({ world }: StoppedOrganization): Promise<number> {
  const { tables, clock, stores, queues } = world;
  const { followUps } = queues;
  const watch = watchOpen({ open: stores.open, followUps, clock, everyMinutes: 5, enabled: true });
  let minutes = 0;
  for (; minutes < patience && (isOpen(tables) || queues.waiting('members') > 0); minutes += 1)
    await passMinute(world, watch);
  await settle(world, 20);
  return minutes;
}

const isOpen = ({ items }: BoundedWorld['tables']): boolean =>
  items.values().some(({ issue }) => issue.status === 'open');

async function recovered(count: number, isHeard: boolean): Promise<Measurement[]> {
  const organization = await stoppedOrganization(count);
  const { world, repair } = organization;
  const before = world.tally.invocations.length;
  world.evaluated.clear();
  repair(isHeard);
  const minutes = await untilOver(organization);
  const subject = `${isHeard ? 'with its event' : 'found by the watch'}, ${count} accounts`;
  const own = world.tally.invocations.slice(before);
  const watches = own.filter(({ queue }) => queue === 'watch');
  const tally = { ...world.tally, invocations: own.filter(({ queue }) => queue !== 'watch') };
  const of = (figure: string, value: number, goal?: number): Measurement => ({
    subject,
    figure,
    value,
    unit: '',
    ...(goal !== undefined && { goal }),
  });
  const longest = Math.max(0, ...watches.map((one) => one.milliseconds));
  return [
    ...workOf(subject, { ...world, tally }),
    of('looks at an account, most', Math.max(...world.evaluated.values()), 12),
    of('minutes until over', minutes),
    { subject, figure: 'watch, longest', value: longest, unit: 'ms', goal: 15_000 },
    of('watch, messages', Math.max(0, ...watches.map((one) => one.messages)), 101),
    of('still open', isOpen(world.tables) ? 1 : 0, 1),
  ];
}

const figures = ['evaluations, most', 'reads, most', 'writes, most', 'reads an account'];

/** What the repair of an organization trail costs after it was stopped everywhere. */
export const recovery: Bench = {
  name: 'recovery',
  about: `An organization trail over ${boundedSizes.join(', ')} accounts with ${allRegions.length} Regions is started again, every account and Region being open. In one process, over stores in memory. Takes some three minutes.`,
  run: async (progress) => {
    const measurements: Measurement[] = [];
    for (const isHeard of [true, false]) {
      const own: Measurement[] = [];
      for (const size of boundedSizes) {
        own.push(...(await recovered(size, isHeard)));
        progress(`${size} accounts, ${isHeard ? 'with' : 'without'} the event`);
      }
      const growth = growthOf(
        `${isHeard ? 'with its event' : 'found by the watch'}, 5000 against 100`,
        own,
        figures,
      );
      measurements.push(...own, ...growth);
    }
    return {
      measurements,
      notes: [`A minute serves ${perMinute} messages of the members' queue; the watch looks once a minute.`],
    };
  },
};
