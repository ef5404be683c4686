import { say } from '#domain/announcements/wording.ts';
import { findingKey } from '#domain/findings/finding.ts';
import { issueStatus, type Issue } from '#domain/issues/issue.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { DayFacts } from '#domain/reports/day-facts.ts';
import type { Inspection, InspectedDestination } from '#domain/reports/inspected-destinations.ts';
import { sweepResult, type AccountOutcome } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { plusSeconds, type Instant } from '#domain/values/instant.ts';
import { account, arn, at, evidence, finding, healed, incidentId, regions } from './figures.ts';

const morning = at('07:00:00');
/** So many hours before the report. */
export const ago = (hours: number): Instant => plusSeconds(morning, -hours * 3600);

/** So many accounts, named team-1 and so on. */
export const teams = (count: number): AccountId[] =>
  Array.from({ length: count }, (_, index) => account(String(200_000_000_000 + index * 11)));

/** One finding in every Region of an account. */
export function issuesOf(of: AccountId, incident: string, changes: Partial<TrackedFinding>): Issue[] {
  const one = finding({
    subject: arn(`arn:aws:cloudtrail:eu-west-1:${of}:trail/main`),
    incident: incidentId(incident),
    evidence,
    ...changes,
  });
  return regions.map((region) => ({
    account: of,
    region,
    version: 1,
    status: issueStatus([one]),
    disabled: one.state === 'open',
    timestamps: { identified: one.openedAt, updated: morning },
    findings: new Map([[findingKey(one.rule, one.subject), one]]),
  }));
}

/** A bucket of each account, with the results of its inspections; inspected where none is given. */
export const seenBuckets = (
  accounts: readonly AccountId[],
  inspections: readonly Inspection[],
): InspectedDestination[] =>
  accounts.map((one, index) => ({
    kind: 'bucket',
    id: `logs-of-${one}`,
    accounts: [one],
    inspection: inspections[index] ?? { is: 'done', at: at('05:01:30') },
  }));

const notAuthorized = {
  operation: 'sts:AssumeRole',
  code: 'AccessDenied',
  message: 'not authorized',
  regions,
};

/** Two of three accounts have an owner of their own. */
function ownersOf(accounts: readonly AccountId[]): DayFacts['owners'] {
  const named = accounts.map((one, index) => [one, `#team-${index + 1}`] as const);
  return new Map(named.filter((_, index) => index % 3 !== 0));
}

/** A morning after a sweep of so many accounts, of which some refused to be read. */
export function day(count: number, changes: Partial<DayFacts>, refused: readonly AccountId[] = []): DayFacts {
  const accounts = teams(count);
  const startedAt = at('05:00:00');
  const outcomes = accounts.map((one): AccountOutcome => ({
    account: one,
    at: plusSeconds(startedAt, 60),
    kind: 'done',
    regions,
    regionsNamed: true,
    trails: refused.includes(one) ? 0 : 1,
    ownsOrganizationTrail: false,
    destinations: [],
    refusals: refused.includes(one) ? [notAuthorized] : [],
  }));
  const sweep = { id: 'sweep', startedAt, deadline: at('06:50:00'), accounts, baseline: false };
  return {
    now: morning,
    since: ago(24),
    enabled: true,
    issues: [],
    exemptions: [],
    repaired: [],
    preexisting: new Set(),
    tickets: new Map(),
    owners: ownersOf(accounts),
    mismatches: [],
    foremost: [],
    untold: [],
    deadLetters: [],
    selfCheck: [],
    names: new Map(accounts.map((one, index) => [one, `team-${index + 1}`])),
    sweep: sweepResult(sweep, outcomes, morning),
    destinations: seenBuckets(
      accounts.filter((one) => !refused.includes(one)),
      [],
    ),
    ...changes,
  };
}

/** The account of that number. */
export const first = (index: number): AccountId => teams(50)[index] ?? account('200000000000');
const bucket: Partial<TrackedFinding> = {
  rule: 's3-delivery-failing',
  harm: 'undeliverable',
  severity: 'high',
  peak: 'high',
  evidence: { ...evidence, error: 'AccessDenied', resource: 'team-2-logs' },
};
/** The changes of a finding that only weakens. */
export const weaker: Partial<TrackedFinding> = {
  severity: 'low',
  peak: 'low',
  weakening: true,
  harmful: false,
};
/** The tickets of the first two incidents. */
export const tickets = new Map(
  ['i-1', 'i-2'].map((id, index) => {
    const name = `AWSSEC-${17 + index}`;
    return [incidentId(id), { key: name, url: `https://example.atlassian.net/browse/${name}` }];
  }),
);

