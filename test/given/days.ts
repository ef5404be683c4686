import type { DayFacts } from '#domain/reports/day-facts.ts';
import { say } from '#domain/announcements/wording.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { issueStatus } from '#domain/issues/issue.ts';
import { findingKey } from '#domain/findings/finding.ts';
import type { AccountOutcome, Sweep } from '#domain/sweeps/sweep.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { instant, plusSeconds } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { account, arn, at, finding, incidentId, region, regions } from './incidents.ts';

export const morning = at('07:00:00');
const sweepAt = at('05:00:00');
/** What was inspected with the sweep. */
export const inspected = { is: 'done', at: plusSeconds(sweepAt, 90) } as const;
export const hoursAgo = (hours: number): Instant => plusSeconds(morning, -hours * 3600);

export const accountIds = (count: number): AccountId[] =>
  Array.from({ length: count }, (_, index) => account(String(200_000_000_000 + index * 11)));

/** The bucket that the trail of an account delivers to. */
export const bucketOf = (of: AccountId) => ({ kind: 'bucket', id: `logs-of-${of}` }) as const;

export function outcome(of: AccountId, changes: Partial<AccountOutcome> = {}): AccountOutcome {
  return {
    account: of,
    at: plusSeconds(sweepAt, 60),
    kind: 'done',
    regions,
    regionsNamed: true,
    trails: 1,
    ownsOrganizationTrail: false,
    destinations: [{ ...bucketOf(of), asked: true }],
    refusals: [],
    ...changes,
  };
}

export function sweep(accounts: readonly AccountId[], changes: Partial<Sweep> = {}): Sweep {
  const id = '2026-11-21T05:00:00.000Z';
  return { id, startedAt: sweepAt, deadline: at('06:50:00'), accounts, baseline: false, ...changes };
}

export const trailOf = (of: AccountId, name = 'main') =>
  arn(`arn:aws:cloudtrail:eu-west-1:${of}:trail/${name}`);

export function issue(of: AccountId, where: Region, ...findings: TrackedFinding[]): Issue {
  const closed = findings.find((one) => one.closed)?.closed?.at;
  return {
    account: of,
    region: where,
    version: 1,
    status: closed === undefined ? issueStatus(findings) : 'closed',
    timestamps: { identified: findings[0]?.openedAt ?? morning, updated: morning, closed },
    disabled: findings.some(({ severity, state }) => severity === 'critical' && state === 'open'),
    findings: new Map(findings.map((one) => [findingKey(one.rule, one.subject), one])),
  };
}

/** The same finding in all 17 Regions of an account, as one incident. */
export function everywhere(of: AccountId, id: string, changes: Partial<TrackedFinding> = {}): Issue[] {
  const subject = trailOf(of);
  const own = { subject, incident: incidentId(id), evidence: { trailName: 'main', multiRegion: true } };
  return regions.map((one) => issue(of, one, finding({ ...own, ...changes })));
}

export function day(
  count: number,
  changes: Partial<DayFacts> & { outcomes?: AccountOutcome[] } = {},
): DayFacts {
  const accounts = accountIds(count);
  const { outcomes = accounts.map((one) => outcome(one)), ...rest } = changes;
  return {
    now: morning,
    since: hoursAgo(24),
    enabled: true,
    names: new Map(accounts.map((one, index) => [one, `team-${index + 1}`])),
    sweep: sweepResult(sweep(accounts), outcomes, morning),
    destinations: outcomes.flatMap(({ account: of, destinations = [] }) =>
      destinations.map((one) => ({ ...one, accounts: [of], inspection: inspected })),
    ),
    issues: [],
    preexisting: new Set(),
    tickets: new Map(),
    owners: new Map(),
    exemptions: [],
    repaired: [],
    mismatches: [],
    untold: [],
    deadLetters: [],
    selfCheck: [],
    foremost: [],
    ...rest,
  };
}

const ticket = (key: string) => ({ key, url: `https://example.atlassian.net/browse/${key}` });

/** Nothing happened, one thing is accepted. */
export function quietDay(): DayFacts {
  const [first = account('200000000000')] = accountIds(12);
  const accepted = finding({
    state: 'whitelisted',
    exemptBecause: 'A sandbox without data.',
    openedAt: hoursAgo(500),
    subject: trailOf(first),
    incident: incidentId('i-9'),
  });
  return day(12, { issues: [issue(first, region('eu-west-1'), accepted)] });
}

