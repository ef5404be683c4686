import {
  DisableRuleCommand,
  EventBridgeClient,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { digestOf } from '#adapters/aws/digest-of.ts';
import { awsForwardingObserver } from '#adapters/aws/forwarding-observer.ts';
import { account, region } from '#test/given/incidents.ts';
import type { OrganizationOptions } from '#simulators/organization/simulate-organization.ts';
import { home, management, member, person, simulatedAws } from '#test/given/simulated-aws.ts';

const bus = `arn:aws:events:${home}:${management}:event-bus/trailwarden`;
const pattern = { source: ['aws.cloudtrail'] };
const rule = {
  pattern: JSON.stringify(pattern),
  state: 'ENABLED',
  targets: [
    {
      Id: 'bus',
      Arn: bus,
      RoleArn: `arn:aws:iam::${member}:role/forwarding`,
      DeadLetterConfig: { Arn: `arn:aws:sqs:${home}:${member}:letters` },
    },
  ],
} as const;
const deployed = {
  rulesIn: () => ['trailwarden-a', 'trailwarden-b', 'somebody-elses'].map((name) => ({ name, ...rule })),
  rolesIn: () => [
    {
      name: 'trailwarden-read',
      trust: { Statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } },
      policies: {},
      attached: [],
    },
  ],
  stacks: { roles: 'roles', rules: 'rules' },
  deadLetters: 'letters',
};
const shop = account(member);
const here = region(home);

afterEach(() => vi.unstubAllEnvs());

async function world(options: Partial<OrganizationOptions> = {}) {
  const aws = await simulatedAws(undefined, { forwarding: deployed, clock: Date, ...options });
  const keys = aws.organization.credentials({ accountId: management, identity: person });
  const endpoint = aws.as(management).endpoint;
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', keys.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', keys.secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', keys.sessionToken);
  const assume = assumedRoles({ region: home, partition: 'aws', roleName: 'trailwarden-read' });
  const names = { rulePrefix: 'trailwarden-', bus, role: 'forwarding', deadLetters: 'letters' };
  const credentials = aws.organization.credentials({ accountId: member, identity: person });
  return {
    faults: aws.organization.faults,
    calls: aws.organization.calls,
    person: new EventBridgeClient({ region: home, endpoint, credentials }),
    look: (...closely: string[]) =>
      awsForwardingObserver({ assume, names }).lookAtForwarding(shop, [here], {
        closely: () => closely,
        deadLetters: true,
      }),
  };
}

describe('the look at what carries events on', () => {
  it('shows our rules, which of them send to the central bus, and what was not delivered; with four calls', async () => {
    const { look, person: mallory, faults, calls } = await world();
    await mallory.send(new DisableRuleCommand({ Name: 'trailwarden-a' }));
    await mallory.send(new RemoveTargetsCommand({ Rule: 'trailwarden-b', Ids: ['bus'] }));
    faults.deadLetters(member, home, 3);
    const before = calls.length;
    expect(await look('trailwarden-a', 'trailwarden-b')).toEqual({
      kind: 'seen',
      value: [
        {
          region: home,
          rules: {
            kind: 'seen',
            value: [
              { name: 'trailwarden-a', enabled: false, digest: digestOf(pattern) },
              { name: 'trailwarden-b', enabled: true, digest: digestOf(pattern) },
            ],
          },
          sending: { kind: 'seen', value: ['somebody-elses', 'trailwarden-a'] },
          targets: { kind: 'seen', value: [{ rule: 'trailwarden-a', role: true, deadLetters: true }] },
          deadLetters: { kind: 'seen', value: 3 },
        },
      ],
    });
    const asked = calls.slice(before).filter(({ accountId }) => accountId === member);
    expect(asked).toHaveLength(4);
  });

  it('shows a target that was put with another role and without the dead-letter queue', async () => {
    const { look, person: mallory } = await world();
    const RoleArn = `arn:aws:iam::${member}:role/powerless`;
    const Targets = [{ Id: 'bus', Arn: bus, RoleArn }];
    await mallory.send(new PutTargetsCommand({ Rule: 'trailwarden-a', Targets }));
    expect(await look('trailwarden-a')).toMatchObject({
      value: [{ targets: { value: [{ rule: 'trailwarden-a', role: false, deadLetters: false }] } }],
    });
  });

  it('shows what was never deployed', async () => {
    const { look } = await world({ forwarding: { ...deployed, rulesIn: () => [], deadLetters: 'another' } });
    expect(await look()).toMatchObject({
      value: [{ rules: { value: [] }, sending: { value: [] }, deadLetters: { value: 'no-queue' } }],
    });
  });

  it('tells apart what an older read role does not let it see', async () => {
    const { look } = await world({ readRolePolicy: (action) => action !== 'sqs:GetQueueAttributes' });
    expect(await look()).toMatchObject({
      value: [
        {
          rules: { kind: 'seen' },
          deadLetters: { kind: 'unreadable', why: { operation: 'sqs:GetQueueAttributes' } },
        },
      ],
    });
  });

  it('is unreadable as a whole where nobody is let in', async () => {
    const { look, faults } = await world();
    faults.unreadable(member, 'no-role');
    expect(await look()).toMatchObject({ kind: 'unreadable', why: { operation: 'sts:AssumeRole' } });
  });
});
