import { describe, expect, it } from 'vitest';
import { evaluationWorld, stopOf } from '#test/given/evaluation-world.ts';
import { arn, later, noon, shop } from '#test/given/shop.ts';

const trailOf = (name: string) => arn(`arn:aws:cloudtrail:eu-west-1:${shop}:trail/${name}`);
const [real, accepted] = [trailOf('real'), trailOf('accepted')];
const months = { logging: true, startedAt: later(noon, -300 * 24 * 3600) };
const whitelist = {
  accountId: shop,
  trail: accepted,
  reason: 'a trail for tests',
  owner: 'shop@example.com',
};

/** Two trails of one account, one of them accepted, which record for months. */
async function world() {
  const { clock, evaluate, exemptions, put, trails, stores } = await evaluationWorld();
  put({ arn: real, name: 'real', owner: shop, multiRegion: true }, months);
  put({ arn: accepted, name: 'accepted', owner: shop, multiRegion: true }, months);
  await evaluate();
  /** Ends a trail, and answers the call that did it. */
  const end = (which: typeof real, how: 'stopped' | 'deleted') => {
    clock.pass(2);
    if (how === 'deleted') trails.delete(which);
    else trails.get(which)!.status = { ...months, logging: false, stoppedAt: clock.now() };
    return stopOf(which, {
      at: clock.now(),
      eventName: how === 'deleted' ? 'DeleteTrail' : 'StopLogging',
      eventId: `${how} ${which}`,
      sameAs: `${how} ${which}`,
    });
  };
  const look = async (triggers: readonly ReturnType<typeof stopOf>[] = []) => {
    clock.pass(5);
    await evaluate(triggers.length > 0 ? { why: 'event', triggers } : {});
    const issues = await stores.issues.listUnclosed(shop);
    const found = issues.flatMap(({ region, findings }) =>
      [...findings.values()].map(({ subject, state, severity, weakening, harmful }) =>
        [
          region,
          subject.replace(/^.*\//, ''),
          state,
          severity,
          weakening ? 'weaker' : 'lost',
          harmful ? 'told' : 'quiet',
        ].join(' '),
      ),
    );
    return found.flatMap((one) => (one.startsWith('eu-west-1 ') ? one.replace('eu-west-1 ', '') : [])).sort();
  };
  return { clock, exemptions, end, look };
}

describe.each(['stopped', 'deleted'] as const)('a trail that is accepted beforehand and %s', (how) => {
  it('hides no other that was ended just before it, whatever the order', async () => {
    for (const order of [
      [real, accepted],
      [accepted, real],
    ]) {
      const { exemptions, end, look } = await world();
      exemptions.push(whitelist);
      const calls = order.map((which) => end(which, how));
      expect(await look(calls)).toContain('real open critical lost told');
      expect(await look()).toContain('real open critical lost told');
      expect((await look()).filter((one) => one.startsWith('accepted'))).toEqual([
        'accepted whitelisted low weaker quiet',
      ]);
    }
  });

  it('does not lessen what was told of another before', async () => {
    const { clock, exemptions, end, look } = await world();
    exemptions.push(whitelist);
    expect(await look([end(real, how)])).toEqual(['real open high lost told']);
    clock.pass(3600);
    expect(await look([end(accepted, how)])).toContain('real open critical lost told');
  });
});

it('a trail that is accepted beforehand is told itself when it is no longer accepted', async () => {
  const { exemptions, end, look } = await world();
  exemptions.push(whitelist);
  await look([end(real, 'stopped'), end(accepted, 'stopped')]);
  exemptions.length = 0;
  expect(await look()).toContain('accepted open critical lost told');
});

it('a loss that was told and then accepted is known: what was ended before it is not told anew', async () => {
  const { exemptions, end, look } = await world();
  expect(await look([end(real, 'stopped'), end(accepted, 'stopped')])).toEqual([
    'accepted open critical lost told',
    'real open low weaker quiet',
  ]);
  exemptions.push(whitelist);
  expect(await look()).toEqual(['accepted whitelisted critical lost told', 'real open low weaker quiet']);
});