/** Everything that can be told on one morning. */
export function badDay(): DayFacts {
  const ids = accountIds(40);
  const [a, b, c, d, e, f, g, h] = ids as [
    AccountId,
    AccountId,
    AccountId,
    AccountId,
    AccountId,
    AccountId,
    AccountId,
    AccountId,
  ];
  const denied = {
    operation: 'sts:AssumeRole',
    code: 'AccessDenied',
    message: `User: arn:aws:sts::123456789012:assumed-role/trailwarden-evaluate/x is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::${d}:role/trailwarden-read`,
    regions: [region('eu-west-1'), region('us-east-1')],
  };
  const scp = {
    operation: 'cloudtrail:DescribeTrails',
    code: 'AccessDeniedException',
    message:
      'User: x is not authorized to perform: cloudtrail:DescribeTrails with an explicit deny in a service control policy',
    regions: [region('sa-east-1')],
  };
  const outcomes = ids.map((one) => {
    if (one === d)
      return outcome(one, { refusals: [denied], regions: denied.regions, regionsNamed: false, trails: 0 });
    if (one === e) return outcome(one, { refusals: [scp] });
    if (one === f)
      return outcome(one, {
        kind: 'failed',
        regions: [],
        trails: 0,
        why: 'cloudtrail:DescribeTrails failed and is to be tried again: Rate exceeded',
      });
    return outcome(one);
  });
  const delivery = {
    rule: 's3-delivery-failing',
    harm: 'undeliverable',
    severity: 'high',
    evidence: { trailName: 'main', resource: 'team-2-logs', error: 'AccessDenied' },
  } as const;
  return day(40, {
    outcomes,
    issues: [
      ...everywhere(a, 'i-1', { openedAt: hoursAgo(3), since: hoursAgo(3), missed: true }),
      ...everywhere(b, 'i-2', { ...delivery, openedAt: hoursAgo(24 * 12), since: hoursAgo(24 * 12) }),
      ...everywhere(c, 'i-3', {
        state: 'resolved',
        since: hoursAgo(10),
        openedAt: hoursAgo(10),
        until: hoursAgo(9),
        resolvedAt: hoursAgo(9),
      }),
      ...everywhere(g, 'i-4', { severity: 'low', weakening: true, harmful: false, openedAt: hoursAgo(40) }),
      ...everywhere(h, 'i-5', {
        state: 'whitelisted',
        exemptBecause: 'Closing down in December.',
        openedAt: hoursAgo(900),
      }),
      ...everywhere(ids[9] ?? a, 'i-6', {
        openedAt: hoursAgo(90),
        closed: { at: hoursAgo(2), because: 'account-left' },
      }),
    ],
    tickets: new Map([
      [incidentId('i-1'), ticket('AWSSEC-31')],
      [incidentId('i-2'), ticket('AWSSEC-17')],
    ]),
    exemptions: [
      { accountId: h, trail: trailOf(h), expires: instant(morning + 3 * 24 * 3600 * 1000), owner: 'Team 8' },
    ],
    repaired: [
      {
        accounts: [b],
        words: say(
          'Slack (#team-2) had not been told of this and is told now: HIGH: CloudTrail cannot deliver log files in team-2.',
        ),
      },
    ],
    mismatches: [
      {
        accounts: [a],
        words: say(
          'Ticket AWSSEC-31 was closed by hand, but this is still open: CRITICAL: CloudTrail logging is stopped in team-1.',
        ),
      },
    ],
    untold: [
      {
        accounts: [c],
        words: say(
          'Slack (#team-3) did not take this (Slack: the channel is archived (is_archived)): RESOLVED: CloudTrail logging was stopped in team-3.',
        ),
      },
    ],
    deadLetters: [
      {
        queue: 'trailwarden-EventsDeadLetters',
        messages: 2,
        replay:
          'aws sqs start-message-move-task --source-arn arn:aws:sqs:eu-west-1:123456789012:trailwarden-EventsDeadLetters',
      },
    ],
    selfCheck: [
      {
        accounts: [b],
        words: say(
          'No heartbeat comes from team-2 in 1 Region (sa-east-1): events from there may not arrive.',
        ),
      },
    ],
  });
}

/** 500 accounts, one in twenty in trouble, some of it for weeks. */
export function largeDay(): DayFacts {
  const ids = accountIds(500);
  const outcomes = ids.map((one, index) =>
    index % 50 === 7
      ? outcome(one, {
          trails: 0,
          refusals: [{ operation: 'sts:AssumeRole', code: 'AccessDenied', message: 'no', regions }],
        })
      : outcome(one),
  );
  const issues = ids.flatMap((one, index) =>
    index % 20 === 0
      ? everywhere(one, `i-${index}`, { openedAt: hoursAgo(index / 2 + 1), since: hoursAgo(index / 2 + 1) })
      : index % 20 === 5
        ? everywhere(one, `i-${index}`, {
            severity: 'low',
            weakening: true,
            harmful: false,
            openedAt: hoursAgo(index),
          })
        : [],
  );
  return day(500, { outcomes, issues });
}
