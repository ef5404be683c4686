import type { DeployedForwarding, DeployedRole, ForwardingState } from './forwarding.ts';
import { isTrusted, roleMay } from './role-rights.ts';
import type { State } from './state.ts';

/** What a role that was deleted may still do. */
const noRole: DeployedRole = { name: '', trust: {}, policies: {}, attached: [] };

/** The read role of an account as it was changed since its deployment; undefined while it is as it was deployed. */
export function readRoleChanges(parts: {
  readonly deployed: DeployedForwarding | undefined;
  readonly state: State;
  readonly forwarding: ForwardingState;
  readonly readRoleName: string;
}): (account: string) => DeployedRole | undefined {
  const { deployed, state, forwarding, readRoleName } = parts;
  const isRead = ({ name }: DeployedRole): boolean => name === readRoleName;
  return (account) => {
    if (!deployed || state.accounts.get(account)?.forwarding !== true) return undefined;
    const here = forwarding.roles(account).find(isRead);
    const asDeployed = deployed.rolesIn(account).find(isRead);
    const isSame = here === asDeployed || JSON.stringify(here) === JSON.stringify(asDeployed);
    return isSame ? undefined : (here ?? noRole);
  };
}

/** Whether EventBridge may assume an account's role of this ARN, and whether that may do `action`. */
export function rightsOf(
  forwarding: ForwardingState,
): (account: string, roleArn: string, action: string, resource: string) => boolean {
  return (account, roleArn, action, resource) => {
    const role = forwarding.roles(account).find(({ name }) => roleArn.endsWith(`:role/${name}`));
    if (role === undefined) return false;
    const trusted = isTrusted(role, { service: 'events.amazonaws.com' }, { 'aws:sourceaccount': account });
    return trusted && roleMay(role, action, resource);
  };
}
