import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import type { TrailArn } from '#domain/values/trail-arn.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import { arn, home, later, noon, shop } from '#test/given/shop.ts';
import { archive, evaluationWorld, management, stopOf } from '#test/given/evaluation-world.ts';

/** A trail `name` of `owner`, with its home in `where`. */
export const trailOf = (name: string, owner: AccountId = shop, where: Region = home): TrailArn =>
  arn(`arn:aws:cloudtrail:${where}:${owner}:trail/${name}`);

/** Who does something: a session with an access key, or none that tells sessions apart. */
export const session = (name: string): Partial<Trigger['actor']> => ({
  person: name,
  sessionKey: `ASIA|${name}`,
});
export const nobody: Partial<Trigger['actor']> = { person: 'somebody', sessionKey: undefined };

/** A world in memory in which people do things to trails, and what Trailwarden makes of it. */
export async function causesWorld() {
  const world = await evaluationWorld();
  let calls = 0;
  const at = (seconds: number): Instant => later(noon, seconds);
  const goTo = (seconds: number): void => {
    const ahead = (at(seconds) - world.clock.now()) / 1000;
    if (ahead > 0) world.clock.pass(ahead);
  };
  const settings = (trail: TrailArn, changes: Partial<Trail> = {}): Partial<Trail> => ({
    arn: trail,
    multiRegion: true,
    ...changes,
  });
  /** The trail is like this from now on. */
  const set = (trail: TrailArn, status: TrailStatus, changes: Partial<Trail> = {}): void =>
    world.put(settings(trail, changes), status);
  /** An event about the trail comes, `seconds` after noon, and is looked into. */
  const call = async (
    eventName: string,
    trail: TrailArn,
    seconds: number,
    who: Partial<Trigger['actor']> = session('mallory'),
  ): Promise<Trigger> => {
    const owner = parseTrailArn(trail)?.owner ?? shop;
    const eventId = `e-${(calls += 1)}`;
    const trigger = stopOf(trail, {
      eventId,
      sameAs: eventId,
      eventName,
      at: at(seconds),
      accountId: owner,
      effect: eventName === 'StartLogging' ? 'repair' : 'harm',
      actor: { kind: 'assumed-role', ...who },
    });
    goTo(seconds + 2);
    await heard(trigger, owner);
    return trigger;
  };
  const heard = async (trigger: Trigger, account: AccountId): Promise<void> => {
    const where = trigger.trail?.kind === 'arn' ? parseTrailArn(trigger.trail.arn)?.homeRegion : undefined;
    await world.evaluate({ account, regions: [where ?? home], why: 'event', triggers: [trigger] });
    for (const request of world.followUps.sent.fannedOut.splice(0)) await world.evaluate(request);
  };
  const stop = async (
    trail: TrailArn,
    seconds: number,
    who?: Partial<Trigger['actor']>,
    changes?: Partial<Trail>,
  ) => {
    set(trail, { logging: false, stoppedAt: at(seconds) }, changes);
    return call('StopLogging', trail, seconds, who);
  };
  const start = async (trail: TrailArn, seconds: number, stopped: number, changes?: Partial<Trail>) => {
    set(trail, { logging: true, startedAt: at(seconds), stoppedAt: at(stopped) }, changes);
    return call('StartLogging', trail, seconds);
  };
  const remove = async (trail: TrailArn, seconds: number, who?: Partial<Trigger['actor']>) => {
    world.trails.delete(trail);
    return call('DeleteTrail', trail, seconds, who);
  };
  const look = async (seconds: number, ...accounts: AccountId[]): Promise<void> => {
    goTo(seconds);
    for (const account of accounts.length > 0 ? accounts : [management, archive, shop])
      await world.evaluate({ account });
  };
  /** Trails that log and were seen to. */
  const healthy = async (...trails: TrailArn[]): Promise<void> => {
    for (const trail of trails) set(trail, { logging: true, startedAt: at(-3600) });
    await look(0);
  };
  /** Every incident there ever was: its rules and trails. That a Region never had a trail is no part of these stories. */
  const incidents = (): string[] => {
    const changes = world.moved.filter(({ rule }) => rule !== 'no-trail');
    return [...Map.groupBy(changes, ({ incident }) => incident).values()]
      .map((all) =>
        [...new Set(all.map(({ rule, subject }) => `${rule} ${parseTrailArn(subject)?.name ?? '-'}`))]
          .sort()
          .join(' + '),
      )
      .sort();
  };
  return { ...world, at, goTo, set, call, heard, stop, start, remove, look, healthy, incidents };
}

/** What `causesWorld` gives. */
export type CausesWorld = Awaited<ReturnType<typeof causesWorld>>;
