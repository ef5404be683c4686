import { expect, it } from 'vitest';
import { later, noon } from '#test/given/shop.ts';
import type { Stores } from '#test/given/stores.ts';

const letter = {
  id: '5d1c7e0a-0000-4000-8000-000000000001',
  queue: 'SlackDeadLetters',
  at: noon,
  by: 'arn:aws:sts::123456789012:assumed-role/operator/anna',
  reason: 'the channel was closed on purpose',
  body: '{"incident":"i-1","why":"channel_not_found"}',
};

/** What every store of dropped dead letters promises. */
export function droppedLettersContract(open: () => Promise<Stores>): void {
  it('lists what was dropped, as it was kept, oldest first; a repeated write is one', async () => {
    const { dropped } = await open();
    const second = { ...letter, id: 'another', at: later(noon, 60) };
    for (const one of [second, letter, letter]) await dropped.keepDropped(one);
    expect(await dropped.listDropped()).toEqual([letter, second]);
  });
}
