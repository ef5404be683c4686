import type { DeployedRole } from './forwarding.ts';
import { askPolicy } from './policy.ts';
import type { Fields } from './state.ts';

/** ARNs of managed policies that allow everything that a simulated role asks for; every other one denies it. */
const allowing: ReadonlySet<string> = new Set(['arn:aws:iam::aws:policy/AdministratorAccess']);

/**
 * Whether a role's own policies let it do `action`. A permissions boundary allows nothing of what our roles do, and an
 * attached managed policy stands for an explicit Deny, as an attacker would write it.
 */
export function roleMay(role: DeployedRole, action: string, resource: string): boolean {
  if (role.boundary !== undefined || role.attached.some((arn) => !allowing.has(arn))) return false;
  const caller = { account: '', arn: '' };
  const verdicts = Object.values(role.policies).map((policy) =>
    askPolicy(policy, { principal: caller, action, resource, context: {} }),
  );
  return verdicts.includes('allowed') && !verdicts.includes('denied');
}

/** Whether a role's trust lets a service or an AWS principal assume it. */
export function isTrusted(
  { trust }: DeployedRole,
  who: { readonly service: string } | { readonly account: string; readonly arn: string },
  context: Readonly<Record<string, string>>,
): boolean {
  const statements = [trust['Statement']].flat().map((one) => one as Fields);
  const Statement = statements.map((statement) => ({ ...statement, Resource: '*' }));
  const question = { principal: who, action: 'sts:AssumeRole', resource: '*', context };
  return askPolicy({ ...trust, Statement }, question) === 'allowed';
}
