import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { memoryAttemptLog } from '#adapters/memory/memory-attempt-log.ts';
import { memoryDependencies } from '#adapters/memory/memory-dependencies.ts';
import { memoryDirectory } from '#adapters/memory/memory-directory.ts';
import { memoryForwardingLog } from '#adapters/memory/memory-forwarding-log.ts';
import { memoryHeartbeats } from '#adapters/memory/memory-heartbeats.ts';
import { memoryIncidentStore } from '#adapters/memory/memory-incident-store.ts';
import { memoryIssueStore } from '#adapters/memory/memory-issue-store.ts';
import { memoryLivingIncidents } from '#adapters/memory/memory-living-incidents.ts';
import { memoryDestinations } from '#adapters/memory/memory-log-destinations.ts';
import { memoryOpenPlaces } from '#adapters/memory/memory-open-places.ts';
import { memoryTables } from '#adapters/memory/memory-tables.ts';
import { memoryTemplateLog } from '#adapters/memory/memory-template-log.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { currentTemplate, knownTemplates, memberRuleNames } from '#doors/forwarding.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import { heartbeat } from '#domain/facts/heartbeat.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import { centralAccount } from '#local/rehearsal/documents.ts';
import { busName } from '#local/rehearsal/member-rules.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { InspectionRequest } from '#ports/log-destinations.ts';
import type { BusEvent } from '#simulators/wire.ts';
import type { AccountParts } from '#usecases/evaluate/evaluate-account.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import { noteOwnChange } from '#usecases/evaluate/note-own-change.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import { lookAtParts } from '#usecases/guard/look-at-parts.ts';
import { inspectDestination } from '#usecases/inspect/inspect-destination.ts';
import type { Agenda } from './agenda.ts';
import { agendaOf } from './agenda.ts';
import { awsCalls } from './call-aws.ts';
import { archive, attacked, fuzzOrganization, isSentOn, management, regions } from './fuzz-organization.ts';
import { fuzzForwarding, fuzzForwardingRole, fuzzObserver, signInWith } from './read-account.ts';
import { fuzzDestinations } from './read-destinations.ts';

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the world of the fuzzer is misspelt');
  return value;
}

const shop = known(parseAccountId(attacked));
const home = known(parseRegion('eu-west-1'));
const accounts = [management, archive, attacked, centralAccount].map((one) => known(parseAccountId(one)));
const place = { config: { mainAccountId: known(parseAccountId(centralAccount)) }, region: home, busName };
const start = Date.UTC(2026, 10, 21, 12);
/** How long an event is under way from CloudTrail to the central bus, in seconds. */
const underWay = 20;

type Use = (request: EvaluationRequest) => Promise<unknown>;

/** The queues: what is asked for is done on the agenda. A search for causes names an actor only, and is left out. */
function queues(agenda: Agenda, uses: { readonly answer: Use; readonly parts: Use }): FollowUps {
  const ask = (request: EvaluationRequest, seconds: number): void => {
    if (request.why !== 'find-cause') agenda.later(seconds + 1, () => uses.answer(request));
  };
  return {
    lookAgain: async (request, seconds) => ask(request, seconds),
    evaluateAll: async (requests, seconds = 0) => requests.forEach((one) => ask(one, seconds)),
    fanOut: async (requests, seconds = 0) => requests.forEach((one) => ask(one, seconds)),
    lookAtParts: async (requests, seconds) =>
      requests.forEach((one) => agenda.later(seconds + 1, () => uses.parts(one))),
    publishChanges: async () => undefined,
  };
}

function beatOf(region: Region, now: number): BusEvent {
  const rest = { time: new Date(now).toISOString(), resources: [], detail: {} };
  const { source, detailType } = heartbeat;
  return { version: '0', id: 'beat', 'detail-type': detailType, source, account: attacked, region, ...rest };
}

