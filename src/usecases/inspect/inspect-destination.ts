import type { LogDestination, LogDestinationSight } from '#domain/facts/log-destination.ts';
import { freshFor, withChangedAt } from '#domain/facts/log-destination.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import type { Clock } from '#ports/clock.ts';
import type { Dependencies, Dependent } from '#ports/dependencies.ts';
import type {
  DependentEvaluations,
  LogDestinationReader,
  LogDestinationStore,
  InspectionRequest,
  Inspections,
} from '#ports/log-destinations.ts';
import type { Directory } from '#ports/directory.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { noFurtherLooks } from '#usecases/no-further-looks.ts';
import { waveAfterSeconds } from '#ports/dependencies.ts';
import { spreadLooks } from '#usecases/spread-looks.ts';
import { reasonOf } from '#usecases/reason-of.ts';

/** The readers, stores and queues of an inspection. */
export interface InspectionParts {
  readonly destinations: LogDestinationStore;
  readonly reader: LogDestinationReader;
  readonly dependencies: Dependencies;
  readonly directory: Directory;
  readonly inspections: Inspections;
  readonly evaluations: DependentEvaluations;
  readonly clock: Clock;
  /** Configured accounts that may own log destinations, besides the accounts of the trails. */
  readonly holders: readonly AccountId[];
  /** The accounts that the configured baseline declares: a bucket may belong to one even if it cannot be read. */
  readonly declared?: readonly AccountId[] | undefined;
}

/**
 * When to look again after a call, in seconds after the first look: S3 and KMS show a change late, by seconds
 * as a rule (10, 60) and by minutes at worst (300, 900).
 */
export const followUpLookSeconds = [10, 60, 300, 900] as const;
/** In how many accounts at most a bucket of unknown owner is looked for. */
const maxAccountsAsked = 8;
/** How many of them may be owners of trails: a bucket of many trails rather belongs to a log archive account. */
const maxTrailOwnersAsked = 3;

type Requests = readonly [InspectionRequest, ...InspectionRequest[]];

function triggersOf(requests: Requests): readonly Trigger[] {
  const all = requests.flatMap(({ triggers }) => triggers);
  return [...new Map(all.map((trigger) => [trigger.sameAs, trigger] as const)).values()];
}

interface InspectionContext {
  readonly before: LogDestinationSight | undefined;
  readonly triggers: readonly Trigger[];
  readonly dependents: readonly Dependent[];
  readonly askers: readonly AccountId[];
}

async function ask(
  parts: InspectionParts,
  { kind, id }: LogDestination,
  context: InspectionContext,
): Promise<LogDestinationSight> {
  const watched = await parts.directory.listAccounts();
  const askable = new Set([...parts.holders, ...watched.keys()]);
  const at = parts.clock.now();
  if (kind === 'key') {
    const found = await parts.reader.findKey(id, (account) => askable.has(account));
    return { kind, id, at, changedAt: at, found } satisfies LogDestinationSight;
  }
  const { before, triggers, dependents, askers } = context;
  const former = before?.found.owner;
  const callers = triggers.flatMap(({ accountId }) => parseAccountId(accountId) ?? []);
  const owners = [...new Set([...dependents.map(({ account }) => account), ...askers])].slice(
    0,
    maxTrailOwnersAsked,
  );
  const candidates = [...(former ? [former] : []), ...callers, ...owners, ...parts.holders];
  const accounts = [...new Set(candidates)]
    .filter((account) => askable.has(account))
    .slice(0, maxAccountsAsked);
  const mayOwn = (account: AccountId) =>
    account === former || watched.has(account) || parts.declared?.includes(account) === true;
  const found = await parts.reader.findBucket(id, accounts, former, mayOwn);
  return { kind, id, at, changedAt: at, found } satisfies LogDestinationSight;
}

/** Reads the destination; stores why it failed, for the reports, and throws, so that the message is tried again. */
async function readDestination(
  parts: InspectionParts,
  destination: LogDestination,
  context: InspectionContext,
): Promise<LogDestinationSight> {
  try {
    return await ask(parts, destination, context);
  } catch (error) {
    const failure = { at: parts.clock.now(), why: reasonOf(error) };
    await parts.destinations.noteFailure(destination, failure);
    throw error;
  }
}

