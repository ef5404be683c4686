import { readEvent } from '#adapters/cloudtrail/read-event.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import { currentTemplate, knownTemplates, memberRuleNames } from '#doors/forwarding.ts';
import { heartbeat } from '#domain/facts/heartbeat.ts';
import type { IncidentView } from '#domain/issues/incident.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Region } from '#domain/values/region.ts';
import { parseRegion } from '#domain/values/region.ts';
import { centralAccount } from '#local/rehearsal/documents.ts';
import { busName } from '#local/rehearsal/member-rules.ts';
import type { FollowUps } from '#ports/follow-ups.ts';
import type { Inspections } from '#ports/log-destinations.ts';
import type { TrailObserver } from '#ports/trail-observer.ts';
import type { SimulatedOrganization } from '#simulators/organization/simulate-organization.ts';
import type { BusEvent } from '#simulators/wire.ts';
import { evaluateAccount } from '#usecases/evaluate/evaluate-account.ts';
import { noteOwnChange } from '#usecases/evaluate/note-own-change.ts';
import { planEvaluation } from '#usecases/evaluate/plan-evaluation.ts';
import { watchOpen } from '#usecases/evaluate/watch-open.ts';
import { lookAtParts } from '#usecases/guard/look-at-parts.ts';
import { inspectDestination } from '#usecases/inspect/inspect-destination.ts';
import { agendaOf } from './agenda.ts';
import type { AwsCalls } from './call-aws.ts';
import { awsCalls } from './call-aws.ts';
import type { Victim } from './fuzz-organization.ts';
import { archive, fuzzOrganization, homeIn, isSentOn, management, regions } from './fuzz-organization.ts';
import type { FuzzStores } from './fuzz-stores.ts';
import { fuzzStores } from './fuzz-stores.ts';
import type { SignIn } from './read-account.ts';
import { fuzzForwarding, fuzzForwardingRole, fuzzObserver, signInWith } from './read-account.ts';
import type { Use } from './fuzz-queues.ts';
import { inspectionsOn, queuesOn } from './fuzz-queues.ts';
import { fuzzDestinations } from './read-destinations.ts';

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the world of the fuzzer is misspelt');
  return value;
}

/** Where the attacker of a sequence is at home. */
export const attackedHome = homeIn('333333333333');
const attacked = attackedHome.account;
const shop = known(parseAccountId(attacked));
const home = known(parseRegion('eu-west-1'));
const accounts = [management, archive, attacked, centralAccount].map((one) => known(parseAccountId(one)));
const place = {
  config: { mainAccountId: known(parseAccountId(centralAccount)), deployment: {} },
  region: home,
  busName,
};
const start = Date.UTC(2026, 10, 21, 12);
/** How long an event is under way from CloudTrail to the central bus, in seconds. */
const underWay = 20;

type Arrive = (event: BusEvent) => Promise<void>;

function beatOf(region: Region, now: number): BusEvent {
  const rest = { time: new Date(now).toISOString(), resources: [], detail: {} };
  const { source, detailType } = heartbeat;
  return { version: '0', id: 'beat', 'detail-type': detailType, source, account: attacked, region, ...rest };
}

const own = { account: place.config.mainAccountId, names: [], rules: memberRuleNames(busName) };
const exemptions = () => [];

/** What the use cases of one sequence share. */
interface Core {
  readonly memory: FuzzStores;
  readonly calls: AwsCalls;
  readonly signIn: SignIn;
  readonly observer: TrailObserver;
  readonly followUps: FollowUps;
  readonly inspections: Inspections;
  readonly plant: Plant | undefined;
}

function inspecting({ memory, calls, signIn, followUps, inspections }: Core) {
  return inspectDestination({
    ...memory.stores,
    reader: fuzzDestinations(calls, signIn),
    dependencies: memory.dependencies,
    inspections,
    evaluations: {
      askEvaluations: (requests) => followUps.fanOut(requests),
      askWave: (requests, seconds) => followUps.fanOut(requests, seconds),
    },
    holders: accounts,
    declared: accounts,
  });
}

function answering({ memory, observer, followUps, inspections }: Core): Use {
  const evaluate = evaluateAccount({
    ...memory.stores,
    observer,
    followUps,
    inspections,
    exemptions,
    expected: { accounts, buckets: [], keys: [], known: [], keptDays: 0 },
    readOrganization: async () => ({ organization: undefined, trustedAccess: undefined }),
    forwarding: memory.log,
    regions: { only: undefined, fallback: [home] },
  });
  const noteChange = noteOwnChange({ ...memory.stores, exemptions, followUps, own });
  return (request) => (request.why === 'own-change' ? noteChange(request) : evaluate(request));
}

