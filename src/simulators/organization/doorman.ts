import { AwsError, notAuthorized } from './aws-error.ts';
import type { FaultState } from './faults.ts';
import type { DeployedRole } from './forwarding.ts';
import { roleMay } from './role-rights.ts';
import type { Request, Service } from './service.ts';

/** Refuses calls as AWS does before any operation runs. Throws AwsError. */
export type Doorman = (service: Service, operation: string, request: Request) => void;

interface DoormanOptions {
  readonly faults: FaultState;
  readonly readRoleName: string;
  readonly readRolePolicy: (action: string, resource: string) => boolean;
  /** Whether the account is active: not closed, and no closing is under way. */
  readonly isActive: (accountId: string) => boolean;
  /** Whether the account has the Region. */
  readonly isEnabled: (accountId: string, region: string) => boolean;
  /** The read role of the account as it was changed; undefined while it is as it was deployed. */
  readonly changedRole: (accountId: string) => DeployedRole | undefined;
}

/** Checks the calls of all services: account first, then Region, rate limits and policies. */
export function doorman(options: DoormanOptions): Doorman {
  const isTooFast = speedometer();
  return (service, operation, request) => {
    const { caller, region } = request;
    const { accountId } = caller;
    const { faults } = options;
    // Sessions that began before the closing end with it too (CloudTrail, Common Errors: OptInRequired).
    if (!options.isActive(accountId)) {
      const message = 'The AWS Access Key Id needs a subscription for the service';
      throw new AwsError('OptInRequired', message, 403);
    }
    const denial = isRegional(service) ? faults.deniedRegions.get(`${accountId}/${region}`) : undefined;
    if (isRegional(service) && (denial === 'disabled' || !options.isEnabled(accountId, region))) {
      const message = 'The security token included in the request is invalid.';
      throw new AwsError('UnrecognizedClientException', message, 403);
    }
    const call = { accountId, region, service: service.name, operation };
    if (faults.throttled?.(call) || (faults.isRateLimited && isTooFast(service, operation, request))) {
      throw new AwsError(service.codes.throttled, 'Rate exceeded', service.name === 's3' ? 503 : 400);
    }
    authorize(options, service, { operation, request, isForbidden: denial === 'scp' });
  };
}

/** The read role's default permissions: every read of the simulated services. */
export function readsOnly(action: string): boolean {
  return /^[a-z0-9-]+:(?:Describe|Get|List|Head|Lookup)/.test(action);
}

/** The permission that a call requires: an action on a resource. */
export function permissionOf(
  service: Service,
  operation: string,
  request: Request,
): { readonly action: string; readonly resource: string } {
  const everything = { action: `${service.name}:${operation}`, resource: '*' };
  return service.permission?.(operation, request) ?? everything;
}

function isRegional({ name }: Service): boolean {
  return !['organizations', 'account', 'sts', 'iam'].includes(name);
}

function authorize(
  { faults, readRoleName, readRolePolicy, changedRole }: DoormanOptions,
  service: Service,
  wish: { readonly operation: string; readonly request: Request; readonly isForbidden: boolean },
): void {
  const { operation, request, isForbidden } = wish;
  const { arn: principal, accountId, roleArn } = request.caller;
  const permission = permissionOf(service, operation, request);
  const refusal = { code: service.codes.denied, principal, ...permission };
  const reason = faults.unreadable.get(accountId);
  if (isForbidden || reason === 'scp') {
    throw notAuthorized({ ...refusal, why: 'with an explicit deny in a service control policy' });
  }
  const isReader = roleArn === `arn:aws:iam::${accountId}:role/${readRoleName}`;
  if (!isReader || permission.action === 'sts:GetCallerIdentity') return;
  // Sessions of a deleted role are still identified, but have no permissions.
  const changed = changedRole(accountId);
  const isAllowed = changed
    ? roleMay(changed, permission.action, permission.resource)
    : readRolePolicy(permission.action, permission.resource);
  if (reason !== undefined || !isAllowed) throw notAuthorized(refusal);
}

/** CloudTrail's limits per account and Region: 10 reads and 1 write in a second. */
function speedometer(): (service: Service, operation: string, request: Request) => boolean {
  const recent = new Map<string, number[]>();
  return (service, operation, { caller, region, now }) => {
    if (service.name !== 'cloudtrail') return false;
    const isRead = service.operations[operation]?.access === 'read';
    const key = `${caller.accountId}/${region}/${isRead}`;
    const inLastSecond = (recent.get(key) ?? []).filter((moment) => moment > now - 1000);
    const isAllowed = inLastSecond.length < (isRead ? 10 : 1);
    recent.set(key, isAllowed ? [...inLastSecond, now] : inLastSecond);
    return !isAllowed;
  };
}