/** An organization in one process, and the use cases over stores in memory that watch it. */
export function fuzzWorld(options: { readonly bucket: string; readonly encrypted: boolean }) {
  const clock = settableClock(start);
  const agenda = agendaOf(clock);
  const late: { arrive?: (event: BusEvent) => Promise<void>; answer?: Use; parts?: Use } = {};
  const arrive = (event: BusEvent): void => agenda.later(underWay, async () => late.arrive?.(event));
  const organization = fuzzOrganization({ ...options, clock, arrive });
  const calls = awsCalls(organization);
  const signIn = signInWith(calls, organization);
  const tables = memoryTables();
  const log = memoryForwardingLog();
  const heartbeats = memoryHeartbeats();
  const templates = memoryTemplateLog();
  const own = { account: place.config.mainAccountId, names: [], rules: memberRuleNames(busName) };
  const stores = {
    issues: memoryIssueStore(tables),
    incidents: memoryIncidentStore(tables, newIncidentId),
    destinations: memoryDestinations(),
    attempts: memoryAttemptLog(),
    open: memoryOpenPlaces(tables),
    directory: memoryDirectory(accounts.map((one) => [one, one])),
    clock,
  };
  const dependencies = memoryDependencies(tables);
  const living = memoryLivingIncidents(tables);
  const followUps = queues(agenda, {
    answer: async (request) => late.answer?.(request),
    parts: async (request) => late.parts?.(request),
  });
  const inspections = {
    askInspections: async (requests: readonly InspectionRequest[], seconds = 0) =>
      requests.forEach((one) => agenda.later(seconds + 1, () => inspect([one]))),
  };
  const observer = fuzzObserver(calls, signIn, clock);
  const exemptions = () => [];
  const parts: AccountParts = {
    ...stores,
    observer,
    followUps,
    inspections,
    exemptions,
    expected: { accounts, buckets: [], keys: [] },
    readOrganization: async () => ({ organization: undefined, trustedAccess: undefined }),
    forwarding: log,
    regions: { only: undefined, fallback: [home] },
  };
  const inspect = inspectDestination({
    ...stores,
    reader: fuzzDestinations(calls, signIn),
    dependencies,
    inspections,
    evaluations: {
      askEvaluations: (requests) => followUps.fanOut(requests),
      askWave: (requests, seconds) => followUps.fanOut(requests, seconds),
    },
    holders: accounts,
    declared: accounts,
  });
  const evaluate = evaluateAccount(parts);
  const noteChange = noteOwnChange({ ...stores, exemptions, followUps, own });
  late.answer = (request) => (request.why === 'own-change' ? noteChange(request) : evaluate(request));
  late.parts = lookAtParts({
    forwarding: fuzzForwarding(calls, signIn),
    readForwardingRole: fuzzForwardingRole(calls, signIn),
    trails: observer,
    issues: stores.issues,
    heartbeats,
    log,
    templates: knownTemplates(place, { templates, now: () => clock.now() }),
    fetchMembership: async () => 'member',
    followUps,
    clock,
    heartbeatMinutes: 360,
    only: undefined,
  });
  const plan = planEvaluation({
    ...stores,
    dependencies,
    own,
    inspections,
    fanOut: followUps.fanOut,
    enabled: true,
  });
  late.arrive = async (event) => {
    const { requests } = await plan(readEvent(event));
    for (const request of requests) await late.answer?.(request);
  };
  const watch = watchOpen({ open: stores.open, followUps, clock, everyMinutes: 5, enabled: true });

  return {
    clock,
    agenda,
    organization,
    calls,
    watch,
    sweep: () => followUps.evaluateAll([{ account: shop, regions: 'all', why: 'sweep', triggers: [] }]),
    /** The look of the hour, and the heartbeats that reach the centre. */
    async lookHourly(): Promise<void> {
      await templates.keepTemplate(currentTemplate(place));
      for (const region of regions.flatMap((one) => parseRegion(one) ?? []))
        if (isSentOn(organization, attacked, region, beatOf(region, clock.now())))
          await heartbeats.keepHeartbeat({ account: shop, region, at: clock.now() });
      await followUps.lookAtParts([{ account: shop, regions: 'all', why: 'parts', triggers: [] }], 0);
    },
    /** The incidents of the attacked account that are not closed. */
    async incidents(): Promise<readonly IncidentView[]> {
      const views = await Promise.all(
        (await living.listLiving()).map((id) => stores.incidents.readIncident(id)),
      );
      return views.flatMap((view) => (view?.members.some(({ account }) => account === shop) ? [view] : []));
    },
  };
}
/** The world of one sequence. */
export type FuzzWorld = ReturnType<typeof fuzzWorld>;
/** The attacked account. */
export const attackedAccount: AccountId = shop;
