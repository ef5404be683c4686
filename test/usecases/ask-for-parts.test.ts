import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { memoryForwardingLog } from '#adapters/memory/memory-forwarding-log.ts';
import { memoryTemplateLog } from '#adapters/memory/memory-template-log.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { askForParts } from '#usecases/guard/ask-for-parts.ts';
import { account, at } from '#test/given/incidents.ts';
import { later } from '#test/given/shop.ts';

const everyone = Array.from({ length: 50 }, (_, index) => account(String(100_000_000_000 + index * 7)));

function asker() {
  const asked: AccountId[] = [];
  const queue = { fails: false };
  const ask = askForParts({
    directory: { listAccounts: async () => new Map(everyone.map((one) => [one, 'x'])) },
    followUps: {
      lookAtParts: async (requests) => {
        if (queue.fails) throw new Error('Rate exceeded');
        asked.push(...requests.map((request) => request.account));
      },
    },
    log: memoryForwardingLog(),
    templates: memoryTemplateLog(),
    current: { id: 'a', rules: [], forwardingRole: 'b' },
    enabled: true,
  });
  return { ask, asked, queue };
}

const start = at('12:02:30');

describe('the looks at the parts of every account', () => {
  it('are asked for once an hour, a twelfth in every run of five minutes', async () => {
    const { ask, asked } = asker();
    for (let run = 0; run < 12; run += 1) {
      const before = asked.length;
      await ask(later(start, run * 300));
      expect(asked.length - before).toBeLessThan(10);
    }
    expect(asked.toSorted()).toEqual(everyone);
  });

  it('are asked for within the hour, however late or early the runs of the schedule come', () => {
    const delays = fc.array(fc.integer({ min: 0, max: 299 }), { minLength: 14, maxLength: 14 });
    return fc.assert(
      fc.asyncProperty(delays, async (late) => {
        const { ask, asked } = asker();
        for (const [run, seconds] of late.entries()) await ask(later(start, run * 300 + seconds));
        expect(new Set(asked)).toEqual(new Set(everyone));
      }),
      { numRuns: 50 },
    );
  });

  it('that a missed run left out are asked for by the next one, each once, after a day too', async () => {
    const { ask, asked } = asker();
    await ask(start);
    const first = asked.length;
    await ask(later(start, 3 * 300));
    expect(asked.length).toBeGreaterThan(2 * first);
    expect(new Set(asked).size).toBe(asked.length);
    asked.length = 0;
    await ask(later(start, 86_400));
    expect(asked.toSorted()).toEqual(everyone);
  });

  it('are not asked for again by a run that is repeated, and asked for by one that failed', async () => {
    const { ask, asked, queue } = asker();
    await ask(start);
    const before = [...asked];
    await ask(start);
    expect(asked).toEqual(before);
    queue.fails = true;
    await expect(ask(later(start, 300))).rejects.toThrow('Rate exceeded');
    queue.fails = false;
    await ask(later(start, 300));
    expect(asked.length).toBeGreaterThan(before.length);
  });
});
