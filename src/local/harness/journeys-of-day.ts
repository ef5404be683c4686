import { StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import type { Journey, Stage } from './journeys.ts';
import { actorIn, everywhere, stopAndRest, watch } from './journeys.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The daily round, started by its schedule; killed invocations are repeated by Lambda or by later schedules. */
async function round({ rehearsal: { cloud } }: Stage): Promise<void> {
  cloud.runSchedule('reconcileDay');
  await cloud.advance(5 * minute);
}

/** Runs the five-minute schedule until the round's results are reported everywhere. */
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

/** The journeys of the daily report. Every run uses another day, because a day is reported once. */
export const journeysOfDay: readonly Journey[] = [
  {
    // An incident that is resolved and reported is closed, and the daily report mentions it.
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
    // An open incident is reconciled with Jira and Slack, and listed in the report with its file.
    name: 'report',
    trails: [everywhere],
    before: async (stage) => {
      // The incidents of the run before are closed and reported on an earlier day.
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
