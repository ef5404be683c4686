import { expect, it } from 'vitest';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { Observation } from '#domain/facts/observation.ts';
import type { TrailStatus } from '#domain/facts/trail.ts';
import { instant } from '#domain/values/instant.ts';
import type { TrailObserver } from '#ports/trail-observer.ts';
import * as world from '#test/given/simulated-aws.ts';
import { account, frankfurt, home, region } from '#test/given/shop.ts';

/** The small world of three accounts, behind an observer. */
export interface ObservedWorld {
  readonly observer: TrailObserver;
  now(): number;
  /** The read role of this account cannot be assumed any more. */
  removeRole(accountId: string): void;
  /** A policy of the organization forbids everything in this Region of the account. */
  forbid(accountId: string, region: string): void;
  stop(trailArn: string): Promise<void>;
}

export const [management, archive, member] = [world.management, world.logArchive, world.member].map(
  account,
) as [ReturnType<typeof account>, ReturnType<typeof account>, ReturnType<typeof account>];

export const nobodysWord = async (): Promise<undefined> => undefined;

export function sightsOf({ trails }: Observation): readonly TrailSight[] {
  if (trails.kind === 'unreadable') throw new Error(`${trails.why.operation}: ${trails.why.code}`);
  return trails.value;
}

/** What every observer promises. */
export function trailObserverContract(open: () => Promise<ObservedWorld>): void {
  it('names the Regions that are enabled in the account', async () => {
    const { observer } = await open();
    const sight = await observer.visitAccount(member, nobodysWord).listRegions();
    expect(sight.kind === 'seen' && [...sight.value].sort()).toEqual([
      'eu-central-1',
      'eu-west-1',
      'us-east-1',
    ]);
  });

  it('shows a trail in its home, and a trail of all Regions and accounts everywhere', async () => {
    const { observer } = await open();
    const visit = observer.visitAccount(member, nobodysWord);
    const atHome = sightsOf(await visit.observeRegion(frankfurt));
    expect(atHome.map(({ trail }) => trail.arn).sort()).toEqual(
      [world.organizationTrail, world.ownTrail].sort(),
    );
    expect(atHome.find(({ trail }) => trail.arn === world.ownTrail)?.trail).toMatchObject({
      name: 'own',
      owner: member,
      homeRegion: frankfurt,
      multiRegion: false,
      organization: false,
      bucket: 'shop-logs',
    });
    const elsewhere = sightsOf(await visit.observeRegion(region('us-east-1')));
    expect(elsewhere.map(({ trail }) => trail.arn)).toEqual([world.organizationTrail]);
    expect(elsewhere[0]?.trail).toMatchObject({ organization: true, multiRegion: true, homeRegion: home });
  });

  it('says where and when it looked: the moment before its first read', async () => {
    const { observer, now } = await open();
    const before = now();
    const {
      account: who,
      region: where,
      at,
    } = await observer.visitAccount(member, nobodysWord).observeRegion(home);
    expect([who, where]).toEqual([member, home]);
    expect(at).toBeGreaterThanOrEqual(before);
    expect(at).toBeLessThanOrEqual(now());
  });

  it('shows that a trail was stopped, and when', async () => {
    const { observer, stop, now } = await open();
    const status = async () =>
      sightsOf(await observer.visitAccount(member, nobodysWord).observeRegion(frankfurt)).find(
        ({ trail }) => trail.arn === world.ownTrail,
      )?.status;
    expect(await status()).toMatchObject({ kind: 'seen', value: { logging: true } });
    const before = now();
    await stop(world.ownTrail);
    const after = await status();
    expect(after).toMatchObject({ kind: 'seen', value: { logging: false } });
    const { stoppedAt = 0 } = after?.kind === 'seen' ? after.value : {};
    // AWS dates it in whole seconds.
    expect(stoppedAt).toBeGreaterThan(before - 1000);
    expect(stoppedAt).toBeLessThanOrEqual(now());
  });

  it("takes the owner's word for an organization trail, and asks for no word on the account's own", async () => {
    const { observer } = await open();
    const word: TrailStatus = { logging: false, stoppedAt: instant(1_795_000_000_000) };
    const asked: string[] = [];
    const visit = observer.visitAccount(member, async (trail, where) => {
      asked.push(`${trail.arn} ${where}`);
      return { status: word, recorded: undefined };
    });
    const sights = sightsOf(await visit.observeRegion(frankfurt));
    expect(asked).toEqual([`${world.organizationTrail} ${frankfurt}`]);
    const foreign = sights.find(({ trail }) => trail.organization);
    expect(foreign).toMatchObject({ status: { kind: 'seen', value: word }, secondHand: false });
    expect(sights.find(({ trail }) => !trail.organization)?.secondHand).toBe(false);
  });

  it('marks what a member is told of an organization trail as second-hand when its owner says nothing', async () => {
    const { observer } = await open();
    const [sight] = sightsOf(await observer.visitAccount(archive, nobodysWord).observeRegion(home));
    expect(sight).toMatchObject({ secondHand: true, status: { kind: 'seen', value: { logging: true } } });
    const [own] = sightsOf(await observer.visitAccount(management, nobodysWord).observeRegion(home));
    expect(own?.secondHand).toBe(false);
  });

  it('says which call was refused when the role is missing: nothing is seen, and nothing thrown', async () => {
    const { observer, removeRole } = await open();
    removeRole(member);
    const visit = observer.visitAccount(member, nobodysWord);
    const refused = { kind: 'unreadable', why: { operation: 'sts:AssumeRole', code: 'AccessDenied' } };
    expect(await visit.listRegions()).toMatchObject(refused);
    expect((await visit.observeRegion(home)).trails).toMatchObject(refused);
    expect((await observer.visitAccount(archive, nobodysWord).observeRegion(home)).trails.kind).toBe('seen');
  });

  it('does not see a Region that is forbidden, and sees the others', async () => {
    const { observer, forbid } = await open();
    forbid(member, 'us-east-1');
    const visit = observer.visitAccount(member, nobodysWord);
    expect((await visit.observeRegion(region('us-east-1'))).trails).toMatchObject({
      kind: 'unreadable',
      why: { operation: 'cloudtrail:DescribeTrails', code: 'AccessDeniedException' },
    });
    expect((await visit.observeRegion(home)).trails.kind).toBe('seen');
  });
}
