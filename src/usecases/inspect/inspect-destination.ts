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
import { reasonOf } from '#usecases/reason-of.ts';

/** What looking at destinations needs. */
export interface InspectionParts {
  readonly destinations: LogDestinationStore;
  readonly reader: LogDestinationReader;
  readonly dependencies: Dependencies;
  readonly directory: Directory;
  readonly inspections: Inspections;
  readonly evaluations: DependentEvaluations;
  readonly clock: Clock;
  /** Accounts that may own buckets and keys beside those of the trails, as configured. */
  readonly holders: readonly AccountId[];
  /** Those of them that are said to (the baseline's): a bucket may be theirs even where they cannot be asked. */
  readonly declared?: readonly AccountId[] | undefined;
}

/** When to look again after a call, in seconds after the first look: S3's settings are eventually consistent. */
export const followUpLookSeconds = [10, 60, 300] as const;
/** Accounts that are asked for a bucket whose owner is not known. */
const mostAccounts = 8;
/** Trail owners among them: a bucket of many trails belongs to a log archive rather than to any of them. */
const mostOwners = 3;
/** Later than every look that an event leads to: what an inspection asks for has no further looks of its own. */
export const noFurtherLooks = 99;

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
  around: InspectionContext,
): Promise<LogDestinationSight> {
  const watched = await parts.directory.listAccounts();
  const ours = new Set([...parts.holders, ...watched.keys()]);
  const at = parts.clock.now();
  const moments = { id, at, changedAt: at };
  if (kind === 'key') {
    const found = await parts.reader.findKey(id, (account) => ours.has(account));
    return { kind, ...moments, found } satisfies LogDestinationSight;
  }
  const { before, triggers, dependents, askers } = around;
  const former = before?.found.owner;
  const callers = triggers.flatMap(({ accountId }) => parseAccountId(accountId) ?? []);
  const owners = [...new Set([...dependents.map(({ account }) => account), ...askers])].slice(0, mostOwners);
  const candidates = [...(former ? [former] : []), ...callers, ...owners, ...parts.holders];
  const accounts = [...new Set(candidates)].filter((account) => ours.has(account)).slice(0, mostAccounts);
  const counts = (account: AccountId) =>
    account === former || watched.has(account) || parts.declared?.includes(account) === true;
  const found = await parts.reader.findBucket(id, accounts, former, counts);
  return { kind, ...moments, found } satisfies LogDestinationSight;
}

/** Notes why an inspection came to no result, for the reports; the message itself is tried again. */
async function readDestination(
  parts: InspectionParts,
  destination: LogDestination,
  around: InspectionContext,
): Promise<LogDestinationSight> {
  try {
    return await ask(parts, destination, around);
  } catch (error) {
    const failure = { at: parts.clock.now(), why: reasonOf(error) };
    await parts.destinations.noteFailure(destination, failure);
    throw error;
  }
}

/** The destination as it is now, remembered; what somebody saw later counts more. */
async function lookAtDestination(
  parts: InspectionParts,
  destination: LogDestination,
  around: InspectionContext,
): Promise<LogDestinationSight> {
  const { before, triggers } = around;
  if (before && triggers.length === 0 && parts.clock.now() - before.at < freshFor) return before;
  const seen = await readDestination(parts, destination, around);
  const sight = withChangedAt<LogDestinationSight>(seen, before);
  if ((await parts.destinations.keepDestination(sight)) === 'applied') return sight;
  return (await parts.destinations.readDestination(destination)) ?? sight;
}

/** Those whose trails use it, after calls that may have changed it. */
function ofCalls(
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
    ...{ account, regions: [homeRegion], why: 'look-again', triggers, lookedAgain: noFurtherLooks },
  }));
}

/** Those who asked, where it is not as they knew it. */
function ofAskers(requests: Requests, sight: LogDestinationSight): EvaluationRequest[] {
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
 * Looks at one bucket or key, which all `requests` name, remembers what was found, and then has those evaluated who
 * know it otherwise. What follows derives from the requests and from what is remembered, so repeating it is harmless.
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
    const around = { before, triggers, dependents, askers };
    const sight = await lookAtDestination(parts, destination, around);
    await parts.evaluations.askEvaluations([
      ...ofCalls(requests, sight, around),
      ...ofAskers(requests, sight),
    ]);
    await lookLater(parts, requests, sight);
  };
}
