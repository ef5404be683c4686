import type { Assessment } from '#domain/findings/assess/assess.ts';
import type { Finding } from '#domain/findings/finding.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { Exemption } from './exemption.ts';
import { exempts } from './exemption.ts';
import type { FindingDraft } from './tracked-finding.ts';

/** The exemption that covers a finding at the look of `assessment`; `callerRole` is the role behind its cause. */
export function exemptionOf(
  finding: Finding,
  callerRole: string | undefined,
  assessment: Assessment,
  exemptions: readonly Exemption[],
): Exemption | undefined {
  const { account, region, at } = assessment.look;
  const { rule, subject, evidence } = finding;
  const scope = { accountId: account, region, rule, subject, callerRole, left: evidence.left };
  return exemptions.find((exemption) => exempts(exemption, scope, at));
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
  const exemption = exemptionOf(draft, draft.causedByRole, assessment, exemptions);
  return exemption === undefined ? draft : { ...draft, ...acceptedBy(exemption, assessment.look.at) };
}
