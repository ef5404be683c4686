import { withoutJson } from '#domain/facts/answered-selectors.ts';
import type { Evidence, FindingKey } from '#domain/findings/finding.ts';
import { severities } from '#domain/findings/finding.ts';
import { byteLength } from '#domain/values/byte-length.ts';
import type { Instant } from '#domain/values/instant.ts';
import type { FindingDraft } from './tracked-finding.ts';

/** Largest size of the findings of one account and Region, in bytes of JSON: an issue item stays under 100 KB. */
const findingsKept = 80_000;
/** Of these, for the selectors that trails had: those of six trails as large as they are kept; AWS allows five at one home. */
const selectorsKept = 30_000;
/** How long a finding that is over stays beside others that are not, in milliseconds; its member row stays. */
const overIsKeptFor = 30 * 24 * 3600 * 1000;
/** Longest free text in the evidence of a finding, in characters. */
const longestText = 1000;

type Findings = ReadonlyMap<FindingKey, FindingDraft>;

function capped(finding: FindingDraft): FindingDraft {
  const { change, error, resource } = finding.evidence;
  if ([change, error, resource].every((text) => (text?.length ?? 0) <= longestText)) return finding;
  const cut = (text: string | undefined) => text?.slice(0, longestText);
  const evidence: Evidence = {
    ...finding.evidence,
    change: cut(change),
    error: cut(error),
    resource: cut(resource),
  };
  return { ...finding, evidence };
}

/** `finding` without the selectors that its trail had: their number stays. */
function withoutSelectors(finding: FindingDraft): FindingDraft {
  const { was } = finding.evidence;
  if (was?.answeredSelectors === undefined) return finding;
  const answeredSelectors = withoutJson(was.answeredSelectors);
  return { ...finding, evidence: { ...finding.evidence, was: { ...was, answeredSelectors } } };
}

/** Ranks findings: told before weakenings before those that are over; then the worst; then the latest. */
function rank({ state, closed, harmful, severity }: FindingDraft): number {
  const over = state === 'resolved' || closed !== undefined;
  return (over ? 2 : harmful ? 0 : 1) * severities.length + severities.indexOf(severity);
}

/**
 * The findings that are kept of one account and Region after a look at `at`: all of them as long as they fit, else the
 * worst and latest. Short-lived trails with long names could fill the item otherwise. What leaves the item was told, or
 * is a weakening; its member row keeps it.
 */
export function boundedFindings(findings: Findings, at: Instant): Findings {
  const all = [...findings].map(([key, one]) => [key, capped(one)] as const);
  const lasts = all.some(([, { state, closed }]) => state !== 'resolved' && closed === undefined);
  const current = all.filter(
    ([, { state, resolvedAt }]) =>
      !lasts || state !== 'resolved' || resolvedAt === undefined || at - resolvedAt < overIsKeptFor,
  );
  let left = findingsKept;
  let leftForSelectors = selectorsKept;
  const kept = new Map(
    current
      .toSorted(([, one], [, other]) => rank(one) - rank(other) || other.openedAt - one.openedAt)
      .map(([key, finding]) => {
        const json = finding.evidence.was?.answeredSelectors?.json;
        const fits = json === undefined || (leftForSelectors -= byteLength(json)) >= 0;
        return [key, fits ? finding : withoutSelectors(finding)] as const;
      })
      .filter(([key, finding]) => (left -= byteLength([key, finding]) + 100) > 0),
  );
  return new Map(
    current.flatMap(([key]) => {
      const finding = kept.get(key);
      return finding === undefined ? [] : [[key, finding] as const];
    }),
  );
}
