import type { CentralGap, ExpectedCentralRule } from '#domain/facts/central-rules.ts';
import { centralGaps } from '#domain/facts/central-rules.ts';
import { foundAtLook } from '#domain/facts/own-parts.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { isDeepEqual } from '#domain/values/deep-equal.ts';
import type { CentralGapLog, ReadCentralRules } from '#ports/central-rules.ts';
import type { FollowUps } from '#ports/follow-ups.ts';

/** What is expected of the centre, how its rules are read, and where deviations are kept and told. */
export interface LookAtCentreParts {
  readonly account: AccountId;
  readonly region: Region;
  readonly expected: readonly ExpectedCentralRule[];
  readonly readRules: ReadCentralRules;
  readonly gaps: CentralGapLog;
  readonly followUps: Pick<FollowUps, 'lookAgain'>;
  /** False while detection is switched off: nothing is read then. */
  readonly enabled: boolean;
}

/** How long a deviation has to last before it is told, in milliseconds: a deploy changes one rule after the other. */
const lastsMs = 9 * 60_000;

/** The deviation as evidence: no call is known, so no actor is. */
function triggerOf({ account, region }: LookAtCentreParts, { rule, found, since }: CentralGap): Trigger {
  const id = `${foundAtLook}/${rule}/${found}/${since}`;
  return {
    eventId: id,
    sameAs: id,
    eventSource: 'trailwarden',
    eventName: foundAtLook,
    at: since,
    accountId: account,
    region,
    actor: { kind: 'unknown' },
    outcome: { kind: 'succeeded' },
    effect: 'harm',
    dependsOn: { kind: 'rule', id: rule },
    parametersMissing: false,
    requested: { found },
  };
}

/**
 * Looks at the rules of the central account itself. EventBridge matches an event when it arrives, so the call that
 * disables the rule for calls on our own rules is carried by no rule; this look needs none. A deviation that lasts for
 * three looks is told, once. Repeating it is harmless.
 */
export function lookAtCentre(parts: LookAtCentreParts): (at: Instant) => Promise<void> {
  return async (at) => {
    if (!parts.enabled) return;
    const [seen, before] = await Promise.all([parts.readRules(), parts.gaps.listGaps()]);
    const found = centralGaps(parts.expected, seen, before, at);
    const isDue = ({ told, since }: CentralGap): boolean => !told && at - since >= lastsMs;
    const triggers = found.filter(isDue).map((gap) => triggerOf(parts, gap));
    const { account, region } = parts;
    if (triggers.length > 0)
      await parts.followUps.lookAgain({ account, regions: [region], why: 'own-change', triggers }, 0);
    const gaps = found.map((gap) => (isDue(gap) ? { ...gap, told: true } : gap));
    if (!isDeepEqual(gaps, before)) await parts.gaps.keepGaps(gaps);
  };
}
