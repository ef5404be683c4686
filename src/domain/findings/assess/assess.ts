import type { RememberedTrail } from '#domain/facts/observation.ts';
import type { Coverage } from '#domain/findings/coverage.ts';
import { coverageOf } from '#domain/findings/coverage.ts';
import { allRules } from './all-rules.ts';
import type { Finding, FindingKey } from '#domain/findings/finding.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { Judgement, Look, Rule, SeenLook } from '#domain/findings/rule.ts';
import { judgeAccess } from '#domain/findings/rules/access-lost.ts';
import { judgeOwnParts } from '#domain/findings/rules/detector-changed.ts';
import { isMadeUpFor, lossOfGone } from '#domain/findings/what-is-left.ts';
import { judgeUnseen } from '#domain/findings/rules/unreadable.ts';

/** The judgements of all rules on one look. */
export interface Assessment {
  readonly look: Look;
  /** Undefined when the trails could not be listed. */
  readonly coverage: Coverage | undefined;
  readonly findings: ReadonlyMap<FindingKey, Finding>;
  /** The judgements that are not findings: healthy, or unknown. */
  readonly cleared: ReadonlyMap<FindingKey, Exclude<Judgement, { verdict: 'stands' }>>;
}

interface Judged {
  readonly rule: Rule;
  readonly judgement: Judgement;
}

function findingsOf(judged: readonly Judged[]): Finding[] {
  return judged.flatMap(({ rule, judgement }) => {
    if (judgement.verdict !== 'stands') return [];
    const { subject, severity, weakening, cause, since, until, evidence } = judgement;
    return [{ rule: rule.id, harm: rule.harm, subject, severity, weakening, cause, since, until, evidence }];
  });
}

/** Whether a finding will not be told, so that it can stand for no other. */
type IsSilent = (finding: Finding) => boolean;

/**
 * When coverage is lost, the harm that began last caused the loss (ties: the greater subject) and stays critical; the
 * harms before it left coverage whole and stay weakenings. One that is silent stands for the loss only if all are.
 */
function attributeLoss(findings: readonly Finding[], isSilent: IsSilent): Finding[] {
  const losses = findings.filter(({ severity, harm }) => severity === 'critical' && harm === 'not-recording');
  const told = losses.filter((loss) => !isSilent(loss));
  const last = (told.length > 0 ? told : losses).reduce<Finding | undefined>(
    (latest, next) =>
      latest === undefined ||
      next.since > latest.since ||
      (next.since === latest.since && next.subject > latest.subject)
        ? next
        : latest,
    undefined,
  );
  return findings.map((finding) =>
    losses.includes(finding) && finding !== last ? { ...finding, severity: 'low', weakening: true } : finding,
  );
}

/** Whether coverage was whole in spite of a finding until this look, and a trail that was lost after it was what made it whole. */
function isOlderWeakening({ known }: Look, finding: Finding, losses: readonly Finding[]): boolean {
  const before = known.get(findingKey(finding.rule, finding.subject));
  if (before === undefined || before.state === 'resolved' || before.weakening !== true) return false;
  return losses.some(({ subject, since }) => subject !== finding.subject && since > finding.since);
}

/**
 * Weakenings stay weakenings when a trail is lost later: then its loss is told, at the severity of what is left now, which is
 * the age of what records now at that later loss. One that was over when it was seen is no such loss: a look that is repeated
 * does not find it again.
 */
function withWeakeningsKept(look: Look, findings: readonly Finding[], isSilent: IsSilent): Finding[] {
  const losses = findings.filter(
    ({ harm, weakening, until }) => harm === 'not-recording' && !weakening && until === undefined,
  );
  const told = losses.filter((loss) => !isSilent(loss));
  return findings.map((finding) =>
    losses.includes(finding) && isOlderWeakening(look, finding, told)
      ? { ...finding, severity: 'low', weakening: true }
      : finding,
  );
}

/** The findings, of which those that are told name a trail of the same place that delivers to an unknown bucket. */
function withBeside(findings: readonly Finding[]): readonly Finding[] {
  const unknown = findings.find(({ rule }) => rule === 'bucket-unknown');
  const { trailName = '', change = '' } = unknown?.evidence ?? {};
  const beside = `trail ${trailName} ${change}`.slice(0, 300);
  return findings.map((finding) =>
    unknown === undefined || finding.weakening || finding.subject === unknown.subject
      ? finding
      : { ...finding, evidence: { ...finding.evidence, beside } },
  );
}

function judgeAll(look: SeenLook): Judged[] {
  return Object.values(allRules).flatMap((rule: Rule) =>
    rule.judge(look, rule).map((judgement) => ({ rule, judgement })),
  );
}

/**
 * Judges one account and Region by all rules. Pure: the same look always gets the same assessment. A finding that `isSilent`
 * stands for no other loss: it is accepted, and was never told.
 */
export function assess(look: Look, isSilent: IsSilent = () => false): Assessment {
  if (look.ownParts) {
    const own = judgeOwnParts(look);
    return assessment(
      look,
      undefined,
      own.map((judgement) => ({ rule: allRules['detector-changed'], judgement })),
      isSilent,
    );
  }
  if (look.trails.kind === 'unreadable') {
    const unseen = judgeUnseen(look, look.trails.why).map((judgement) => ({
      rule: allRules.unreadable,
      judgement,
    }));
    const lost = judgeAccess(look).map((judgement) => ({ rule: allRules['access-lost'], judgement }));
    return assessment(look, undefined, [...unseen, ...lost], isSilent);
  }
  const coverage = coverageOf(look.trails.value);
  return assessment(look, coverage, judgeAll({ ...look, sights: look.trails.value, coverage }), isSilent);
}

function assessment(
  look: Look,
  coverage: Coverage | undefined,
  judged: readonly Judged[],
  isSilent: IsSilent,
): Assessment {
  const attributed = attributeLoss(findingsOf(judged), isSilent);
  const findings = withBeside(withWeakeningsKept(look, attributed, isSilent));
  const cleared = judged.flatMap(({ rule, judgement }) =>
    judgement.verdict === 'stands' ? [] : [[findingKey(rule.id, judgement.subject), judgement] as const],
  );
  return {
    look,
    coverage,
    findings: new Map(findings.map((finding) => [findingKey(finding.rule, finding.subject), finding])),
    cleared: new Map(cleared),
  };
}

/** Whether what is left at the look of `assessment` records what a vanished trail did. */
export function isReplacedIn({ look, coverage }: Assessment): (known: RememberedTrail) => boolean {
  const { trails } = look;
  if (trails.kind === 'unreadable' || coverage === undefined) return () => false;
  const seen = { ...look, sights: trails.value, coverage };
  return (known) => isMadeUpFor(seen, lossOfGone(seen, known, look.at));
}