function lookingAtParts({ memory, calls, signIn, observer, followUps, plant }: Core): Use {
  const { stores, templates, heartbeats, log } = memory;
  const { clock, issues } = stores;
  return lookAtParts({
    forwarding: fuzzForwarding(calls, signIn),
    readForwardingRole: fuzzForwardingRole(calls, signIn),
    trails: observer,
    issues,
    heartbeats,
    log,
    templates: knownTemplates(place, { templates, now: () => clock.now() }),
    fetchMembership: async () => (plant === 'refusals are excused' ? 'leaving' : 'member'),
    followUps,
    clock,
    heartbeatMinutes: 360,
    only: undefined,
  });
}

function arriving({ memory, followUps, inspections }: Core, answer: Use): Arrive {
  const { stores, dependencies } = memory;
  const { fanOut } = followUps;
  // No move of the fuzzer is about managed policies.
  const rolesWithPolicy = async () => ({ kind: 'seen', value: [] }) as const;
  const plan = planEvaluation({
    ...stores,
    dependencies,
    own,
    inspections,
    rolesWithPolicy,
    fanOut,
    enabled: true,
  });
  return async (event) => {
    const { requests } = await plan(readEvent(event));
    for (const request of requests) await answer(request);
  };
}

interface Late {
  arrive?: Arrive;
  answer?: Use;
  parts?: Use;
  inspect?: ReturnType<typeof inspectDestination>;
}

/** What a run of the fuzzer takes from the detector, to see that the fuzzer notices. */
export type Plant = 'no hourly look' | 'refusals are excused';

/** An organization in one process, and the use cases over stores in memory that watch it. */
export function fuzzWorld(options: Omit<Victim, 'home'> & { readonly plant?: Plant | undefined }) {
  const clock = settableClock(start);
  const agenda = agendaOf(clock);
  const late: Late = {};
  const arrive = (event: BusEvent): void => agenda.later(underWay, async () => late.arrive?.(event));
  const { plant, ...trail } = options;
  const victim = { ...trail, home: attackedHome };
  const organization = fuzzOrganization({ victim, clock, arrive });
  const calls = awsCalls(organization);
  const signIn = signInWith(calls, organization);
  const memory = fuzzStores(clock, accounts);
  const followUps = queuesOn(agenda, {
    answer: async (request) => late.answer?.(request),
    parts: async (request) => (plant === 'no hourly look' ? undefined : late.parts?.(request)),
  });
  const inspections = inspectionsOn(agenda, async (one) => late.inspect?.([one]));
  const core = {
    memory,
    calls,
    signIn,
    observer: fuzzObserver(calls, signIn, clock),
    followUps,
    inspections,
    plant,
  };
  late.inspect = inspecting(core);
  late.answer = answering(core);
  late.parts = lookingAtParts(core);
  late.arrive = arriving(core, late.answer);
  return {
    clock,
    agenda,
    organization,
    calls,
    watch: watchOpen({ open: memory.stores.open, followUps, clock, everyMinutes: 5, enabled: true }),
    sweep: () => followUps.evaluateAll([{ account: shop, regions: 'all', why: 'sweep', triggers: [] }]),
    lookHourly: () => lookHourly(core, organization),
    incidents: () => incidentsOf(memory),
  };
}

/** Asks for the look of the hour, and lets the heartbeats arrive that reach the centre. */
async function lookHourly({ memory, followUps }: Core, organization: SimulatedOrganization): Promise<void> {
  const { templates, heartbeats, stores } = memory;
  const at = stores.clock.now();
  await templates.keepTemplate(currentTemplate(place));
  for (const region of regions.flatMap((one) => parseRegion(one) ?? []))
    if (isSentOn(organization, attacked, region, beatOf(region, at)))
      await heartbeats.keepHeartbeat({ account: shop, region, at });
  await followUps.lookAtParts([{ account: shop, regions: 'all', why: 'parts', triggers: [] }], 0);
}

/** The incidents of the attacked account that are not closed. */
async function incidentsOf({ stores, living }: Core['memory']): Promise<readonly IncidentView[]> {
  const views = await Promise.all((await living.listLiving()).map((id) => stores.incidents.readIncident(id)));
  return views.flatMap((view) => (view?.members.some(({ account }) => account === shop) ? [view] : []));
}

/** The world of one sequence. */
export type FuzzWorld = ReturnType<typeof fuzzWorld>;
