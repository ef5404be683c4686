import type { SendResult } from '#ports/channel.ts';

/** How telling ended. */
export type TellOutcome =
  /** Everything there is to tell has been told; `ref` is where, undefined when there is nothing to tell. */
  | { readonly kind: 'told'; readonly ref?: string | undefined }
  /** Something is left; try again in `seconds`. `failure`: the channel did not do what it was asked. */
  | { readonly kind: 'later'; readonly seconds: number; readonly why: string; readonly failure: boolean }
  /** A person has to mend something first. */
  | { readonly kind: 'refused'; readonly why: string };

/** How long to wait before an unknown outcome is looked into, in seconds. */
const untilKnown = 5;

/** Telling has to go on in `seconds`. */
export const tellLater = (seconds: number, why: string, failure = false): TellOutcome => ({
  kind: 'later',
  seconds,
  why,
  failure,
});

/** How telling ends when a channel did not do what it was asked. */
export function outcomeOfFailure(delivery: Exclude<SendResult<unknown>, { kind: 'done' }>): TellOutcome {
  switch (delivery.kind) {
    case 'later':
      return tellLater(delivery.seconds, delivery.why, true);
    case 'refused':
      return { kind: 'refused', why: delivery.why };
    case 'unknown':
    case 'gone':
      return tellLater(untilKnown, delivery.why, true);
  }
}
