import pLimit from 'p-limit';
import { logDestinationKey } from '#domain/facts/log-destination.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import type { LakeRequest } from '#ports/lakes.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';

/** The work that evaluations and inspections ask for, which a deployed detector would find in its queues. */
export interface AskedWork {
  readonly inspections: InspectionRequest[];
  readonly lakes: LakeRequest[];
}

/** The journeys that a scan is made of: those of the detector, on stores in memory. */
export interface ScanParts {
  readonly evaluate: (request: EvaluationRequest) => Promise<unknown>;
  readonly inspect: (requests: readonly [InspectionRequest, ...InspectionRequest[]]) => Promise<void>;
  readonly inspectLake: (request: LakeRequest) => Promise<void>;
  /** What the three put off; the scan takes it out and does it. */
  readonly asked: AskedWork;
  /** Whether `error` ends the scan, as expired credentials do: nothing more can be read. */
  readonly isFinal: (error: unknown) => boolean;
}

/** The accounts of a scan. Owners of organization trails come first: members use the status read there. */
export interface ScanScope {
  readonly owners: readonly AccountId[];
  readonly others: readonly AccountId[];
}

/** How far a scan has come; it can be read while the scan goes on. */
export interface ScanState {
  /** Accounts whose evaluation failed, with the last error. */
  readonly failed: Map<AccountId, unknown>;
  /** Buckets and keys whose reading failed, with the error. */
  readonly uninspected: Map<string, unknown>;
  /** Accounts whose evaluation has ended. */
  readonly done: Set<AccountId>;
  /** The error that ended the scan. */
  ended: unknown;
}

/** A scan that has not begun. */
export function emptyScan(): ScanState {
  return { failed: new Map(), uninspected: new Map(), done: new Set(), ended: undefined };
}

/** How many accounts are looked at concurrently, each in six Regions. */
const accountsAtOnce = 8;
/** How many buckets, keys and event data stores are read concurrently. */
const inspectionsAtOnce = 8;
/** How often an account is looked at again where a look failed, as under lasting throttling. */
const maxAttempts = 3;

type Evaluate = (request: EvaluationRequest) => Promise<void>;

function evaluating({ evaluate, isFinal }: ScanParts, state: ScanState): Evaluate {
  return async (request) => {
    const { account } = request;
    try {
      await evaluate(request);
      state.failed.delete(account);
      state.done.add(account);
    } catch (error) {
      state.failed.set(account, error);
      if (isFinal(error)) state.ended ??= error;
    }
  };
}

/** Does `works` a few at a time; none is begun after the scan was ended. */
async function each<Item>(
  items: readonly Item[],
  atOnce: number,
  isOver: () => boolean,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const limit = pLimit(atOnce);
  await Promise.all(items.map((item) => limit(async () => (isOver() ? undefined : work(item)))));
}

function swept(account: AccountId): EvaluationRequest {
  return { account, regions: 'all', why: 'sweep', triggers: [], baseline: true };
}

function judgedAgain(account: AccountId): EvaluationRequest {
  return { account, regions: 'all', why: 'look-again', triggers: [], baseline: true, inspected: 'first' };
}

async function inspectAll(parts: ScanParts, state: ScanState, isOver: () => boolean): Promise<void> {
  const { inspections, lakes } = parts.asked;
  const groups = Map.groupBy(inspections.splice(0), ({ destination }) => logDestinationKey(destination));
  await each([...groups], inspectionsAtOnce, isOver, async ([key, [first, ...others]]) => {
    if (!first) return;
    try {
      await parts.inspect([first, ...others]);
    } catch (error) {
      state.uninspected.set(key, error);
      if (parts.isFinal(error)) state.ended ??= error;
    }
  });
  await each(lakes.splice(0), inspectionsAtOnce, isOver, async (request) => {
    try {
      await parts.inspectLake(request);
    } catch (error) {
      state.uninspected.set(`CloudTrail Lake of ${request.lake}`, error);
      if (parts.isFinal(error)) state.ended ??= error;
    }
  });
}

/**
 * Looks at every account of `scope` as a sweep does, reads what the trails found there deliver to, and judges once more
 * what was found with it. Everything is in the stores as soon as it is known. Ends early when `signal` does, and when
 * nothing more can be read.
 */
export async function scanAccounts(
  parts: ScanParts,
  scope: ScanScope,
  state: ScanState,
  signal: AbortSignal,
): Promise<void> {
  const isOver = (): boolean => signal.aborted || state.ended !== undefined;
  const evaluate = evaluating(parts, state);
  const look = (account: AccountId) => evaluate(swept(account));
  await each(scope.owners, accountsAtOnce, isOver, look);
  await each(scope.others, accountsAtOnce, isOver, look);
  for (let attempt = 1; attempt < maxAttempts && state.failed.size > 0; attempt += 1)
    await each([...state.failed.keys()], accountsAtOnce, isOver, look);
  await inspectAll(parts, state, isOver);
  // What the trails deliver to decides in every Region; the trails themselves are not read again.
  await each([...state.done], accountsAtOnce, isOver, (account) => evaluate(judgedAgain(account)));
}
