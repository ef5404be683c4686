import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import type { ForwardingState } from './forwarding.ts';
import { depart, memberOf, noPermission, organizationOf } from './organizations-access.ts';
import { handshakes } from './handshakes.ts';
import { organizationReads } from './organizations-reads.ts';
import { parametersOf } from './parameters.ts';
import { answerJson, decodeJson, refuseJson } from './protocol-json.ts';
import type { Operation, Request, Service } from './service.ts';
import { lowerCamel } from './service.ts';
import type { Fields, Organization, State } from './state.ts';
import { globalRegion } from './state.ts';

const OfService = z.object({ ServicePrincipal: z.string() });
const OfAccount = z.object({ AccountId: z.string() });
const OfTarget = z.object({ TargetId: z.string(), PolicyId: z.string() });
const Moved = OfAccount.extend({ DestinationParentId: z.string() });
const Created = z.object({ AccountName: z.string(), Email: z.string() });
const OfBoth = OfService.extend(OfAccount.shape);

/** Sends the management account an event that is not an API call, e.g. an account's departure. */
export type ServiceEvent = (account: string, eventName: string, details: Fields) => void;

/** Organizations over AWS JSON 1.1; its events are in us-east-1, whatever Region is called. */
export function organizations(options: {
  readonly state: State;
  readonly serviceEvent: ServiceEvent;
  readonly hasEmptyPages: () => boolean;
  readonly forwarding: ForwardingState;
  /** Called when a policy that denies everything is attached to an account. */
  readonly denied: (account: string) => void;
}): Service {
  return {
    name: 'organizations',
    codes: {
      denied: 'AccessDeniedException',
      deniedInEvents: 'AccessDenied',
      throttled: 'TooManyRequestsException',
    },
    operations: {
      ...organizationReads(options.state, options.hasEmptyPages),
      ...writes(options.state, options.serviceEvent),
      ...placement(options),
      ...handshakes(options.state, options.serviceEvent),
    },
    decode: decodeJson,
    answer: (_operation, result, requestId) => answerJson(result, requestId),
    refuse: (error, requestId) => refuseJson(error, requestId),
    shape: (operation, request) => ({
      eventName: operation,
      region: globalRegion,
      requestParameters: lowerCamel(request.parameters),
    }),
    response: lowerCamel,
  };
}

function writes(state: State, serviceEvent: ServiceEvent): Readonly<Record<string, Operation>> {
  return {
    ...serviceAccess(state),
    ...delegation(state),
    ...departures(state, serviceEvent),
    ...arrivals(state, serviceEvent),
  };
}

/** New accounts: an account of that name that the world has outside the organization joins it. */
function arrivals(state: State, serviceEvent: ServiceEvent): Readonly<Record<string, Operation>> {
  return {
    CreateAccount: managed(state, ({ managementAccountId }, request) => {
      const { AccountName } = parametersOf(request, Created);
      const account = [...state.accounts.values()].find(
        ({ name, member }) => name === AccountName && !member,
      );
      if (!account) throw new AwsError('ConstraintViolationException', 'the world has no such account');
      account.member = true;
      const createAccountStatus = { accountId: account.id, state: 'SUCCEEDED' };
      serviceEvent(managementAccountId, 'CreateAccountResult', { createAccountStatus });
    }),
  };
}

/** An operation only the management account may call. */
function managed(state: State, run: (organization: Organization, request: Request) => void): Operation {
  return {
    access: 'write',
    run: (request) => {
      const organization = organizationOf(state, request);
      if (request.caller.accountId !== organization.managementAccountId) throw noPermission();
      run(organization, request);
      return {};
    },
  };
}

/** Moves out of the stack sets' unit, which take the account's stacks away; policies that deny an account everything. */
function placement({
  state,
  forwarding,
  denied,
}: Pick<Parameters<typeof organizations>[0], 'state' | 'forwarding' | 'denied'>): Readonly<
  Record<string, Operation>
> {
  return {
    MoveAccount: managed(state, ({ stackSetUnits }, request) => {
      const { AccountId, DestinationParentId } = parametersOf(request, Moved);
      const { id, regions } = memberOf(state, AccountId);
      if (stackSetUnits.has(DestinationParentId)) return;
      for (const region of regions) forwarding.clear(id, region);
      for (const { name } of forwarding.roles(id)) forwarding.removeRole(id, name);
    }),
    AttachPolicy: managed(state, (_organization, request) => {
      // Guardrails on a unit deny nothing that is simulated.
      if (/^(?:ou|r)-/.test(parametersOf(request, OfTarget).TargetId)) return;
      denied(memberOf(state, parametersOf(request, OfTarget).TargetId).id);
    }),
  };
}

function serviceAccess(state: State): Readonly<Record<string, Operation>> {
  return {
    EnableAWSServiceAccess: managed(state, ({ trustedAccess }, request) => {
      trustedAccess.add(parametersOf(request, OfService).ServicePrincipal);
    }),
    DisableAWSServiceAccess: managed(state, ({ trustedAccess }, request) => {
      trustedAccess.delete(parametersOf(request, OfService).ServicePrincipal);
    }),
  };
}

function delegation(state: State): Readonly<Record<string, Operation>> {
  return {
    RegisterDelegatedAdministrator: managed(state, ({ delegatedAdministrators }, request) => {
      const { AccountId, ServicePrincipal } = parametersOf(request, OfBoth);
      const before = delegatedAdministrators.get(ServicePrincipal) ?? [];
      delegatedAdministrators.set(ServicePrincipal, new Set([...before, memberOf(state, AccountId).id]));
    }),
    DeregisterDelegatedAdministrator: managed(state, ({ delegatedAdministrators }, request) => {
      const { AccountId, ServicePrincipal } = parametersOf(request, OfBoth);
      if (delegatedAdministrators.get(ServicePrincipal)?.delete(AccountId)) return;
      const message = 'The account is no delegated administrator of this service.';
      throw new AwsError('AccountNotRegisteredException', message);
    }),
  };
}

function departures(state: State, serviceEvent: ServiceEvent): Readonly<Record<string, Operation>> {
  return {
    RemoveAccountFromOrganization: managed(state, (organization, request) => {
      const { id: accountId } = memberOf(state, parametersOf(request, OfAccount).AccountId);
      depart(organization, memberOf(state, accountId));
      const departureTime = new Date(request.now).toISOString();
      const details = { accountId, departureMethod: 'REMOVED', departureTime };
      serviceEvent(organization.managementAccountId, 'AccountDepartedOrganization', details);
    }),
    CloseAccount: managed(state, ({ managementAccountId }, request) => {
      const account = memberOf(state, parametersOf(request, OfAccount).AccountId);
      account.state = 'SUSPENDED';
      const closeAccountStatus = { accountId: account.id, state: 'SUCCEEDED' };
      serviceEvent(managementAccountId, 'CloseAccountResult', { closeAccountStatus });
    }),
    LeaveOrganization: {
      access: 'write',
      run: (request) => {
        const organization = organizationOf(state, request);
        const { accountId } = request.caller;
        depart(organization, memberOf(state, accountId));
        const departureTime = new Date(request.now).toISOString();
        const details = { accountId, departureMethod: 'LEFT', departureTime };
        serviceEvent(organization.managementAccountId, 'AccountDepartedOrganization', details);
        return {};
      },
    },
  };
}
