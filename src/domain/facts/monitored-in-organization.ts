import type { MonitoredGroup, RecordPath } from './monitored-group.ts';

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
export const inOrganization: readonly MonitoredGroup[] = [
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
    // A move to another unit changes the policies of the account, and whether our stack sets reach it.
    events: { harm: ['RemoveAccountFromOrganization'], change: ['CloseAccount', 'MoveAccount'] },
    keeps: ['sourceParentId', 'destinationParentId'],
  },
  {
    service: 'organizations',
    canBreak: 'which accounts are covered',
    where: 'member',
    affected: [],
    reach: 'account',
    // Accepting an invitation can move an account straight into another organization (AWS Organizations, 2026).
    events: { harm: ['LeaveOrganization'], change: ['AcceptHandshake'] },
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
    canBreak: 'which kinds of policies are in force',
    where: 'organization',
    affected: [],
    reach: 'organization',
    events: { change: ['EnablePolicyType', 'DisablePolicyType'] },
    onlyIf: {
      path: 'requestParameters.policyType',
      oneOf: ['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY', 'S3_POLICY'],
    },
    keeps: ['policyType'],
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
    events: {
      change: [
        'CreateAccountResult',
        'CloseAccountResult',
        'AccountJoinedOrganization',
        'AccountDepartedOrganization',
      ],
    },
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
  {
    service: 'observabilityadmin',
    canBreak: 'what AWS records without a trail, in all accounts',
    where: 'organization',
    affected: [],
    reach: 'organization',
    events: {
      harm: ['DeleteTelemetryRuleForOrganization', 'StopTelemetryEvaluationForOrganization'],
      change: ['UpdateTelemetryRuleForOrganization'],
    },
    keeps: ['ruleIdentifier'],
  },
];
