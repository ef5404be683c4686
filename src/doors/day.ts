import type { Config } from '#config/config.ts';
import { toldThroughJira, toldThroughSlack, watchedAccounts } from '#config/config.ts';
import { drawHeatMap } from '#adapters/png/draw-heat-map.ts';
import { accountOwner, slackOwners } from '#config/ticket-owners.ts';
import { overMilestones } from '#domain/announcements/over-milestones.ts';
import { forwardingRemarks, unlookedRemarks } from '#domain/reports/forwarding-lines.ts';
import { areSettled } from '#domain/reports/inspected-destinations.ts';
import { silentPlaces } from '#domain/reports/silent-places.ts';
import { unwatchedOwners } from '#domain/reports/unwatched-owners.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { DeadLetterQueues } from '#ports/dead-letter-queues.ts';
import type { Directory } from '#ports/directory.ts';
import type { ReportChannel } from '#ports/report-channel.ts';
import type { ThreadDesk } from '#ports/thread-desk.ts';
import type { TicketDesk } from '#ports/ticket-desk.ts';
import type { CompareParts } from '#usecases/day/comparison-context.ts';
import { comparePlaces } from '#usecases/day/compare-places.ts';
import { endInheritedTicket } from '#usecases/day/end-inherited-ticket.ts';
import type { FollowParts } from '#usecases/day/follow-assignees.ts';
import type { GatherParts } from '#usecases/day/gather-day.ts';
import { gatherDay, lastSweep } from '#usecases/day/gather-day.ts';
import { readLogDestinations } from '#usecases/day/read-log-destinations.ts';
import type { DayParts, ReportReader } from '#usecases/day/report-day.ts';
import { tellReport } from '#usecases/day/tell-report.ts';
import { aboutManagement } from './management.ts';
import { ownersInAllChannels, ticketsOf } from './owners.ts';
import type { Stores } from './stores.ts';
import { digest } from './words.ts';

/** The ports and the configuration of the daily run. */
export interface DayDependencies {
  readonly config: Config;
  readonly stores: Stores;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly channel: ReportChannel;
  readonly desk: TicketDesk;
  readonly threads: ThreadDesk;
  readonly queues: CompareParts['queues'];
  readonly deadLetters: DeadLetterQueues;
}

/** The recipients of the daily report: the default channel reads all accounts, every Slack owner their own. */
export function readersOf(config: Config, accounts: Iterable<AccountId>): readonly ReportReader[] {
  if (!toldThroughSlack(config)) return [];
  const { defaultChannel } = config.slack;
  const pairs = [...accounts].flatMap((account) =>
    slackOwners(config, account).map((to) => ({ to, account })),
  );
  const owners = [...Map.groupBy(pairs, ({ to }) => to)].filter(([to]) => to !== defaultChannel);
  return [
    ...(defaultChannel === undefined ? [] : [{ to: defaultChannel }]),
    ...owners.map(([to, own]) => ({ to, only: new Set(own.map(({ account }) => account)) })),
  ];
}

function scopeOf({ config, stores, clock }: DayDependencies): DayParts['scope'] {
  return async () => {
    const roll = config.organization.mode === 'organization' ? await stores.rolls.readRoll() : undefined;
    // Before the first sweep the members of the organization are not known.
    if (config.organization.mode === 'organization' && !roll) return undefined;
    // Calls on the detector itself are stored with its own account.
    const watched = new Set([...watchedAccounts(config, roll?.active).keys(), config.mainAccountId]);
    const existing = roll && new Set(roll.active.keys());
    return { watched, existing, sweep: await lastSweep({ sweeps: stores.sweeps, clock }) };
  };
}

/** Reads what the detector knows of its own gaps: missing heartbeats, changed rules, owners that are not watched. */
export function selfCheckOf({
  config,
  stores,
  directory,
  clock,
}: Pick<DayDependencies, 'config' | 'directory' | 'clock'> & {
  readonly stores: Pick<Stores, 'forwarding' | 'heartbeats' | 'rolls'>;
}): GatherParts['selfCheck'] {
  return async (sweep) => {
    const [beats, checks, names] = await Promise.all([
      stores.heartbeats.listHeartbeats(),
      stores.forwarding.listChecks(),
      directory.listAccounts(),
    ]);
    const context = { names, now: clock.now(), everyMinutes: config.schedules.heartbeatMinutes };
    return {
      foremost: await aboutManagement({ config, rolls: stores.rolls, clock }, beats, names),
      selfCheck: [
        ...unwatchedOwners(sweep, names),
        ...silentPlaces(beats, { ...context, sweep }),
        ...forwardingRemarks(checks, names),
        ...unlookedRemarks(checks, names, clock.now()),
      ],
    };
  };
}

function compareParts(door: DayDependencies): CompareParts {
  const { config, stores, clock, queues, desk, threads } = door;
  const { issues, incidents, receipts, living } = stores;
  return {
    issues,
    incidents,
    receipts,
    living,
    clock,
    queues,
    ownersOf: ownersInAllChannels(config),
    isTicketed: ticketsOf(config),
    desk: toldThroughJira(config) ? desk : undefined,
    threads: toldThroughSlack(config) ? threads : undefined,
  };
}

/** Composes the parts that follow whom tickets are assigned to; only where people are told through Jira and Slack. */
export function assigneeParts({ config, stores, desk, queues }: DayDependencies): FollowParts {
  const isTold = toldThroughJira(config) && toldThroughSlack(config);
  return { desk: isTold ? desk : undefined, receipts: stores.receipts, slack: queues.slack };
}

function gatherParts(door: DayDependencies): GatherParts {
  const { config, stores, directory, clock, deadLetters } = door;
  const { sweeps, destinations, all, receipts, baseline, acceptances } = stores;
  return {
    directory,
    sweeps,
    destinations,
    all,
    receipts,
    baseline,
    deadLetters,
    clock,
    selfCheck: selfCheckOf(door),
    exemptions: [...config.exemptions.values()].flat(),
    acceptances,
    ownerOf: (account) => accountOwner(config, account),
    jiraSite: config.jira.site,
    enabled: config.cloudtrails.enabled,
  };
}

/** Composes the parts of the daily run from the configuration and the ports. */
export function dayParts(door: DayDependencies): DayParts {
  const { config, stores, directory, clock, channel, queues } = door;
  const { issues, incidents, living, receipts, rounds, sweeps, baseline, destinations } = stores;
  return {
    issues,
    incidents,
    living,
    receipts,
    rounds,
    clock,
    queues,
    ownersOf: ownersInAllChannels(config),
    isTicketed: ticketsOf(config),
    overMilestones,
    endInherited: endInheritedTicket({
      issues,
      clock,
      incidents,
      receipts,
      desk: toldThroughJira(config) ? door.desk : undefined,
    }),
    scope: scopeOf(door),
    gather: gatherDay(gatherParts(door)),
    compare: comparePlaces(compareParts(door)),
    readers: async () => readersOf(config, (await directory.listAccounts()).keys()),
    tell: tellReport({ channel, receipts, clock, digest }),
    draw: drawHeatMap,
    async isOnboarding() {
      if ((await baseline.acceptedAt()) !== undefined) return false;
      const result = await lastSweep({ sweeps, clock });
      if (result?.sweep.baseline !== true || result.end === undefined) return false;
      return areSettled(await readLogDestinations(destinations, result), result, clock.now());
    },
  };
}
