import type { Trigger } from '#domain/facts/trigger.ts';
import { burstIn } from '#domain/issues/burst.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseRegion } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { AttemptLog } from '#ports/attempt-log.ts';
import type { BurstStore } from '#ports/burst-store.ts';
import type { Dependencies } from '#ports/dependencies.ts';
import type { IssueStore } from '#ports/issue-store.ts';

/** The stores that attempts are kept and counted in. */
export interface CountParts {
  readonly attempts: AttemptLog;
  readonly bursts: BurstStore;
  readonly issues: Pick<IssueStore, 'readRemembered'>;
  readonly dependencies: Dependencies;
  /** Asks the reporter to tell a burst; asking twice is harmless. */
  readonly tell: (burst: IncidentId) => Promise<void>;
}

async function isSeenTrail(parts: CountParts, account: AccountId, trigger: Trigger): Promise<boolean> {
  const { trail } = trigger;
  if (!trail) return false;
  const fields = trail.kind === 'arn' ? parseTrailArn(trail.arn) : undefined;
  const region = fields?.homeRegion ?? parseRegion(trigger.region);
  if (!region) return false;
  const { memory } = await parts.issues.readRemembered(fields?.owner ?? account, region);
  return (memory?.trails ?? []).some(({ trail: known }) =>
    trail.kind === 'arn' ? known.arn === trail.arn : known.name === trail.name,
  );
}

/** Whether a call names a trail that was seen, or a dependency of such a trail; other failed calls are not counted. */
async function isAimed(parts: CountParts, account: AccountId, trigger: Trigger): Promise<boolean> {
  const { dependsOn } = trigger;
  if (dependsOn) return parts.dependencies.hasDependents(dependsOn);
  return isSeenTrail(parts, account, trigger);
}

/**
 * An attempt log that also detects bursts: repeated failed calls on watched trails. Whether a burst is told derives
 * from the stored count, so an event that arrives twice, late or concurrently is counted exactly once.
 */
export function countAttempts(parts: CountParts): AttemptLog {
  return {
    async keepAttempt(trigger, why) {
      await parts.attempts.keepAttempt(trigger, why);
      const account = parseAccountId(trigger.accountId);
      if (!account || trigger.outcome.kind !== 'failed') return;
      if (!(await isAimed(parts, account, trigger))) return;
      const calls = burstIn(await parts.bursts.countFailedCall(account, trigger));
      if (!calls) return;
      const burst = await parts.bursts.claimBurst(account, calls);
      // Of the thousands that may follow the first ten, none changes what is told.
      if (burst.calls.some(({ sameAs }) => sameAs === trigger.sameAs)) await parts.tell(burst.id);
    },
  };
}
