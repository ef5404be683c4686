import { describe, expect, it } from 'vitest';
import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import { iso } from '#domain/values/instant.ts';
import { evaluationWorld } from '#test/given/evaluation-world.ts';
import { made } from '#test/given/made-event.ts';
import { envelopeOf } from '#test/given/pattern-matcher.ts';
import { home, later, noon, shop, shopTrail } from '#test/given/shop.ts';

const day = 24 * 3600;
const aMonth = 30 * day;

/**
 * A call of long ago that comes out of an archive of EventBridge: the same event with the name of the replay. An
 * administrator of an account can have the rules of their default bus carry any such event again.
 */
function replayed(eventName: string, seconds: number): Trigger {
  const record = made('cloudtrail', eventName, {
    eventTime: iso(later(noon, seconds)),
    recipientAccountId: shop,
    awsRegion: home,
    eventID: `${eventName}-${seconds}`,
    requestParameters: { name: shopTrail },
  });
  const decision = readEvent({ ...envelopeOf(record), account: shop, region: home, 'replay-name': 'again' });
  if (decision.decision !== 'evaluate') throw new Error(decision.reason);
  return decision.trigger;
}

async function world() {
  const all = await evaluationWorld();
  const { evaluate, put, clock } = all;
  put({ arn: shopTrail }, { logging: true, startedAt: later(noon, -3 * aMonth) });
  await evaluate();
  clock.pass(60);
  const arrive = (...triggers: Trigger[]) => evaluate({ why: 'event', regions: [home], triggers });
  return { ...all, arrive };
}

describe('calls that are replayed from an archive', () => {
  it.each(['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'])(
    'open nothing while the trail is well: %s of a month ago',
    async (eventName) => {
      const { arrive, open } = await world();
      await arrive(replayed(eventName, -aMonth));
      expect(await open()).toEqual([]);
    },
  );

  it('open nothing in pairs either, as if logging had been interrupted', async () => {
    const { arrive, open } = await world();
    await arrive(replayed('StopLogging', -aMonth), replayed('StartLogging', -aMonth + 60));
    expect(await open()).toEqual([]);
  });

  it('resolve nothing: a StartLogging of a month ago does not end a stop of today', async () => {
    const { arrive, open, put, clock } = await world();
    put({ arn: shopTrail }, { logging: false, stoppedAt: later(noon, 60), startedAt: later(noon, -aMonth) });
    await arrive(replayed('StopLogging', 60));
    const opened = await open();
    expect(opened.map(({ rule }) => rule)).toEqual(['logging-stopped']);
    clock.pass(60);
    await arrive(replayed('StartLogging', -aMonth));
    expect(await open()).toEqual([expect.objectContaining({ incident: opened[0]?.incident, state: 'open' })]);
  });

  it('name no one else: the actor of today stays', async () => {
    const { arrive, open, put } = await world();
    put({ arn: shopTrail }, { logging: false, stoppedAt: later(noon, 60) });
    await arrive(replayed('StopLogging', 60));
    const [before] = await open();
    await arrive(replayed('StopLogging', -aMonth));
    expect((await open())[0]?.causedBy).toBe(before?.causedBy);
  });
});
