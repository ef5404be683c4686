import type { Instant } from '#domain/values/instant.ts';
import { settled, throwIfAny } from '#usecases/all-settled.ts';

/**
 * The scheduled run: asks for looks at accounts and looks at the centre. The failure of one does not prevent the other;
 * it is thrown at the end, so that Lambda repeats both. Returns the number of accounts.
 */
export function beginLooks(looks: {
  readonly ask: (at: Instant) => Promise<number>;
  readonly lookAtCentre: (at: Instant) => Promise<void>;
}): (at: Instant) => Promise<number> {
  return async (at) => {
    const [asked, centre] = await Promise.all([settled([looks.ask(at)]), settled([looks.lookAtCentre(at)])]);
    throwIfAny('a look could not be begun', [...asked.failures, ...centre.failures]);
    return asked.done[0] ?? 0;
  };
}
