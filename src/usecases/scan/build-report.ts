import type { LogDestinationSight } from '#domain/facts/log-destination.ts';
import { logDestinationsOf } from '#domain/facts/log-destination.ts';
import type { Observation, Sight } from '#domain/facts/observation.ts';
import { refusalsIn } from '#domain/facts/refusals-in.ts';
import { isAtHome } from '#domain/facts/trail.ts';
import { severities, type Severity } from '#domain/findings/finding.ts';
import type { Issue } from '#domain/issues/issue.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Instant } from '#domain/values/instant.ts';
import { iso } from '#domain/values/instant.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import type { LogDestinationStore } from '#ports/log-destinations.ts';
import { findingsIn } from './findings-in.ts';
import type { ScanFinding, ScanPlace, ScanReport } from './scan-report.ts';
import { recordsIn, trailsIn } from './trails-in.ts';
import type { Missed } from './unread-in.ts';
import { foldMissed, refusedDestination, refusedLists, refusedTrails } from './unread-in.ts';

/** What a scan read, and where its judgements are. */
export interface ScanResult {
  readonly tool: string;
  readonly caller: string;
  readonly organization: string | undefined;
  readonly startedAt: Instant;
  readonly endedAt: Instant;
  readonly accounts: ReadonlyMap<AccountId, string>;
  readonly observations: readonly Observation[];
  /** The Regions of each account, or the refusal to list them. */
  readonly lists: ReadonlyMap<AccountId, Sight<unknown>>;
  /** What failed or was not begun, beside what AWS refused. */
  readonly missed: readonly Missed[];
  readonly endedEarly: string | undefined;
  readonly issues: Pick<IssueStore, 'listAllUnclosed'>;
  readonly destinations: Pick<LogDestinationStore, 'readDestination'>;
}

async function destinationsOf(result: ScanResult): Promise<readonly Missed[]> {
  const used = new Map(
    result.observations.flatMap(({ account, region, trails }) =>
      trails.kind === 'unreadable'
        ? []
        : trails.value
            .filter(({ trail }) => isAtHome({ account, region }, trail))
            .flatMap(({ trail }) => logDestinationsOf(trail))
            .map(
              (destination) => [`${destination.kind} ${destination.id}`, { account, destination }] as const,
            ),
    ),
  );
  const missed = await Promise.all(
    [...used.values()].map(async ({ account, destination }) => {
      const sight: LogDestinationSight | undefined = await result.destinations.readDestination(destination);
      return sight === undefined ? [] : refusedDestination(account, sight);
    }),
  );
  return missed.flat();
}

function stateOf(observation: Observation, worst: ReadonlyMap<string, Severity>): ScanPlace['state'] {
  const severity = worst.get(`${observation.account} ${observation.region}`);
  if (severity !== undefined) return severity;
  return refusalsIn(observation).length > 0 ? 'unread' : 'recorded';
}

function placesOf(result: ScanResult, findings: readonly ScanFinding[]): readonly ScanPlace[] {
  const worst = new Map<string, Severity>();
  for (const { account, region, severity } of findings) {
    const key = `${account} ${region}`;
    const known = worst.get(key);
    if (known === undefined || severities.indexOf(severity) < severities.indexOf(known))
      worst.set(key, severity);
  }
  const seen = result.observations.map((observation): ScanPlace => {
    const { account, region } = observation;
    return { account, region, state: stateOf(observation, worst), records: recordsIn(observation) };
  });
  const known = new Set(seen.map(({ account, region }) => `${account} ${region}`));
  const failed = result.missed.flatMap(({ account, region }): ScanPlace[] =>
    region === undefined || known.has(`${account} ${region}`)
      ? []
      : [{ account, region, state: 'unread', records: 'unknown' }],
  );
  return [...seen, ...failed].toSorted((one, other) =>
    `${one.account} ${one.region}` < `${other.account} ${other.region}` ? -1 : 1,
  );
}

async function listed(issues: AsyncIterable<Issue>): Promise<readonly Issue[]> {
  const all: Issue[] = [];
  for await (const issue of issues) all.push(issue);
  return all;
}

/** The report of a scan, also of one that ended early: of what was read until then. */
export async function buildReport(result: ScanResult): Promise<ScanReport> {
  const { accounts, observations, lists, endedEarly } = result;
  const names: ReadonlyMap<string, string> = accounts;
  const nameOf = (account: string): string => names.get(account) ?? '';
  const { findings, accepted } = findingsIn(await listed(result.issues.listAllUnclosed()), nameOf);
  const missed = [
    ...refusedLists(lists),
    ...refusedTrails(observations),
    ...(await destinationsOf(result)),
    ...result.missed,
  ];
  const unread = foldMissed(missed, nameOf);
  return {
    format: 'trailwarden-scan/1',
    tool: result.tool,
    startedAt: iso(result.startedAt),
    endedAt: iso(result.endedAt),
    caller: result.caller,
    organization: result.organization ?? null,
    complete: unread.length === 0 && endedEarly === undefined,
    endedEarly: endedEarly ?? null,
    accounts: [...accounts].map(([id, name]) => ({ id, name })),
    places: placesOf(result, findings),
    findings,
    accepted,
    trails: trailsIn(observations),
    unread,
    changes: null,
  };
}
