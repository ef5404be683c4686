import type { Trail } from '#domain/facts/trail.ts';
import { dependencyName } from '#domain/facts/trail-dependencies.ts';
import type { Trigger } from '#domain/facts/trigger.ts';
import type { AccountId } from '#domain/values/account-id.ts';
import { parseAccountId } from '#domain/values/account-id.ts';
import { parseArn } from '#domain/values/arn.ts';
import type { EvaluationPlan, PlanParts } from './plan-parts.ts';
import { nothing } from './plan-parts.ts';

const isOf = (arn: string | undefined, account: AccountId): boolean => parseArn(arn)?.account === account;

/** The watched account that recorded the call; undefined when it is not watched. */
export async function watchedCaller(
  parts: PlanParts,
  { accountId }: Trigger,
): Promise<AccountId | undefined> {
  const account = parseAccountId(accountId);
  return account !== undefined && (await parts.directory.listAccounts()).has(account) ? account : undefined;
}

/** The trails that were last seen in the account. */
async function seenTrails(parts: PlanParts, account: AccountId): Promise<readonly Trail[]> {
  const memories = await parts.issues.listMemories(account);
  return memories.flatMap((memory) =>
    memory.trails.filter(({ goneAt }) => goneAt === undefined).map(({ trail }) => trail),
  );
}

/** The names of the roles with which trails that were last seen in the account send to CloudWatch Logs. */
export async function deliveryRoles(parts: PlanParts, account: AccountId): Promise<ReadonlySet<string>> {
  const trails = await seenTrails(parts, account);
  return new Set(
    trails.flatMap(({ logsRole: id }) => (id === undefined ? [] : dependencyName({ kind: 'role', id }).id)),
  );
}

/** After a call on a key store, whose record names no key: the keys there that the account's trails were last seen to use. */
export async function ofKeyStore(parts: PlanParts, trigger: Trigger): Promise<EvaluationPlan> {
  const account = await watchedCaller(parts, trigger);
  if (!account) return nothing(`account ${trigger.accountId} is not watched`);
  const trails = await seenTrails(parts, account);
  const keys = trails.flatMap(({ kmsKey }) => (kmsKey && isOf(kmsKey, account) ? [kmsKey] : []));
  const here = [...new Set(keys)].filter((key) => parseArn(key)?.region === trigger.region);
  await parts.inspections.askInspections(
    here.map((id) => ({ destination: { kind: 'key', id }, triggers: [trigger] })),
  );
  return nothing(`${here.length} keys of trails may be in the key store, and are looked at`);
}

/** Where AWS does not say which roles have a policy: the homes of all trails of the account that have a delivery role. */
export async function ofAnyRole(
  parts: PlanParts,
  account: AccountId,
  trigger: Trigger,
): Promise<EvaluationPlan> {
  const trails = await seenTrails(parts, account);
  const homes = trails.flatMap(({ owner, homeRegion, logsRole }) =>
    owner === account && isOf(logsRole, account) ? [homeRegion] : [],
  );
  if (homes.length === 0) return nothing(`no trail of account ${account} has a delivery role`);
  return {
    requests: [{ account, regions: [...new Set(homes)], why: 'event', triggers: [trigger] }],
    reason: `a delivery role of account ${account} may have the policy`,
  };
}