/** A morning after a quiet day. */
export const quietDay = (): DayFacts => day(12, {});

/** A morning without open issues, on which 20 of 500 accounts and five buckets could not be inspected. */
export function halfSeenDay(): DayFacts {
  const accounts = teams(500);
  const denied = { operation: 's3:GetBucketPolicy', code: 'AccessDenied', message: 'Access Denied' };
  const askedAt = at('05:01:00');
  const inspections: Inspection[] = [
    { is: 'refused', at: askedAt, why: denied, ownerUnknown: false },
    { is: 'refused', at: askedAt, why: denied, ownerUnknown: true },
    {
      is: 'failed',
      failure: { at: at('05:31:00'), why: 's3:GetBucketVersioning failed: connect ETIMEDOUT' },
    },
    { is: 'pending', askedAt },
    { is: 'not-asked' },
  ];
  const [refused, seen] = [accounts.slice(480), accounts.slice(0, 480)];
  return day(500, { destinations: seenBuckets(seen, inspections) }, refused);
}

const troubles = (): Issue[] => [
  ...issuesOf(first(0), 'i-1', { openedAt: ago(3), since: ago(3), missed: true }),
  ...issuesOf(first(1), 'i-2', { ...bucket, openedAt: ago(24 * 12), since: ago(24 * 12) }),
  ...issuesOf(first(2), 'i-3', {
    ...healed,
    since: ago(10),
    openedAt: ago(10),
    until: ago(9),
    resolvedAt: ago(9),
  }),
  ...issuesOf(first(3), 'i-4', { ...weaker, openedAt: ago(40) }),
  ...issuesOf(first(4), 'i-5', {
    state: 'whitelisted',
    exemptBecause: 'Closing down in December.',
    openedAt: ago(900),
  }),
];

const remark = (index: number, words: string) => [{ accounts: [first(index)], words: say(words) }];

const aside: Partial<DayFacts> = {
  mismatches: remark(
    0,
    'Ticket AWSSEC-17 was closed by hand, but this is still open: CloudTrail logging is stopped in team-1.',
  ),
  untold: remark(
    2,
    'Slack (#team-3) did not take this (the channel is archived): CloudTrail logging was stopped in team-3.',
  ),
  selfCheck: remark(
    1,
    'No heartbeat comes from team-2 in 1 Region (sa-east-1): events from there may not arrive.',
  ),
  deadLetters: [
    {
      queue: 'trailwarden-EventsDeadLetters',
      messages: 2,
      replay:
        'aws sqs start-message-move-task --source-arn arn:aws:sqs:eu-west-1:123456789012:trailwarden-EventsDeadLetters',
    },
  ],
};

/** A morning with an entry in every section of the report. */
export const badDay = (): DayFacts => day(40, { issues: troubles(), tickets, ...aside }, [first(5)]);

/** 500 accounts, one in twenty with an open issue, some for weeks. */
export function largeDay(): DayFacts {
  const accounts = teams(500);
  const issues = accounts.flatMap((one, index) => {
    if (index % 20 === 0)
      return issuesOf(one, `i-${index}`, { openedAt: ago(index / 2 + 1), since: ago(index / 2 + 1) });
    return index % 20 === 5 ? issuesOf(one, `i-${index}`, { ...weaker, openedAt: ago(index) }) : [];
  });
  return day(
    500,
    { issues },
    accounts.filter((_, index) => index % 50 === 7),
  );
}

/** The result of the first sweep of an organization. */
export function firstDay(): DayFacts {
  const facts = badDay();
  const standing = new Set(['i-1', 'i-2', 'i-4'].map(incidentId));
  return {
    ...facts,
    preexisting: standing,
    tickets: new Map(),
    untold: [],
    mismatches: [],
    deadLetters: [],
    selfCheck: [],
  };
}
