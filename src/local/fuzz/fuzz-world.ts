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
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
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
import type { Agenda } from './agenda.ts';
import { agendaOf } from './agenda.ts';
import type { AwsCalls } from './call-aws.ts';
import { awsCalls } from './call-aws.ts';
import { archive, attacked, fuzzOrganization, isSentOn, management, regions } from './fuzz-organization.ts';
import type { FuzzStores } from './fuzz-stores.ts';
import { fuzzStores } from './fuzz-stores.ts';
import type { SignIn } from './read-account.ts';
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

type Arrive = (event: BusEvent) => Promise<void>;
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

function lookingAtParts({ memory, calls, signIn, observer, followUps }: Core): Use {
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
    fetchMembership: async () => 'member',
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

/** An organization in one process, and the use cases over stores in memory that watch it. */
export function fuzzWorld(options: { readonly bucket: string; readonly encrypted: boolean }) {
  const clock = settableClock(start);
  const agenda = agendaOf(clock);
  const late: Late = {};
  const arrive = (event: BusEvent): void => agenda.later(underWay, async () => late.arrive?.(event));
  const organization = fuzzOrganization({ ...options, clock, arrive });
  const calls = awsCalls(organization);
  const signIn = signInWith(calls, organization);
  const memory = fuzzStores(clock, accounts);
  const followUps = queues(agenda, {
    answer: async (request) => late.answer?.(request),
    parts: async (request) => late.parts?.(request),
  });
  const inspections: Inspections = {
    askInspections: async (requests, seconds = 0) =>
      requests.forEach((one) => agenda.later(seconds + 1, async () => late.inspect?.([one]))),
  };
  const core = {
    memory,
    calls,
    signIn,
    observer: fuzzObserver(calls, signIn, clock),
    followUps,
    inspections,
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
