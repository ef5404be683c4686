import type { Directory } from '#ports/directory.ts';
import type { FollowUps } from '#ports/follow-ups.ts';

/** What the sweep needs. */
export interface SweepParts {
  readonly directory: Directory;
  readonly followUps: FollowUps;
  readonly enabled: boolean;
}

/**
 * Asks for an evaluation of every watched account, one message each. The sweep judges nothing itself, so it can
 * never disagree with what events lead to. Answers how many were asked for.
 */
export function sweepOrganization(parts: SweepParts): () => Promise<number> {
  return async () => {
    if (!parts.enabled) return 0;
    const accounts = [...(await parts.directory.accounts()).keys()];
    await parts.followUps.evaluateAll(
      accounts.map((account) => ({ account, regions: 'all', why: 'sweep', triggers: [] })),
    );
    return accounts.length;
  };
}
