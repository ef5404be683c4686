import type { Assessment } from '#domain/findings/assess/assess.ts';
import type { Finding, FindingKey } from '#domain/findings/finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Look } from '#domain/findings/rule.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Exemption } from './exemption.ts';
import { exempts } from './exemption.ts';
import type { FindingDraft, TrackedFinding } from './tracked-finding.ts';

/** The exemption that covers a finding at a look; `callerRole` is the role behind its cause. */
export function exemptionOf(
  finding: Finding,
  callerRole: string | undefined,
  { account, region, at }: Pick<Look, 'account' | 'region' | 'at'>,
  exemptions: readonly Exemption[],
): Exemption | undefined {
  const { rule, subject, evidence } = finding;
  const scope = { accountId: account, region, rule, subject, callerRole, left: evidence.left };
  return exemptions.find((exemption) => exempts(exemption, scope, at));
}

/**
 * Whether a finding is accepted and was never told. Of a total loss that was told and then accepted people know, of one that
 * was accepted beforehand they do not: somebody who ends the accepted trail last would hide what he ended before it.
 */
export function isAcceptedUntold(
  finding: Finding,
  known: ReadonlyMap<FindingKey, TrackedFinding>,
  look: Pick<Look, 'account' | 'region' | 'at'>,
  exemptions: readonly Exemption[],
): boolean {
  const before = known.get(findingKey(finding.rule, finding.subject));
  const wasTold = before !== undefined && before.state !== 'resolved' && before.harmful;
  // What the role behind it could accept never covers a total loss.
  return !wasTold && exemptionOf(finding, undefined, look, exemptions) !== undefined;
}

/** What an exemption adds to the finding that it covers since `exemptSince`. */
export function acceptedBy({ reason, owner, expires }: Exemption, exemptSince: Instant) {
  return {
    state: 'whitelisted',
    exemptSince,
    exemptBecause: reason,
    exemptBy: owner,
    exemptUntil: expires,
  } as const;
}

/** `draft`, accepted where it is open and an exemption covers it: also what this look could not judge can be accepted. */
export function acceptedUnjudged(
  draft: FindingDraft,
  assessment: Assessment,
  exemptions: readonly Exemption[],
): FindingDraft {
  if (draft.state !== 'open') return draft;
  const exemption = exemptionOf(draft, draft.causedByRole, assessment.look, exemptions);
  return exemption === undefined ? draft : { ...draft, ...acceptedBy(exemption, assessment.look.at) };
}
