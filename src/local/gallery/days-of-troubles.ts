import { say } from '#domain/announcements/wording.ts';
import type { TrackedFinding } from '#domain/issues/tracked-finding.ts';
import type { DayFacts } from '#domain/reports/day-facts.ts';
import type { Inspection } from '#domain/reports/inspected-destinations.ts';
import type { AccountOutcome, Sweep, SweepRefusal } from '#domain/sweeps/sweep.ts';
import { sweepResult } from '#domain/sweeps/sweep.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { plusSeconds } from '#domain/values/instant.ts';
import { ago, day, first, issuesOf, seenBuckets, teams, tickets, weaker } from './days.ts';
import { evidence, incidentId, region, regions } from './figures.ts';

const startedAt = ago(31);

function refusal(
  code: string,
  changes: Partial<SweepRefusal> = {},
): Partial<AccountOutcome> & Pick<AccountOutcome, 'refusals'> {
  const refused = { operation: 'cloudtrail:DescribeTrails', code, message: 'User: x is not authorized' };
  return { refusals: [{ ...refused, regions: regions.slice(0, 2), ...changes }] };
}

/** What the sweep met in each of the first accounts; the seventh and eighth never answered. */
const met: readonly Partial<AccountOutcome>[] = [
  { leftOut: [region('eu-south-1'), region('ap-east-1')] },
  {},
  refusal('UnrecognizedClientException', { regions: [region('eu-south-2')] }),
  {},
  refusal('AccessDenied', { operation: 'cloudtrail:GetEventSelectors' }),
  { kind: 'failed', regions: [], trails: 0, why: 'cloudtrail:DescribeTrails failed: connect ETIMEDOUT' },
];
const silent = [6, 7];

function outcomesOf(accounts: readonly AccountId[]): AccountOutcome[] {
  const answered = accounts.flatMap((account, index): AccountOutcome[] =>
    silent.includes(index)
      ? []
      : [
          {
            account,
            at: plusSeconds(startedAt, 60),
            kind: 'done',
            regions,
            regionsNamed: true,
            trails: 1,
            ownsOrganizationTrail: false,
            refusals: [],
            // A row of an earlier version does not say what its trails deliver to.
            destinations: index === 9 ? undefined : [],
            ...met[index],
          },
        ],
  );
  return answered;
}

const inspections: readonly Inspection[] = [
  { is: 'not-asked' },
  { is: 'pending', askedAt: plusSeconds(startedAt, 60) },
  { is: 'pending', askedAt: plusSeconds(startedAt, 90) },
  { is: 'pending', askedAt: plusSeconds(startedAt, 120) },
  { is: 'pending', askedAt: plusSeconds(startedAt, 150) },
  { is: 'pending', askedAt: plusSeconds(startedAt, 180) },
];

const left = (because: 'account-left' | 'region-disabled' | 'not-watched'): Partial<TrackedFinding> => ({
  openedAt: ago(90),
  closed: { at: ago(2), because },
});
const unprotected: Partial<TrackedFinding> = {
  ...weaker,
  rule: 'validation-off',
  harm: 'unprotected',
  evidence: { ...evidence, trailName: 'audit' },
};

const issues = (): DayFacts['issues'] => [
  ...issuesOf(first(0), 'i-1', { openedAt: ago(40), since: ago(40) }),
  ...issuesOf(first(1), 'i-2', { openedAt: ago(24 * 8), since: ago(24 * 8) }),
  ...issuesOf(first(2), 'i-3', { openedAt: ago(24 * 60), since: ago(24 * 60) }),
  ...issuesOf(first(3), 'i-4', left('account-left')),
  ...issuesOf(first(4), 'i-5', left('region-disabled')),
  ...issuesOf(first(5), 'i-6', left('not-watched')),
  ...issuesOf(first(8), 'i-7', { ...unprotected, openedAt: ago(40) }),
  ...issuesOf(first(9), 'i-8', { openedAt: ago(24 * 40), since: ago(24 * 40) }),
  ...issuesOf(first(10), 'i-9', { ...unprotected, openedAt: ago(24 * 40) }),
  ...issuesOf(first(11), 'i-10', {
    state: 'whitelisted',
    exemptBecause: 'A sandbox without data.',
    exemptBy: 'Team 12',
    exemptUntil: ago(-24 * 30),
    openedAt: ago(900),
  }),
];

const exemptions = (): DayFacts['exemptions'] => [
  { accountId: first(11), expires: ago(-24 * 13), owner: 'Team 12' },
  { accountId: first(12), region: region('eu-west-3'), expires: ago(24), reason: 'moved' },
  { accountId: first(13), expires: ago(-24 * 15) },
];

/** A morning on which the last sweep is old, was not finished, and was refused by some accounts; issues of many ages stand. */
export function troubledDay(): DayFacts {
  const accounts = teams(24);
  const swept: Sweep = {
    id: 'sweep',
    startedAt,
    deadline: plusSeconds(startedAt, 7200),
    // Two accounts were added since.
    accounts: accounts.slice(0, 22),
    baseline: false,
    listRefused: { operation: 'organizations:ListAccounts', code: 'AccessDeniedException', message: 'no' },
  };
  const facts = day(24, { issues: issues(), exemptions: exemptions(), tickets });
  return {
    ...facts,
    preexisting: new Set(['i-8', 'i-9'].map(incidentId)),
    sweep: sweepResult(swept, outcomesOf(swept.accounts), facts.now),
    destinations: seenBuckets(accounts.slice(0, 8), inspections),
    foremost: [
      {
        accounts: [],
        words: say('The organization trail is not watched in real time: no heartbeat comes from its owner.'),
      },
    ],
    repaired: [{ accounts: [first(0)], words: say('Ticket AWSSEC-18 was closed as a duplicate.') }],
  };
}
