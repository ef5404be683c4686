import type { ToldRef } from '#ports/channel.ts';
import type { Clock } from '#ports/clock.ts';
import type { Receipt, ReceiptStore } from '#ports/receipt-store.ts';
import type { TellOutcome } from './tell-outcome.ts';

/** Either the receipt to continue from, or the outcome with which a telling ends. */
export type ClaimStep = { readonly receipt: Receipt } | { readonly end: TellOutcome };

/** How long another process may still be working on what it claimed, in milliseconds: as long as a reporter may run. */
export const claimLeaseMs = 30_000;

/** Claims on a receipt: what must not be sent twice is claimed by a conditional write before it is sent. */
export interface Claims {
  /** Writes the receipt; the step ends if another process wrote meanwhile. */
  readonly write: (receipt: Receipt) => Promise<ClaimStep>;
  /** Writes the receipt with the claim that `what` is being sent. */
  readonly claim: (receipt: Receipt, what: string) => Promise<ClaimStep>;
  /** The receipt, not written yet, after `told` was sent. */
  readonly withTold: (receipt: Receipt, told: ToldRef) => Receipt;
  /** Whether the process that made the claim may still be working on it. */
  readonly isHeld: (claim: NonNullable<Receipt['intent']>) => boolean;
}

/** Claims on the receipts of `receipts`; `whenStale` is the outcome if another process wrote meanwhile. */
export function claimsIn(
  { receipts, clock }: { readonly receipts: ReceiptStore; readonly clock: Clock },
  whenStale: TellOutcome,
): Claims {
  const write = async (receipt: Receipt): Promise<ClaimStep> => {
    const next = await receipts.writeReceipt(receipt);
    return next === 'stale' ? { end: whenStale } : { receipt: next };
  };
  return {
    write,
    claim: (receipt, what) => write({ ...receipt, intent: { what, at: clock.now() } }),
    withTold: (receipt, told) => ({
      ...receipt,
      told: { ...told, at: clock.now() },
      intent: undefined,
    }),
    isHeld: ({ at }) => clock.now() - at < claimLeaseMs,
  };
}