/** The destination as it is now, stored; if another process stored a later sight, that one. */
async function lookAtDestination(
  parts: InspectionParts,
  destination: LogDestination,
  context: InspectionContext,
): Promise<LogDestinationSight> {
  const { before, triggers } = context;
  if (before && triggers.length === 0 && parts.clock.now() - before.at < freshFor) return before;
  const seen = await readDestination(parts, destination, context);
  const sight = withChangedAt<LogDestinationSight>(seen, before);
  if ((await parts.destinations.keepDestination(sight)) === 'applied') return sight;
  return (await parts.destinations.readDestination(destination)) ?? sight;
}

/** Evaluations of the accounts whose trails use the destination, after calls that may have changed it. */
function evaluationsOfDependents(
  requests: Requests,
  sight: LogDestinationSight,
  { triggers, dependents }: InspectionContext,
): EvaluationRequest[] {
  const isNews = requests.some(
    (request) => request.triggers.length > 0 && (!request.again || request.knew !== sight.changedAt),
  );
  if (!isNews) return [];
  // Several trails of one account and Region are looked at together.
  const places = new Map(dependents.map((one) => [`${one.account} ${one.homeRegion}`, one]));
  return [...places.values()].map(({ account, homeRegion }) => ({
    account,
    regions: [homeRegion],
    why: 'look-again',
    triggers,
    lookedAgain: noFurtherLooks,
  }));
}

/** Evaluations of the places that asked, if the destination differs from what they knew. */
function evaluationsOfAskers(requests: Requests, sight: LogDestinationSight): EvaluationRequest[] {
  return requests.flatMap(({ asker, knew }): EvaluationRequest[] => {
    if (!asker || knew === sight.changedAt) return [];
    const { account, region, baseline } = asker;
    const inspected = knew === undefined ? 'first' : 'changed';
    return [{ account, regions: [region], why: 'look-again', triggers: [], baseline, inspected }];
  });
}

async function lookLater(
  parts: InspectionParts,
  requests: Requests,
  sight: LogDestinationSight,
): Promise<void> {
  const triggers = triggersOf(requests);
  const taken = Math.min(...requests.flatMap((one) => (one.triggers.length > 0 ? [one.again ?? 0] : [])));
  const next = followUpLookSeconds[taken];
  if (triggers.length === 0 || next === undefined) return;
  const seconds = next - (followUpLookSeconds[taken - 1] ?? 0);
  const { destination } = requests[0];
  await parts.inspections.askInspections(
    [{ destination, triggers, again: taken + 1, knew: sight.changedAt }],
    seconds,
  );
}

/**
 * Inspects the one bucket or key that all `requests` name, stores what was found, and asks for the evaluation of the
 * places that know it differently. All of it derives from the requests and the stores, so repeating it is harmless.
 */
export function inspectDestination(parts: InspectionParts): (requests: Requests) => Promise<void> {
  return async (requests) => {
    const { destination } = requests[0];
    const triggers = triggersOf(requests);
    const [before, all, watched] = await Promise.all([
      parts.destinations.readDestination(destination),
      parts.dependencies.listDependents(destination),
      parts.directory.listAccounts(),
    ]);
    const dependents = all.filter(({ account }) => watched.has(account));
    const askers = requests.flatMap(({ asker }) => asker?.account ?? []);
    if (dependents.length === 0 && askers.length === 0) return;
    const context = { before, triggers, dependents, askers };
    const sight = await lookAtDestination(parts, destination, context);
    const by = [requests[0].again ?? 0, ...triggers.map(({ sameAs }) => sameAs)].join(' ').slice(0, 500);
    const spread = { dependencies: parts.dependencies, by, now: parts.clock.now() };
    const ofDependents = evaluationsOfDependents(requests, sight, context);
    const { now, wave } = await spreadLooks(ofDependents, destination, spread);
    await parts.evaluations.askEvaluations([...now, ...evaluationsOfAskers(requests, sight)]);
    await parts.evaluations.askWave(wave, waveAfterSeconds);
    await lookLater(parts, requests, sight);
  };
}
