import { StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Journey, Stage } from './journeys.ts';
import { actorIn, everywhere, stopAndRest, watch } from './journeys.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The daily round, begun by its schedule; whoever is killed in it is started again, by Lambda and by what goes on. */
async function round({ rehearsal: { cloud } }: Stage): Promise<void> {
  cloud.runSchedule('reconcileDay');
  await cloud.advance(5 * minute);
}

/** What the schedule of every five minutes does until a round is told everywhere. */
async function goOn({ rehearsal: { cloud } }: Stage): Promise<void> {
  for (let time = 0; time < 4; time += 1) {
    await cloud.invoke(cloud.nameOf('ReconcileDayLambdaFunction'), { task: 'go-on' });
    await cloud.advance(5 * minute);
  }
}

async function heal(stage: Stage): Promise<void> {
  await actorIn(stage, 'eu-west-1').send(new StartLoggingCommand({ Name: 'first' }));
  await watch(stage, 4, 1);
  await watch(stage, 6, 3);
}

/** The journeys of a day's end. Every run has a day of its own, as a day is reported once. */
export const journeysOfDay: readonly Journey[] = [
  {
    // What is over and was told is closed, and the report tells of it.
    name: 'close',
    trails: [everywhere],
    before: async (stage) => {
      await stage.rehearsal.cloud.advance(day);
      await stopAndRest(stage);
      await heal(stage);
    },
    during: round,
    after: goOn,
  },
  {
    // Something is open: it is compared with Jira and Slack, and stands in the report with its file.
    name: 'report',
    trails: [everywhere],
    before: async (stage) => {
      // What the run before has left is closed, and reported, on a day of its own.
      await stage.rehearsal.cloud.advance(day);
      await round(stage);
      await stage.rehearsal.cloud.advance(day);
      await stopAndRest(stage);
    },
    during: round,
    after: async (stage) => {
      await goOn(stage);
      await heal(stage);
    },
  },
];
