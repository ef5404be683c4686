import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import type { Bench, Measurement } from './bench.ts';
import { growthOf, workOf } from './bounded-report.ts';
import type { BoundedWorld } from './bounded-world.ts';
import { allRegions, boundedSizes, settle } from './bounded-world.ts';
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

async function recovered(count: number, isHeard: boolean): Promise<Measurement[]> {
  const { world, repair } = await stoppedOrganization(count);
  const { tally, tables, clock, stores, queues } = world;
  const watch = watchOpen({
    open: stores.open,
    followUps: queues.followUps,
    clock,
    everyMinutes: 5,
    enabled: true,
  });
  const before = tally.invocations.length;
  world.evaluated.clear();
  repair(isHeard);
  const isOpen = (): boolean => [...tables.items.values()].some(({ issue }) => issue.status === 'open');
  let minutes = 0;
  for (; minutes < patience && (isOpen() || queues.waiting('members') > 0); minutes += 1)
    await passMinute(world, watch);
  await settle(world, 20);
  const subject = `${isHeard ? 'with its event' : 'found by the watch'}, ${count} accounts`;
  const own = tally.invocations.slice(before);
  const watches = own.filter(({ queue }) => queue === 'watch');
  const evaluations = own.filter(({ queue }) => queue !== 'watch');
  const looks = [...world.evaluated.values()];
  return [
    ...workOf(subject, { ...world, tally: { ...tally, invocations: evaluations } }),
    { subject, figure: 'looks at an account, most', value: Math.max(...looks), unit: '', goal: 12 },
    { subject, figure: 'minutes until over', value: minutes, unit: '' },
    {
      subject,
      figure: 'watch, longest',
      value: Math.max(0, ...watches.map((one) => one.milliseconds)),
      unit: 'ms',
      goal: 15_000,
    },
    {
      subject,
      figure: 'watch, messages',
      value: Math.max(0, ...watches.map((one) => one.messages)),
      unit: '',
    },
    { subject, figure: 'still open', value: isOpen() ? 1 : 0, unit: '', goal: 1 },
  ];
}

const figures = ['evaluations, most', 'reads, most', 'writes, most', 'reads an account'];

/** What the repair of an organization trail costs after it was stopped everywhere. */
export const recovery: Bench = {
  name: 'recovery',
  about: `An organization trail over ${boundedSizes.join(', ')} accounts with ${allRegions.length} Regions is started again, every account and Region being open. In one process, over stores in memory. Takes some fifteen minutes.`,
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
