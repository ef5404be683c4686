import { duration, listedUpTo, plain, utc } from '#domain/announcements/wording.ts';
import { ruleOf } from '#domain/findings/assess/all-rules.ts';
import { severities } from '#domain/findings/finding.ts';
import { ruleIds } from '#domain/findings/rule-id.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import { iso } from '#domain/values/instant.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { ScanFinding } from './scan-report.ts';

/** What the finding rests on, in one line. */
function detailOf({ evidence, weakening, since, until }: TrackedFinding): string {
  const { change, error, resource, doubt, missing = [], coveredBy = [], dueAt, refused } = evidence;
  const others = coveredBy.map((arn) => parseTrailArn(arn)?.name ?? arn);
  const parts = [
    change,
    error === undefined ? undefined : [resource, error].filter((one) => one !== undefined).join(': '),
    missing.length > 0 ? `not recorded: ${listedUpTo(missing, 4)}` : undefined,
    doubt,
    refused === undefined ? undefined : `${refused.count} member accounts are refused`,
    dueAt === undefined ? undefined : `on ${utc(dueAt)}`,
    weakening && others.length > 0 ? `still recorded by ${listedUpTo(others, 3)}` : undefined,
    until === undefined ? undefined : `for ${duration(until - since)}`,
  ];
  return plain(parts.filter((part) => part !== undefined && part !== '').join('; '), 400);
}

function findingOf({ account, region }: Issue, finding: TrackedFinding, name: string): ScanFinding {
  const { rule: id, subject, severity, weakening, since, state, exemptBecause } = finding;
  const rule = ruleOf(id);
  const { title, meaning, mitre } = rule;
  const { words, command } = rule.remedy(finding);
  return {
    id: [account, region, id, subject].join('/'),
    rule: id,
    title,
    severity,
    weakening,
    account,
    accountName: plain(name, 60),
    region,
    trail: subject === '-' ? null : subject,
    since: iso(since),
    detail: detailOf(finding),
    meaning,
    remedy: plain(words, 600),
    command: command ?? null,
    mitre,
    accepted: state === 'whitelisted' ? plain(exemptBecause ?? 'by the whitelist', 200) : null,
  };
}

const rank = ({
  severity,
  weakening,
  rule,
  account,
  region,
  id,
}: ScanFinding): readonly (string | number)[] => [
  severities.indexOf(severity),
  weakening ? 1 : 0,
  ruleIds.indexOf(rule),
  account,
  region,
  id,
];

/** Worst first; the order is total. */
export function worstFindingsFirst(findings: readonly ScanFinding[]): readonly ScanFinding[] {
  const ranked = findings.map((finding) => ({ finding, keys: rank(finding) }));
  ranked.sort(({ keys: left }, { keys: right }) => {
    const at = left.findIndex((key, index) => key !== right[index]);
    return at < 0 ? 0 : (left[at] ?? 0) < (right[at] ?? 0) ? -1 : 1;
  });
  return ranked.map(({ finding }) => finding);
}

/** The findings of `issues` that stand, accepted ones apart; worst first. */
export function findingsIn(
  issues: readonly Issue[],
  nameOf: (account: string) => string,
): { readonly findings: readonly ScanFinding[]; readonly accepted: readonly ScanFinding[] } {
  const all = issues.flatMap((issue) =>
    [...issue.findings.values()]
      // One that looks healthy again was only found before its bucket or key was read.
      .filter(({ state, healthyAt }) => state !== 'resolved' && healthyAt === undefined)
      .map((finding) => findingOf(issue, finding, nameOf(issue.account))),
  );
  const sorted = worstFindingsFirst(all);
  return {
    findings: sorted.filter(({ accepted }) => accepted === null),
    accepted: sorted.filter(({ accepted }) => accepted !== null),
  };
}
