import { describe, expect, it } from 'vitest';
import { memoryForwardingLog } from '#adapters/memory/memory-forwarding-log.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { ForwardingSight } from '#domain/facts/forwarding.ts';
import type { Sight } from '#domain/facts/observation.ts';
import { memberPatterns } from '#domain/facts/patterns.ts';
import type { ForwardingObserver } from '#ports/forwarding.ts';
import { frankfurt, home, later, noon, shop } from '#test/given/shop.ts';
import { checkForwarding } from '#usecases/sweep/check-forwarding.ts';

const expected = memberPatterns().filter(({ onlyIn }) => onlyIn === undefined);
const whole = (region: ForwardingSight['region']): ForwardingSight => ({
  region,
  rules: { kind: 'seen', value: expected.map(({ name, pattern }) => ({ name, pattern, enabled: true })) },
  sending: { kind: 'seen', value: expected.map(({ name }) => name) },
  targets: { kind: 'seen', value: [] },
  deadLetters: { kind: 'seen', value: 0 },
});
const bare = (region: ForwardingSight['region']): ForwardingSight => ({
  ...whole(region),
  rules: { kind: 'seen', value: [] },
});

function world() {
  const clock = settableClock(noon);
  const log = memoryForwardingLog();
  let sight: Sight<readonly ForwardingSight[]> = { kind: 'seen', value: [whole(home), whole(frankfurt)] };
  const asked: string[] = [];
  const look: ForwardingObserver['lookAtForwarding'] = async (_account, regions, closely) => {
    asked.splice(0, asked.length, ...regions.flatMap((region) => closely(region)));
    return sight;
  };
  const check = checkForwarding({ clock, log, expected, observer: { lookAtForwarding: look } });
  return {
    clock,
    log,
    asked,
    check: () => check(shop, [home, frankfurt]),
    again: () => check(shop, [frankfurt], true),
    shows: (...regions: ForwardingSight[]) => void (sight = { kind: 'seen', value: regions }),
    refuses: () =>
      void (sight = {
        kind: 'unreadable',
        why: { operation: 'sts:AssumeRole', code: 'AccessDenied', message: 'no' },
      }),
  };
}

describe('checking what carries events on', () => {
  it('answers for every Region, also for those that lack nothing', async () => {
    const { check, log } = world();
    expect(await check()).toEqual(
      new Map([
        [home, []],
        [frankfurt, []],
      ]),
    );
    expect(await log.readCheck(shop)).toEqual({ account: shop, at: noon, gaps: [] });
  });

  it('remembers since when, over days', async () => {
    const { check, shows, clock, log } = world();
    shows(whole(home), bare(frankfurt));
    await check();
    clock.pass(86_400);
    const gaps = [{ region: frankfurt, kind: 'no-rules', since: noon }];
    expect((await check())?.get(frankfurt)).toEqual(gaps);
    const at = later(noon, 86_400);
    expect(await log.listChecks()).toEqual([{ account: shop, at, gaps, lackedAt: at }]);
  });

  it('looks again only where something was lacking, twice if need be, and leaves other Regions as they were', async () => {
    const { check, again, shows, clock, log } = world();
    await check();
    expect(await again()).toBeUndefined();
    shows(bare(home), bare(frankfurt));
    await check();
    shows(whole(frankfurt));
    clock.pass(300);
    for (let look = 0; look < 2; look += 1) expect(await again()).toEqual(new Map([[frankfurt, []]]));
    expect((await log.readCheck(shop))?.gaps).toEqual([{ region: home, kind: 'no-rules', since: noon }]);
    clock.pass(2 * 86_400);
    expect(await again()).toBeUndefined();
  });

  it('looks at the targets of one rule in each Region, and at one that was found wanting until it is not', async () => {
    const { check, shows, asked, clock } = world();
    await check();
    expect(asked).toHaveLength(2);
    const wanting = { rule: 'kms', role: false, deadLetters: true };
    shows(whole(home), { ...whole(frankfurt), targets: { kind: 'seen', value: [wanting] } });
    expect((await check())?.get(frankfurt)).toMatchObject([{ kind: 'wrong-role', what: 'kms' }]);
    clock.pass(86_400);
    await check();
    expect(asked).toContain('kms');
    shows(whole(home), {
      ...whole(frankfurt),
      targets: { kind: 'seen', value: [{ ...wanting, role: true }] },
    });
    expect((await check())?.get(frankfurt)).toEqual([]);
  });

  it('keeps what is known of an account that lets nobody in, and says nothing about it', async () => {
    const { check, shows, refuses, log } = world();
    shows(whole(home), bare(frankfurt));
    await check();
    refuses();
    expect(await check()).toBeUndefined();
    expect((await log.readCheck(shop))?.gaps).toHaveLength(1);
  });
});
