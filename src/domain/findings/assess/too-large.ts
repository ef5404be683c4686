import { causeKey, findingKey, severities } from '#domain/findings/finding.ts';
import type { Evidence, Finding } from '#domain/findings/finding.ts';
import { allRules } from './all-rules.ts';
import type { Assessment } from './assess.ts';

/** How many findings are stored when all of them together are too large. */
const storedWithoutTheRest = 3;

const essential = ({ trailName, homeRegion, multiRegion, organization, left }: Evidence): Evidence => ({
  trailName: trailName?.slice(0, 128),
  homeRegion,
  multiRegion,
  organization,
  left,
});

/**
 * The assessment of a look whose result is too large to be stored: its worst findings without their details, and that the
 * place cannot be read. No answer of a watched account may keep what is judged of it from being told.
 */
export function withoutTheRest(assessment: Assessment): Assessment {
  const { account, region, at } = assessment.look;
  const worst = [...assessment.findings.values()]
    .toSorted(
      (one, other) =>
        Number(one.weakening) - Number(other.weakening) ||
        severities.indexOf(one.severity) - severities.indexOf(other.severity),
    )
    .slice(0, storedWithoutTheRest)
    .map((finding): Finding => ({ ...finding, evidence: essential(finding.evidence) }));
  const unreadable: Finding = {
    rule: 'unreadable',
    harm: allRules.unreadable.harm,
    subject: '-',
    severity: 'high',
    weakening: false,
    cause: causeKey('unreadable', `${account}|too-large`),
    since: at,
    evidence: {
      error: `TooLarge: what AWS answers of ${region} is more than can be kept`,
      resource: 'cloudtrail',
    },
  };
  const findings = [...worst, unreadable].map((one) => [findingKey(one.rule, one.subject), one] as const);
  return { ...assessment, findings: new Map(findings), cleared: new Map() };
}
