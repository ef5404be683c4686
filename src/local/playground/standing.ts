import type { Live } from '#console/live.ts';
import type { DeedView } from '#console/model.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import type { Posted } from './boards.ts';
import { postedOn, sheetsOf } from './boards.ts';
import type { Deed } from './deeds.ts';
import { organizationTrail } from './world.ts';

/** A playground over a rehearsal. */
export interface PlaygroundOptions {
  readonly stage: Rehearsal;
  readonly members: number;
  readonly names: ReadonlyMap<string, string>;
}

/** One deed as it stands; times are on the local cloud's clock. */
export interface Standing {
  state: DeedView['state'];
  attackedAt?: number;
  repairedAt?: number;
}

/** What the playground knows of itself. */
export interface Playground extends PlaygroundOptions {
  readonly deeds: readonly Deed[];
  readonly standing: Map<string, Standing>;
  live?: Live;
  passing?: string | undefined;
  /** Passing time is done by one after the other. */
  turn: Promise<unknown>;
}

const isOf = (deed: Deed, { text }: Posted): boolean =>
  text.includes(deed.account) || (deed.group.includes('organization') && text.includes(organizationTrail));

/** How a deed stands. */
export function standingOf({ standing }: Playground, { id }: Deed): Standing {
  const known = standing.get(id) ?? { state: 'ready' };
  standing.set(id, known);
  return known;
}

/** What was sent about a deed since it was last done. */
export function answersTo(play: Playground, deed: Deed, posted: readonly Posted[]): readonly Posted[] {
  const { attackedAt } = standingOf(play, deed);
  if (attackedAt === undefined) return [];
  return posted.filter((one) => (one.at >= attackedAt || one.changedAt >= attackedAt) && isOf(deed, one));
}

function timesOf(play: Playground, deed: Deed, posted: readonly Posted[]): DeedView['times'] {
  const { attackedAt = 0, repairedAt } = standingOf(play, deed);
  const answers = answersTo(play, deed, posted);
  const times: { -readonly [Name in keyof DeedView['times']]: number } = {};
  for (const { app, at, changedAt, isOver } of answers) {
    const told = (at >= attackedAt ? at : changedAt) - attackedAt;
    times[app] = Math.min(times[app] ?? Infinity, told);
    if (repairedAt === undefined || !isOver || changedAt < repairedAt) continue;
    times[app === 'slack' ? 'resolvedSlack' : 'resolvedJira'] = changedAt - repairedAt;
  }
  return times;
}

/** Whether everything that was sent about a deed says that it is over. */
export function isOver(play: Playground, deed: Deed): boolean {
  return answersTo(play, deed, postedOn(play.stage)).every((one) => one.isOver);
}

/** Publishes the deeds with their times, and what Slack and Jira show. */
export function publish(play: Playground): void {
  const { live, stage, deeds, names } = play;
  const posted = postedOn(stage);
  const views = deeds.map((deed): DeedView => {
    const { id, group, title, calls, account, expected } = deed;
    return {
      id,
      group,
      title,
      calls,
      account,
      accountName: names.get(account) ?? account,
      expected,
      repairable: deed.repair !== undefined,
      state: standingOf(play, deed).state,
      times: timesOf(play, deed, posted),
    };
  });
  live?.publish({ kind: 'deeds', deeds: views });
  const after = (one: Posted): number | undefined => {
    const clicks = deeds.flatMap((deed) => {
      const { attackedAt } = standingOf(play, deed);
      return attackedAt !== undefined && attackedAt <= one.at && isOf(deed, one) ? [attackedAt] : [];
    });
    return clicks.length === 0 ? undefined : one.at - Math.max(...clicks);
  };
  live?.publish({ kind: 'sheets', sheets: sheetsOf(posted, after) });
  tellTime(play);
}

/** Publishes the clock of the local cloud. */
export function tellTime({ live, stage, passing }: Playground): void {
  live?.publish({ kind: 'clock', clock: { offset: stage.cloud.clock.offset, passing } });
}
