import type { SendResult } from '#ports/channel.ts';

/** The outcome of telling one recipient. */
export type TellOutcome =
  /** Everything has been told; `ref` is the message or ticket, undefined if there was nothing to tell. */
  | { readonly kind: 'told'; readonly ref?: string | undefined }
  /** To be continued in `seconds`. `failure`: the channel failed, rather than more being left to tell. */
  | { readonly kind: 'later'; readonly seconds: number; readonly why: string; readonly failure: boolean }
  /** The channel refuses it until a person changes something, e.g. renews the token: tried again for 24 hours. */
  | { readonly kind: 'refused'; readonly why: string };

/** The pause before an unknown outcome is looked up, in seconds. */
const lookUpAfterSeconds = 5;

/** The outcome that telling has to continue in `seconds`. */
export const tellLater = (seconds: number, why: string, failure = false): TellOutcome => ({
  kind: 'later',
  seconds,
  why,
  failure,
});

/** The outcome of telling after a failed delivery. */
export function outcomeOfFailure(delivery: Exclude<SendResult<unknown>, { kind: 'done' }>): TellOutcome {
  switch (delivery.kind) {
    case 'later':
      return tellLater(delivery.seconds, delivery.why, true);
    case 'refused':
      return { kind: 'refused', why: delivery.why };
    case 'unknown':
    case 'gone':
      return tellLater(lookUpAfterSeconds, delivery.why, true);
  }
}
