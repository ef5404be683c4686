import type { DependencyKind } from '#domain/facts/dependency.ts';
import type { Decision } from '#domain/facts/decision.ts';
import type { OwnParts } from '#domain/facts/own-parts.ts';
import { isOwnPart } from '#domain/facts/own-parts.ts';
import type { LogDestination } from '#domain/facts/log-destination.ts';
import { partitionOf } from '#domain/values/partition.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseArn } from '#domain/values/arn.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseRegion } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { AttemptLog } from '#ports/attempt-log.ts';
import type { Clock } from '#ports/clock.ts';
import type { Dependencies } from '#ports/dependencies.ts';
import { waveAfterSeconds } from '#ports/dependencies.ts';
import type { Inspections } from '#ports/log-destinations.ts';
import type { Directory } from '#ports/directory.ts';
import type { EvaluationRequest, FollowUps } from '#ports/follow-ups.ts';
import type { IssueStore } from '#ports/issue-store.ts';
import { spreadLooks } from '#usecases/spread-looks.ts';

/** What events are matched with: watched accounts, dependencies, the detector's own parts. */
export interface PlanParts {
  readonly directory: Directory;
  /** Whether an account that the directory does not list yet is watched; by default none is. */
  readonly isNewcomer?: ((account: AccountId) => boolean) | undefined;
  readonly dependencies: Dependencies;
  readonly attempts: AttemptLog;
  /** The names of the detector's own resources; none by default. */
  readonly own?: OwnParts | undefined;
  readonly inspections: Inspections;
  /** What is remembered of an account's trails. */
  readonly issues: Pick<IssueStore, 'listMemories'>;
  /** Sends looks that may wait. */
  readonly fanOut: FollowUps['fanOut'];
  readonly clock: Clock;
  /** False while detection is switched off: events are then acknowledged and ignored. */
  readonly enabled: boolean;
}

/** The evaluations that an event leads to, and a reason for the log. */
export interface EvaluationPlan {
  readonly requests: readonly EvaluationRequest[];
  readonly reason: string;
}

type Evaluate = Extract<Decision, { decision: 'evaluate' }>;

const nothing = (reason: string): EvaluationPlan => ({ requests: [], reason });

function regionsOf(regions: readonly string[] | 'all'): EvaluationRequest['regions'] {
  if (regions === 'all') return 'all';
  const known = regions.flatMap((region) => parseRegion(region) ?? []);
  return known.length === regions.length && known.length > 0 ? known : 'all';
}

/** The bucket or key that a call changed; a bare key id means one of the caller's own account and Region. */
function destinationIn({ dependsOn, accountId, region }: Trigger): LogDestination | undefined {
  if (dependsOn?.kind === 'bucket') return { kind: 'bucket', id: dependencyName(dependsOn).id };
  if (dependsOn?.kind !== 'key') return undefined;
  const { id } = dependsOn;
  const here = `arn:${partitionOf(region)}:kms:${region}:${accountId}:key/`;
  return { kind: 'key', id: id.startsWith('arn:') ? id : `${here}${id}` };
}

// No trail depends on an event data store or on a policy of the organization: their accounts are looked at.
const ofAccounts: ReadonlySet<DependencyKind> = new Set(['event-data-store', 'policy']);

const isOf = (arn: string | undefined, account: AccountId): boolean => parseArn(arn)?.account === account;

/**
 * After a call on a managed policy or a key store, whose record names no role and no key: the account's own trails that
 * have a delivery role there, or the keys there that its trails were last seen to use.
 */
async function ofSeenTrails(parts: PlanParts, trigger: Trigger): Promise<EvaluationPlan> {
  const account = parseAccountId(trigger.accountId);
  const watched = account !== undefined && (await parts.directory.listAccounts()).has(account);
  if (!watched) return nothing(`account ${trigger.accountId} is not watched`);
  const memories = await parts.issues.listMemories(account);
  const trails = memories.flatMap((memory) =>
    memory.trails.filter(({ goneAt }) => goneAt === undefined).map(({ trail }) => trail),
  );
  if (trigger.dependsOn?.kind === 'key-store') {
    const keys = trails.flatMap(({ kmsKey }) => (kmsKey && isOf(kmsKey, account) ? [kmsKey] : []));
    const here = [...new Set(keys)].filter((key) => parseArn(key)?.region === trigger.region);
    await parts.inspections.askInspections(
      here.map((id) => ({ destination: { kind: 'key', id }, triggers: [trigger] })),
    );
    return nothing(`${here.length} keys of trails may be in the key store, and are looked at`);
  }
  const homes = trails.flatMap(({ owner, homeRegion, logsRole }) =>
    owner === account && isOf(logsRole, account) ? [homeRegion] : [],
  );
  if (homes.length === 0) return nothing(`no trail of account ${account} has a delivery role`);
  const regions = [...new Set(homes)];
  return {
    requests: [{ account, regions, why: 'event', triggers: [trigger] }],
    reason: `a delivery role of account ${account} may have the policy`,
  };
}
/** The account that recorded the call comes first: it owns what was changed. */
const callerFirst =
  ({ accountId }: Trigger) =>
  (one: EvaluationRequest, other: EvaluationRequest): number =>
    Number(other.account === accountId) - Number(one.account === accountId);

