import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryDependencies } from '#adapters/memory/memory-dependencies.ts';
import { memoryDestinations, memoryInspections } from '#adapters/memory/memory-log-destinations.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryFollowUps } from '#adapters/memory/memory-follow-ups.ts';
import { memoryIncidentStore } from '#adapters/memory/memory-incident-store.ts';
import { memoryOpenPlaces } from '#adapters/memory/memory-open-places.ts';
import { memoryIssueStore } from '#adapters/memory/memory-issue-store.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { memoryTrailObserver } from '#adapters/memory/memory-trail-observer.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import type { TrailSight } from '#domain/facts/observation.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { instant } from '#domain/values/instant.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import { asTrailArn } from '#domain/values/trail-arn.ts';
import type { AccountParts } from '#usecases/evaluate/evaluate-account.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import type { PlanParts } from '#usecases/evaluate/plan-parts.ts';

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the world of the soak is misspelt');
  return value;
}

const rolesWithPolicy = async () => ({ kind: 'seen', value: [] }) as const;
const healthy = known(parseAccountId('210987654321'));
const dark = known(parseAccountId('654321210987'));
const home = known(parseRegion('eu-west-1'));
const start = Date.UTC(2026, 10, 21, 12);

function trailOf(owner: AccountId, region: Region): TrailSight {
  const arn = known(asTrailArn(`arn:aws:cloudtrail:${region}:${owner}:trail/main`));
  const flags = { multiRegion: true, organization: false, globalServiceEvents: true };
  const rest = { logFileValidation: true, customSelectors: false, bucket: `logs-${owner}` };
  const status = owner === dark ? { logging: false, stoppedAt: instant(start - 60_000) } : { logging: true };
  return {
    trail: { arn, name: 'main', owner, homeRegion: region, ...flags, ...rest },
    status: { kind: 'seen', value: { startedAt: instant(start - 3_600_000), ...status } },
    secondHand: false,
  };
}

/** What no message of the soak is about. */
const unset = { exemptions: () => [], expected: undefined };

/** Two watched accounts in memory, one healthy and one with a stopped trail; their AWS state is constant. */
export function soakWorld() {
  const clock = settableClock(start);
  const tables = memoryTables();
  const issues = memoryIssueStore(tables);
  const attempts = memoryAttemptLog();
  const directory = memoryDirectory([
    [healthy, 'healthy'],
    [dark, 'dark'],
  ]);
  const observer = memoryTrailObserver(clock, (account) => ({
    regions: { kind: 'seen', value: [home] },
    trails: () => ({ kind: 'seen', value: [trailOf(account, home)] }),
  }));
  const incidents = memoryIncidentStore(tables, newIncidentId);
  const regions = { only: undefined, fallback: [home] };
  const followUps = memoryFollowUps();
  const found = { destinations: memoryDestinations(), inspections: memoryInspections() };
  const open = memoryOpenPlaces(tables);
  const readOrganization = async () => ({ organization: undefined, trustedAccess: undefined });
  const work = { followUps, attempts, open, directory, clock, regions };
  const parts: AccountParts = { issues, incidents, observer, ...found, ...work, ...unset, readOrganization };
  const dependencies = memoryDependencies(tables);
  const { fanOut } = followUps;
  const planning: PlanParts = { ...parts, dependencies, fanOut, rolesWithPolicy, enabled: true };
  return {
    parts,
    planning,
    begin: async (): Promise<void> => {
      for (const account of [healthy, dark])
        await evaluateAccount(parts)({ account, regions: 'all', why: 'sweep', triggers: [] });
    },
    /** Every issue with its findings, as text. */
    state: (): string =>
      [...tables.items.values()]
        .flatMap(({ issue }) => [
          `${issue.account} ${issue.region} ${issue.status}`,
          ...[...issue.findings.values()].map(({ rule, subject, state }) => `${rule} ${subject} ${state}`),
        ])
        .join('; '),
  };
}
