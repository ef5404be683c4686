import type { Delivery } from '#ports/channel.ts';

/** Asks once more for what did not come through: reading is harmless, and a day's report is written only once. */
export async function askTwice<Value>(ask: () => Promise<Delivery<Value>>): Promise<Delivery<Value>> {
  const first = await ask();
  return first.kind === 'later' ? ask() : first;
}
