import { expect, it } from 'vitest';
import type { Trigger } from '#domain/facts/trigger.ts';
import { account, incidentId, later, noon, shop, trigger } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

const mallory = { kind: 'iam-user', arn: 'arn:aws:iam::333333333333:user/mallory' } as const;
const trent = { kind: 'iam-user', arn: 'arn:aws:iam::333333333333:user/trent' } as const;

function attempt(seconds: number, changes: Partial<Trigger> = {}): Trigger {
  const eventId = `e-${seconds}`;
  const outcome = { kind: 'failed', code: 'AccessDenied', message: 'no' } as const;
  return trigger({
    eventId,
    sameAs: eventId,
    accountId: shop,
    at: later(noon, seconds),
    actor: mallory,
    outcome,
    ...changes,
  });
}

const ids = (calls: readonly Trigger[]): string[] => calls.map(({ eventId }) => eventId).sort();

/** What every store of bursts promises. */
export function burstStoreContract(open: () => Promise<Stores>): void {
  it('counts each call once, however often and in whatever order it is told', async () => {
    const { bursts } = await open();
    await bursts.countFailedCall(shop, attempt(10));
    await bursts.countFailedCall(shop, attempt(0));
    await bursts.countFailedCall(shop, attempt(10));
    expect(ids(await bursts.countFailedCall(shop, attempt(0)))).toEqual(['e-0', 'e-10']);
  });

  it('answers what lies within five minutes before and after, the last moment included', async () => {
    const { bursts } = await open();
    for (const seconds of [-301, -300, 300, 301]) await bursts.countFailedCall(shop, attempt(seconds));
    expect(ids(await bursts.countFailedCall(shop, attempt(0)))).toEqual(['e--300', 'e-0', 'e-300']);
  });

  it('reads a bounded number of calls, however many there are: the nearest to each', async () => {
    const { bursts } = await open();
    for (let call = 0; call < 60; call += 1) await bursts.countFailedCall(shop, attempt(call));
    const near = await bursts.countFailedCall(shop, attempt(30));
    expect(near.length).toBeLessThanOrEqual(20);
    expect(ids(near)).toEqual(expect.arrayContaining(['e-21', 'e-30', 'e-39']));
  });

  it('keeps actors and accounts apart', async () => {
    const { bursts } = await open();
    await bursts.countFailedCall(shop, attempt(1, { actor: trent }));
    await bursts.countFailedCall(account('222222222222'), attempt(2));
    expect(ids(await bursts.countFailedCall(shop, attempt(0)))).toEqual(['e-0']);
  });

  it('gives one burst to twenty who claim it at once, and reads it back', async () => {
    const { bursts } = await open();
    const calls = [attempt(0), attempt(1)] as const;
    const claimed = await Promise.all(Array.from({ length: 20 }, () => bursts.claimBurst(shop, [...calls])));
    expect(new Set(claimed.map(({ id }) => id)).size).toBe(1);
    const burst = await bursts.readBurst(claimed[0]!.id);
    expect(burst).toEqual(claimed[0]);
    expect(burst?.account).toBe(shop);
    expect(burst?.calls).toEqual(calls);
  });

  it('has what follows within an hour in the same burst, and what comes later in another', async () => {
    const { bursts } = await open();
    const { id: first } = await bursts.claimBurst(shop, [attempt(0)]);
    expect((await bursts.claimBurst(shop, [attempt(3600)])).id).toBe(first);
    expect((await bursts.claimBurst(shop, [attempt(0, { actor: trent })])).id).not.toBe(first);
    const { id: second } = await bursts.claimBurst(shop, [attempt(3601)]);
    expect(second).not.toBe(first);
    expect((await bursts.readBurst(first))?.calls.map(({ eventId }) => eventId)).toEqual(['e-0']);
  });

  it('knows no burst of an id that it never gave', async () => {
    const { bursts } = await open();
    expect(await bursts.readBurst(incidentId('attempts-nobody'))).toBeUndefined();
  });
}
