import type { SendResult } from '#ports/channel.ts';

/** Asks once more for what did not come through: reading is harmless, and a day's report is written only once. */
export async function askTwice<Value>(ask: () => Promise<SendResult<Value>>): Promise<SendResult<Value>> {
  const first = await ask();
  return first.kind === 'later' ? ask() : first;
}
