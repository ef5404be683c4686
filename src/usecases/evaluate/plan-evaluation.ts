import type { DependencyKind } from '#domain/facts/dependency.ts';
import type { Decision } from '#domain/facts/decision.ts';
import { isOwnPart } from '#domain/facts/own-parts.ts';
import type { LogDestination } from '#domain/facts/log-destination.ts';
import { partitionOf } from '#domain/values/partition.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseRegion } from '#domain/values/region.ts';
import { parseTrailArn } from '#domain/values/trail-arn.ts';
import type { Dependent } from '#ports/dependencies.ts';
import { waveAfterSeconds } from '#ports/dependencies.ts';
import type { EvaluationRequest } from '#ports/follow-ups.ts';
import { spreadLooks } from '#usecases/spread-looks.ts';
import { deliveryRoles, ofAnyRole, ofKeyStore, watchedCaller } from './of-seen-trails.ts';
import type { EvaluationPlan, PlanParts } from './plan-parts.ts';
import { nothing } from './plan-parts.ts';
import { changesRoles, onRoles } from './policy-on-roles.ts';

type Evaluate = Extract<Decision, { decision: 'evaluate' }>;

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

/** The plans for the same call on each role that has the policy: our own ones, and those that trails deliver with. */
async function ofManagedPolicy(parts: PlanParts, decision: Evaluate): Promise<EvaluationPlan> {
  const { trigger } = decision;
  const account = await watchedCaller(parts, trigger);
  if (!account) return nothing(`account ${trigger.accountId} is not watched`);
  if (!changesRoles(trigger)) return nothing('the version of the policy that roles have stays as it is');
  const roles = await parts.rolesWithPolicy(account, trigger.dependsOn?.id ?? '');
  if (roles.kind === 'unreadable') return ofAnyRole(parts, account, trigger);
  const delivering = await deliveryRoles(parts, account);
  const calls = onRoles(trigger, roles.value).filter(
    (call) => (parts.own && isOwnPart(call.dependsOn, parts.own)) || delivering.has(call.dependsOn.id),
  );
  const requests: EvaluationRequest[] = [];
  for (const call of calls) {
    const asked = { ...decision, trigger: call };
    const plan = (await ofOwnParts(parts, asked)) ?? (await ofDependents(parts, asked));
    requests.push(...(plan?.requests ?? []));
  }
  const reason = `${roles.value.length} roles of account ${account} have the policy, ${calls.length} of trails or ours`;
  return { requests, reason };
}

/** The account that recorded the call comes first: it owns what was changed. */
const callerFirst =
  ({ accountId }: Trigger) =>
  (one: EvaluationRequest, other: EvaluationRequest): number =>
    Number(other.account === accountId) - Number(one.account === accountId);

/**
 * Roles and log groups of one name are in many accounts: the trails of the account that recorded the call count, and those
 * of others only if it has none, as a log group of a delegated administrator belongs to a trail of the management account.
 */
function ofCaller({ accountId, dependsOn }: Trigger, dependents: readonly Dependent[]): readonly Dependent[] {
  if (dependsOn?.kind !== 'role' && dependsOn?.kind !== 'log-group') return dependents;
  const own = dependents.filter(({ account }) => account === accountId);
  return own.length > 0 ? own : dependents;
}

async function ofDependents(parts: PlanParts, decision: Evaluate): Promise<EvaluationPlan | undefined> {
  const { trigger } = decision;
  if (!trigger.dependsOn || ofAccounts.has(trigger.dependsOn.kind)) return undefined;
  if (trigger.dependsOn.kind === 'managed-policy') return ofManagedPolicy(parts, decision);
  if (trigger.dependsOn.kind === 'key-store') return ofKeyStore(parts, trigger);
  const watched = await parts.directory.listAccounts();
  const dependents = ofCaller(trigger, await parts.dependencies.listDependents(trigger.dependsOn));
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
