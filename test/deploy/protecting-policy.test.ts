import { describe, expect, test } from 'vitest';
import { memberRoles } from '#adapters/cloudformation/member-roles.ts';
import { longestPolicy, protectingPolicy } from '#adapters/cloudformation/protecting-policy.ts';
import { ofTheDetector } from '#domain/facts/monitored-of-the-detector.ts';
import { eventsOf } from '#domain/facts/monitored.ts';
import { decide } from '#simulators/aws-cloud/iam.ts';
import { configured, organization } from './templates.ts';

const member = '210987654321';
const { managementAccountId: management = '' } = organization.config.organization;
const pipeline = 'arn:aws:iam::123456789012:role/deploy';
const policy = protectingPolicy(organization, [pipeline]);

const admin = `arn:aws:iam::${member}:role/Admin`;
const stackSets = `arn:aws:iam::${member}:role/stacksets-exec-0123456789abcdef`;
const denied = (who: string, action: string, resource: string): boolean =>
  decide([policy], { action, resource, context: { 'aws:PrincipalArn': who } }) === 'denied';

const at = (service: string, resource: string): string =>
  `arn:aws:${service}:eu-west-1:${member}:${resource}`;
const role = (name: string): string => `arn:aws:iam::${member}:role/${name}`;
const parts: readonly (readonly [string, string])[] = [
  ['events:DisableRule', at('events', 'rule/trailwarden-cloudtrail')],
  ['events:DeleteRule', at('events', 'rule/trailwarden-heartbeat')],
  ['events:PutRule', at('events', 'rule/trailwarden-iam')],
  ['events:PutTargets', at('events', 'rule/trailwarden-iam')],
  ['events:RemoveTargets', at('events', 'rule/trailwarden-iam')],
  ['scheduler:DeleteSchedule', at('scheduler', 'schedule/default/trailwarden-heartbeat')],
  ['sqs:DeleteQueue', at('sqs', 'trailwarden-forwarding-dead-letters')],
  ['cloudformation:DeleteStack', at('cloudformation', 'stack/StackSet-trailwarden-rules-1a2b/0c')],
  ['cloudformation:UpdateStack', at('cloudformation', 'stack/trailwarden-roles/0c')],
  ['cloudformation:ExecuteChangeSet', at('cloudformation', 'stack/StackSet-trailwarden-roles-1a2b/0c')],
  ['iam:PutRolePolicy', role('trailwarden-forwarding')],
  ['iam:UpdateAssumeRolePolicy', role('trailwarden-read')],
  ['iam:DeleteRole', role('trailwarden-heartbeat')],
];

describe('the service control policy', () => {
  test.each(parts)('denies an administrator of the account %s on %s', (action, resource) => {
    expect(denied(admin, action, resource)).toBe(true);
  });

  test.each(parts)('and denies the deployment nothing: %s on %s', (action, resource) => {
    expect(denied(stackSets, action, resource)).toBe(false);
    expect(denied(pipeline, action, resource)).toBe(false);
  });

  test('lets nobody make or change a role that looks like the deployment, not even that role', () => {
    for (const who of [admin, stackSets, pipeline])
      for (const action of ['iam:CreateRole', 'iam:UpdateAssumeRolePolicy', 'iam:PutRolePolicy'])
        expect(denied(who, action, role('stacksets-exec-mine'))).toBe(true);
  });

  test('lets nobody in a member account stop the trails of the organization, or take the account out', () => {
    const trail = `arn:aws:cloudtrail:eu-west-1:${management}:trail/everything`;
    for (const who of [admin, pipeline]) {
      for (const name of ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors'])
        expect(denied(who, `cloudtrail:${name}`, trail)).toBe(true);
      expect(denied(who, 'organizations:LeaveOrganization', '*')).toBe(true);
    }
  });

  test('leaves everything else to the account', () => {
    expect(denied(admin, 'events:DisableRule', at('events', 'rule/orders'))).toBe(false);
    expect(denied(admin, 'cloudformation:DeleteStack', at('cloudformation', 'stack/orders/0c'))).toBe(false);
    expect(denied(admin, 'iam:DeleteRole', role('orders'))).toBe(false);
    expect(denied(admin, 'cloudtrail:StopLogging', at('cloudtrail', 'trail/own'))).toBe(false);
    expect(denied(admin, 'events:ListRules', at('events', 'rule/trailwarden-iam'))).toBe(false);
  });

  test('covers every role of the member template, and every call on a member part that is listened to', () => {
    const names = Object.values(memberRoles(organization).Resources).map(({ Properties }) =>
      String(Properties['RoleName']),
    );
    for (const name of names) expect(denied(admin, 'iam:DeleteRole', role(name))).toBe(true);
    const text = JSON.stringify(policy);
    const inMembers = ofTheDetector.filter(
      ({ where, affected }) => where === 'own-member' && affected[0]?.kind !== 'stack-set',
    );
    for (const group of inMembers)
      for (const { name } of eventsOf(group)) expect(text).toContain(`"${group.service}:${name}"`);
  });

  test('is as short as AWS takes it, also without an organization and for the longest stage', () => {
    const stages = [organization, configured].flatMap((side) => [
      side,
      { ...side, suffix: '-' + 'x'.repeat(20) },
    ]);
    for (const side of stages)
      expect(JSON.stringify(protectingPolicy(side, [pipeline, pipeline])).length).toBeLessThan(longestPolicy);
  });
});
