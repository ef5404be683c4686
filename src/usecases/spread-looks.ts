import type { Dependency } from '#domain/facts/dependency.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Dependencies } from '#ports/dependencies.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';

/** Looks at the dependents of one resource: those to be made at once, and those of a wave that waits for more calls. */
export interface SpreadLooks {
  readonly now: readonly EvaluationRequest[];
  readonly wave: readonly EvaluationRequest[];
}

/** Where waves are claimed, and what claims this one: the same for a repeated run. */
interface SpreadContext {
  readonly dependencies: Pick<Dependencies, 'claimWave'>;
  readonly by: string;
  readonly now: Instant;
}

/** Looks that are made at once: enough to tell what is wrong with the resource. */
const atOnceLimit = 10;

/**
 * Spreads the looks at the dependents of a resource. A thousand trails can deliver to one bucket, and anybody there can
 * call on it again and again: after each call ten are looked at, the others in one wave a minute.
 */
export async function spreadLooks(
  requests: readonly EvaluationRequest[],
  on: Dependency,
  { dependencies, by, now }: SpreadContext,
): Promise<SpreadLooks> {
  if (requests.length <= atOnceLimit) return { now: requests, wave: [] };
  const isClaimed = await dependencies.claimWave(on, by, now);
  const others = requests.slice(atOnceLimit).map((request) => ({ ...request, unhurried: true }));
  return { now: requests.slice(0, atOnceLimit), wave: isClaimed ? others : [] };
}
