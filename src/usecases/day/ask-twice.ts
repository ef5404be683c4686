import type { SendResult } from '#ports/channel.ts';

/** Repeats a read once if it failed temporarily: a read is harmless, and the day's report is not corrected later. */
export async function askTwice<Value>(ask: () => Promise<SendResult<Value>>): Promise<SendResult<Value>> {
  const first = await ask();
  return first.kind === 'later' ? ask() : first;
}
