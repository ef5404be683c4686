import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import type { DeployedRole, ForwardingState } from './forwarding.ts';
import { parametersOf } from './parameters.ts';
import { answerQuery, decodeQuery, recordedParameters, refuseQuery } from './protocol-query.ts';
import type { Operation, Request, Service } from './service.ts';
import type { Fields } from './state.ts';
import { globalRegion } from './state.ts';

const OfRole = z.object({ RoleName: z.string() });
const OfPolicy = OfRole.extend({ PolicyName: z.string() });
const Put = OfPolicy.extend({ PolicyDocument: z.string() });
const Trust = OfRole.extend({ PolicyDocument: z.string() });
const Managed = OfRole.extend({ PolicyArn: z.string() });
const Bounded = OfRole.extend({ PermissionsBoundary: z.string() });
const namespace = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** IAM over the query protocol: the deployed roles of accounts. Its events are in us-east-1, whatever Region is called. */
export function iam(state: ForwardingState): Service {
  return {
    name: 'iam',
    codes: { denied: 'AccessDenied', deniedInEvents: 'AccessDenied', throttled: 'Throttling' },
    operations: { ...reads(state), ...writes(state), ...managedPolicies(state) },
    decode: decodeQuery,
    answer: (operation, result, requestId) => answerQuery(operation, result, { requestId, namespace }),
    refuse: refuseQuery,
    permission: (operation, { parameters, caller }) => ({
      action: `iam:${operation}`,
      resource: resourceOf(parameters, caller.accountId),
    }),
    shape: (operation, { parameters }) => ({
      eventName: operation,
      region: globalRegion,
      requestParameters: recordedParameters(parameters),
    }),
    response: () => null,
  };
}

/** The role that a call is about; of calls on managed policies, the policy. */
function resourceOf({ RoleName, PolicyArn }: Fields, account: string): string {
  return typeof RoleName === 'string' ? `arn:aws:iam::${account}:role/${RoleName}` : String(PolicyArn);
}

function roleOf(state: ForwardingState, request: Request): DeployedRole {
  const { RoleName } = parametersOf(request, OfRole);
  const role = state.roles(request.caller.accountId).find(({ name }) => name === RoleName);
  if (role) return role;
  throw new AwsError('NoSuchEntity', `The role with name ${RoleName} cannot be found.`, 404);
}

function reads(state: ForwardingState): Readonly<Record<string, Operation>> {
  const read = (run: (role: DeployedRole, request: Request) => Fields): Operation => ({
    access: 'read',
    run: (request) => run(roleOf(state, request), request),
  });
  return {
    GetRole: read(({ name, trust, boundary }, { caller }) => ({
      Role: {
        Path: '/',
        RoleName: name,
        RoleId: 'AROAEXAMPLEROLEID1234',
        Arn: `arn:aws:iam::${caller.accountId}:role/${name}`,
        CreateDate: '2026-01-01T00:00:00Z',
        AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trust)),
        ...(boundary !== undefined && {
          PermissionsBoundary: {
            PermissionsBoundaryType: 'PermissionsBoundaryPolicy',
            PermissionsBoundaryArn: boundary,
          },
        }),
      },
    })),
    ListRolePolicies: read(({ policies }) => ({
      PolicyNames: { member: Object.keys(policies) },
      IsTruncated: 'false',
    })),
    ListAttachedRolePolicies: read(({ attached }) => ({
      AttachedPolicies: {
        member: attached.map((PolicyArn) => ({ PolicyName: PolicyArn.split('/').at(-1), PolicyArn })),
      },
      IsTruncated: 'false',
    })),
    GetRolePolicy: read(({ name, policies }, request) => {
      const { PolicyName } = parametersOf(request, OfPolicy);
      const found = policies[PolicyName];
      if (!found) throw new AwsError('NoSuchEntity', `The role policy ${PolicyName} cannot be found.`, 404);
      return { RoleName: name, PolicyName, PolicyDocument: encodeURIComponent(JSON.stringify(found)) };
    }),
  };
}

type Change = (role: DeployedRole, request: Request) => DeployedRole | undefined;

/** What each call makes of a role; undefined: the role is deleted. */
const changes: Readonly<Record<string, Change>> = {
  DeleteRole: () => undefined,
  PutRolePolicy: (role, request) => {
    const { PolicyName, PolicyDocument } = parametersOf(request, Put);
    const policy = JSON.parse(PolicyDocument) as Fields;
    return { ...role, policies: { ...role.policies, [PolicyName]: policy } };
  },
  DeleteRolePolicy: (role, request) => {
    const { PolicyName } = parametersOf(request, OfPolicy);
    const kept = Object.entries(role.policies).filter(([name]) => name !== PolicyName);
    return { ...role, policies: Object.fromEntries(kept) };
  },
  UpdateAssumeRolePolicy: (role, request) => ({
    ...role,
    trust: JSON.parse(parametersOf(request, Trust).PolicyDocument) as Fields,
  }),
  AttachRolePolicy: (role, request) => ({
    ...role,
    attached: [...role.attached, parametersOf(request, Managed).PolicyArn],
  }),
  DetachRolePolicy: (role, request) => {
    const { PolicyArn } = parametersOf(request, Managed);
    return { ...role, attached: role.attached.filter((arn) => arn !== PolicyArn) };
  },
  PutRolePermissionsBoundary: (role, request) => ({
    ...role,
    boundary: parametersOf(request, Bounded).PermissionsBoundary,
  }),
};

function writes(state: ForwardingState): Readonly<Record<string, Operation>> {
  const write = (change: Change): Operation => ({
    access: 'write',
    run: (request) => {
      const role = roleOf(state, request);
      const { accountId } = request.caller;
      const after = change(role, request);
      if (after) state.putRole(accountId, after);
      else state.removeRole(accountId, role.name);
      return {};
    },
  });
  return Object.fromEntries(Object.entries(changes).map(([name, change]) => [name, write(change)]));
}

const OfManaged = z.object({ PolicyArn: z.string() });

/** The policies themselves are not kept: what a new version does to deliveries is a fault of the test's own. */
function managedPolicies(state: ForwardingState): Readonly<Record<string, Operation>> {
  const changed: Operation = {
    access: 'write',
    run: (request) => {
      parametersOf(request, OfManaged);
      return {};
    },
  };
  return {
    CreatePolicyVersion: changed,
    SetDefaultPolicyVersion: changed,
    ListEntitiesForPolicy: {
      access: 'read',
      run: (request) => {
        const { PolicyArn } = parametersOf(request, OfManaged);
        const roles = state
          .roles(request.caller.accountId)
          .filter(({ attached, boundary }) => attached.includes(PolicyArn) || boundary === PolicyArn);
        return {
          PolicyRoles: { member: roles.map(({ name: RoleName }) => ({ RoleName, RoleId: 'AROAEXAMPLE' })) },
          IsTruncated: 'false',
        };
      },
    },
  };
}
