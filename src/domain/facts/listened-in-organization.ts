import type { ListenedGroup, RecordPath } from './listened-group.ts';

const inRequest = (...names: string[]): string[] => names.map((name) => `requestParameters.${name}`);

const policy: RecordPath = { kind: 'policy', paths: inRequest('policyId') };

// Organization trails and Trailwarden's own stack set work through the trusted access of these principals.
const ourPrincipals = {
  path: 'requestParameters.servicePrincipal',
  oneOf: [
    'cloudtrail.amazonaws.com',
    'member.org.stacksets.cloudformation.amazonaws.com',
    'stacksets.cloudformation.amazonaws.com',
  ],
};

/** The events that change which accounts and Regions are covered. */
export const inOrganization: readonly ListenedGroup[] = [
  {
    service: 'cloudtrail',
    canBreak: 'who may manage organization trails',
    where: 'organization',
    affected: [],
    reach: 'organization',
    events: { change: ['RegisterOrganizationDelegatedAdmin', 'DeregisterOrganizationDelegatedAdmin'] },
    keeps: ['memberAccountId', 'delegatedAdminAccountId'],
  },
  {
    service: 'organizations',
    canBreak: "CloudTrail's trusted access to the organization",
    where: 'organization',
    affected: [],
    reach: 'organization',
    events: {
      harm: ['DisableAWSServiceAccess'],
      repair: ['EnableAWSServiceAccess'],
      change: ['RegisterDelegatedAdministrator', 'DeregisterDelegatedAdministrator'],
    },
    onlyIf: ourPrincipals,
    keeps: ['servicePrincipal', 'accountId'],
  },
  {
    service: 'organizations',
    canBreak: 'which accounts are covered',
    where: 'organization',
    affected: [],
    reach: 'account',
    account: inRequest('accountId'),
    events: { harm: ['RemoveAccountFromOrganization'], change: ['CloseAccount'] },
  },
  {
    service: 'organizations',
    canBreak: 'which accounts are covered',
    where: 'member',
    affected: [],
    reach: 'account',
    events: { harm: ['LeaveOrganization'] },
  },
  {
    service: 'organizations',
    canBreak: 'what accounts may do (policies)',
    where: 'organization',
    affected: [policy],
    reach: 'organization',
    account: inRequest('targetId'),
    events: { change: ['AttachPolicy', 'DetachPolicy', 'UpdatePolicy'] },
    keeps: ['targetId'],
  },
  {
    service: 'organizations',
    canBreak: 'which accounts are covered',
    where: 'organization',
    serviceEvent: true,
    affected: [],
    reach: 'account',
    account: [
      'createAccountStatus.accountId',
      'closeAccountStatus.accountId',
      'accountId',
      'departedAccountId',
    ].map((path) => `serviceEventDetails.${path}`),
    events: { change: ['CreateAccountResult', 'CloseAccountResult', 'AccountDepartedOrganization'] },
  },
  {
    service: 'account',
    canBreak: 'which Regions are covered',
    where: 'member',
    affected: [],
    reach: 'region',
    account: inRequest('accountId', 'AccountId'),
    region: inRequest('RegionName', 'regionName'),
    events: { change: ['EnableRegion', 'DisableRegion'] },
  },
];