async function ofDependents(parts: PlanParts, { trigger }: Evaluate): Promise<EvaluationPlan | undefined> {
  if (!trigger.dependsOn || ofAccounts.has(trigger.dependsOn.kind)) return undefined;
  if (trigger.dependsOn.kind === 'managed-policy' || trigger.dependsOn.kind === 'key-store')
    return ofSeenTrails(parts, trigger);
  const watched = await parts.directory.listAccounts();
  const dependents = await parts.dependencies.listDependents(trigger.dependsOn);
  const known = dependents.filter(({ account }) => watched.has(account));
  const requests = [...Map.groupBy(known, ({ account }) => account)]
    .map(([account, own]) => ({
      account,
      regions: [...new Set(own.map(({ homeRegion }) => homeRegion))],
      why: 'event' as const,
      triggers: [trigger],
    }))
    .sort(callerFirst(trigger));
  const { kind, id } = trigger.dependsOn;
  const spread = { dependencies: parts.dependencies, by: trigger.sameAs, now: parts.clock.now() };
  const { now, wave } = await spreadLooks(requests, trigger.dependsOn, spread);
  await parts.fanOut(wave, waveAfterSeconds);
  const destination = destinationIn(trigger);
  if (destination && requests.length > 0)
    await parts.inspections.askInspections([{ destination, triggers: [trigger] }]);
  return requests.length > 0
    ? { requests: now, reason: `${known.length} trails depend on the ${kind} ${id}` }
    : nothing(`no trail that is known depends on the ${kind} ${id}`);
}

/** The plan for a call on the detector's own resources; undefined if the call concerned something else. */
async function ofOwnParts(
  parts: PlanParts,
  { trigger: recorded, reason, named = [] }: Evaluate,
): Promise<EvaluationPlan | undefined> {
  const { own } = parts;
  const resources = recorded.dependsOn ? [recorded.dependsOn, ...named] : [];
  // One of ours can stand anywhere in a list, such as that of DeleteAlarms.
  const dependsOn = own && resources.find((resource) => isOwnPart(resource, own));
  if (!own || !dependsOn) return undefined;
  const trigger = { ...recorded, dependsOn };
  const account = parseAccountId(trigger.accountId);
  const region = parseRegion(trigger.region);
  if (!account || !region) return nothing('the record does not say where it happened');
  const known = account === own.account || (await parts.directory.listAccounts()).has(account);
  if (!known) return nothing(`account ${account} is not watched`);
  return { requests: [{ account, regions: [region], why: 'own-change', triggers: [trigger] }], reason };
}

async function ofEveryAccount(parts: PlanParts, { trigger, reason }: Evaluate): Promise<EvaluationPlan> {
  const accounts = [...(await parts.directory.listAccounts()).keys()];
  const requests = accounts
    .map((account) => ({ account, regions: 'all', why: 'event', triggers: [trigger] }) as const)
    .sort(callerFirst(trigger));
  return { requests, reason };
}

/** The account in the ARN of the called trail: a delegated administrator calls on the management account's trails. */
function ownerOf({ trail }: Trigger): AccountId | undefined {
  return trail?.kind === 'arn' ? parseTrailArn(trail.arn)?.owner : undefined;
}

async function ofAccount(parts: PlanParts, { trigger, scope, reason }: Evaluate): Promise<EvaluationPlan> {
  const account = parseAccountId(scope.accountId);
  if (!account) return nothing(`${scope.accountId} is no account id`);
  const watched = await parts.directory.listAccounts();
  const owner = ownerOf(trigger);
  const concerned = [...(owner ? [owner] : []), ...(owner === account ? [] : [account])];
  const known = concerned.filter((one) => watched.has(one) || parts.isNewcomer?.(one) === true);
  if (known.length === 0) return nothing(`account ${account} is not watched`);
  const regions = regionsOf(scope.regions);
  return {
    requests: known.map((one) => ({ account: one, regions, why: 'event', triggers: [trigger] })),
    reason,
  };
}

/** Plans the evaluations that an event asks for. Attempts are stored; every event that is ignored gets a reason. */
export function planEvaluation(parts: PlanParts): (decision: Decision) => Promise<EvaluationPlan> {
  return async (decision) => {
    if (!parts.enabled) return nothing('detection is switched off (cloudtrails.enabled is false)');
    switch (decision.decision) {
      case 'ignore':
        return nothing(decision.reason);
      case 'attempt':
        await parts.attempts.keepAttempt(decision.trigger, decision.reason);
        return nothing(decision.reason);
      case 'evaluate':
        if (decision.scope.everyAccount) return ofEveryAccount(parts, decision);
        return (
          (await ofOwnParts(parts, decision)) ??
          (await ofDependents(parts, decision)) ??
          ofAccount(parts, decision)
        );
    }
  };
}
