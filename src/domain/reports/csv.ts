import { plain } from '#domain/announcements/wording.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { csvText } from '#domain/values/csv.ts';
import { iso } from '#domain/values/instant.ts';
import type { DayFacts } from './day-facts.ts';
import { factsFor } from './day-facts.ts';

/** The columns of the issues file, in order; times are UTC in ISO 8601. */
export const csvColumns = [
  'incident',
  'status',
  'severity',
  'account_id',
  'account_name',
  'region',
  'rule',
  'trail',
  'began',
  'detected',
  'resolved',
  'closed',
  'closed_because',
  'harms_recording',
  'caused_by_event',
  'whitelisted_because',
  'ticket',
] as const;

const moment = (at: Instant | undefined): string => (at === undefined ? '' : iso(at));

function row(facts: DayFacts, { account, region }: Issue, finding: TrackedFinding): string[] {
  const { closed } = finding;
  const cells: Record<(typeof csvColumns)[number], string> = {
    incident: finding.incident,
    status: closed ? 'closed' : finding.state,
    severity: finding.state === 'open' ? finding.severity : finding.peak,
    account_id: account,
    account_name: plain(facts.names.get(account) ?? '', 80),
    region,
    rule: finding.rule,
    trail: finding.subject === '-' ? '' : finding.subject,
    began: moment(finding.since),
    detected: moment(finding.openedAt),
    resolved: moment(finding.resolvedAt),
    closed: moment(closed?.at),
    closed_because: closed?.because ?? '',
    harms_recording: finding.harmful ? 'yes' : 'no',
    caused_by_event: finding.causedBy ?? '',
    whitelisted_because: plain(finding.exemptBecause ?? '', 200),
    ticket: facts.tickets.get(finding.incident)?.key ?? '',
  };
  return csvColumns.map((name) => cells[name]);
}

/** The open and recently closed issues of the accounts in `only` (of all without it) as CSV, one row per finding. */
export function csvOf(all: DayFacts, only?: ReadonlySet<AccountId>): string {
  const facts = factsFor(all, only);
  const rows = facts.issues.flatMap((issue) =>
    [...issue.findings.values()].map((finding) => row(facts, issue, finding)),
  );
  return csvText([csvColumns, ...rows]);
}
