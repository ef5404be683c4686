import * as z from 'zod';
import type { ActAnswer } from '#console/model.ts';
import type { MoreActs } from '#console/run-console.ts';
import { stories } from '#local/attacks/attack-stories.ts';
import { beatEverywhere } from './beats.ts';
import { postedOn } from './boards.ts';
import type { Deed } from './deeds.ts';
import { deedsOf } from './deeds.ts';
import type { Playground, PlaygroundOptions } from './standing.ts';
import { answersTo, isOver, publish, standingOf, tellTime } from './standing.ts';

const Asked = z.discriminatedUnion('act', [
  z.object({ act: z.literal('attack'), id: z.string().max(64) }),
  z.object({ act: z.literal('repair'), id: z.string().max(64) }),
  z.object({
    act: z.literal('pass'),
    milliseconds: z
      .number()
      .min(1000)
      .max(24 * 3600_000),
  }),
  z.object({ act: z.literal('sweep') }),
]);

const minute = 60_000;
const quarterOfAnHour = 15 * minute;
const confirmedWithin = 75 * minute;

/** Skips time, one after the other; a limit that is reached is no fault, what was waited for is just not there yet. */
function pass(play: Playground, words: string, run: () => Promise<unknown>): Promise<void> {
  const mine = play.turn.then(async () => {
    play.passing = words;
    publish(play);
    const beat = setInterval(() => tellTime(play), 250);
    await run().catch((error: unknown) => {
      play.passing = error instanceof Error ? error.message : String(error);
    });
    clearInterval(beat);
    play.passing = undefined;
    publish(play);
  });
  play.turn = mine;
  return mine;
}

const slow = new Set(stories.filter(({ pace }) => pace !== 'seconds').map(({ title }) => title));

/** Whether the detector speaks only after some time, which is skipped. */
const isSlow = (deed: Deed): boolean =>
  slow.has(deed.title) || (deed.group.startsWith('The guard') && deed.expected?.includes('seconds') !== true);

async function attack(play: Playground, deed: Deed): Promise<ActAnswer> {
  const standing = standingOf(play, deed);
  Object.assign(standing, {
    state: 'attacking',
    attackedAt: play.stage.cloud.clock.now(),
    repairedAt: undefined,
  });
  publish(play);
  try {
    await deed.attack();
    standing.state = 'attacked';
  } catch (error) {
    standing.state = 'ready';
    publish(play);
    return { done: false, words: `AWS refused: ${error instanceof Error ? error.message : String(error)}` };
  }
  publish(play);
  if (isSlow(deed))
    void pass(play, `Time is skipped until it is told: ${deed.title}`, () =>
      play.stage.cloud.advanceUntil(
        () => answersTo(play, deed, postedOn(play.stage)).length > 1,
        confirmedWithin,
      ),
    );
  return { done: true, words: 'Done.' };
}

async function repair(play: Playground, deed: Deed): Promise<ActAnswer> {
  const standing = standingOf(play, deed);
  Object.assign(standing, { state: 'repairing', repairedAt: play.stage.cloud.clock.now() });
  publish(play);
  try {
    await deed.repair?.();
    standing.state = 'repaired';
  } catch (error) {
    standing.state = 'attacked';
    publish(play);
    return { done: false, words: `AWS refused: ${error instanceof Error ? error.message : String(error)}` };
  }
  publish(play);
  void pass(play, `Time is skipped until the recovery is confirmed: ${deed.title}`, () =>
    play.stage.cloud.advanceUntil(() => isOver(play, deed), confirmedWithin),
  );
  return { done: true, words: 'Done.' };
}

function sweep(play: Playground, words: string): Promise<void> {
  const { cloud } = play.stage;
  return pass(play, words, async () => {
    cloud.runSchedule(cloud.nameOf('SweepLambdaFunction'));
    await cloud.advance(quarterOfAnHour);
  });
}

async function act(play: Playground, input: unknown): Promise<ActAnswer | undefined> {
  const { data: asked } = Asked.safeParse(input);
  if (!asked) return undefined;
  if (asked.act === 'pass') {
    await pass(play, 'Time is skipped.', () => play.stage.cloud.advance(asked.milliseconds));
    return { done: true, words: 'Done.' };
  }
  if (asked.act === 'sweep') {
    await sweep(play, 'The daily sweep looks at every account.');
    return { done: true, words: 'Done.' };
  }
  const deed = play.deeds.find(({ id }) => id === asked.id);
  if (!deed) return { done: false, words: 'There is no such attack.' };
  return asked.act === 'attack' ? attack(play, deed) : repair(play, deed);
}

/** The first sweep, and the word that what stood before is accepted: from then on everything is told. */
async function firstSweep(play: Playground): Promise<void> {
  const { cloud } = play.stage;
  const watched = play.names.keys();
  await sweep(play, `The first sweep looks at ${play.names.size} accounts; attacks are told meanwhile, too.`);
  await pass(play, 'The first sweep ends.', async () => {
    await cloud.invoke(cloud.nameOf('SweepLambdaFunction'), { task: 'accept-baseline' });
    beatEverywhere(play.stage, watched);
    await cloud.settle();
  });
}

/** The acts of the attacker's side, and the end of the first sweep. */
export interface RunningGround extends MoreActs {
  readonly ready: Promise<unknown>;
}

/** The attacker's side of the page, and what Slack and Jira show. The first sweep begins with it. */
export function playground(options: PlaygroundOptions): RunningGround {
  const { stage } = options;
  const deeds = deedsOf(stage, options.members);
  const play: Playground = { ...options, deeds, standing: new Map(), turn: Promise.resolve() };
  let asked = false;
  const soon = (): 'serve' => {
    if (asked) return 'serve';
    asked = true;
    // After the stand-in has served the request.
    setTimeout(() => {
      asked = false;
      publish(play);
    }, 50);
    return 'serve';
  };
  stage.slack.hook = soon;
  stage.jira.hook = soon;
  const begun = Promise.withResolvers<unknown>();
  return {
    ready: begun.promise,
    begin: (live) => {
      play.live = live;
      publish(play);
      void firstSweep(play).then(begun.resolve, begun.reject);
    },
    act: (input) => act(play, input),
  };
}
