import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { onTestFinished, vi } from 'vitest';
import { assumedRoles } from '#adapters/aws/assumed-roles.ts';
import { cloudTrailObserver } from '#adapters/aws/cloud-trail-observer.ts';
import { memoryTrailObserver } from '#adapters/memory/memory-trail-observer.ts';
import { settableClock } from '#adapters/memory/settable-clock.ts';
import type { Sight, TrailSight, Unreadable } from '#domain/facts/observation.ts';
import type { Trail, TrailStatus } from '#domain/facts/trail.ts';
import { instant } from '#domain/values/instant.ts';
import type { OrganizationOptions } from '#simulators/organization/simulate-organization.ts';
import type { World } from '#simulators/organization/world.ts';
import * as world from '#test/given/simulated-aws.ts';
import { account, arn, noon, region, trail } from '#test/given/shop.ts';
import type { ObservedWorld } from './trail-observer.ts';

const unreadable = (operation: string, code: string) =>
  ({ kind: 'unreadable', why: { operation, code, message: 'no' } satisfies Unreadable }) as const;

/** The small world in memory. */
export async function memoryWorld(): Promise<ObservedWorld> {
  const clock = settableClock(noon);
  const regions = world.smallWorld.regions.map(region);
  const closed = new Set<string>();
  const everything: Trail = trail({
    arn: arn(world.organizationTrail),
    multiRegion: true,
    organization: true,
    bucket: 'all-logs',
  });
  const states = new Map<string, { trail: Trail; status: TrailStatus }>(
    [everything, trail({ arn: arn(world.ownTrail) })].map((one) => [
      one.arn,
      { trail: one, status: { logging: true } },
    ]),
  );
  const observer = memoryTrailObserver(clock, (who) => {
    const noRole = closed.has(who) ? unreadable('sts:AssumeRole', 'AccessDenied') : undefined;
    return {
      regions: noRole ?? { kind: 'seen', value: regions },
      trails: (where): Sight<readonly TrailSight[]> => {
        if (noRole) return noRole;
        if (closed.has(`${who} ${where}`))
          return unreadable('cloudtrail:DescribeTrails', 'AccessDeniedException');
        const all = [...states.values()].filter(
          ({ trail: one }) => one.organization || (one.owner === who && one.homeRegion === where),
        );
        const sights = all.map(
          ({ trail: one, status }) =>
            ({ trail: one, status: { kind: 'seen', value: status }, secondHand: false }) as const,
        );
        return { kind: 'seen', value: sights };
      },
    };
  });
  return {
    observer,
    now: () => clock.now(),
    removeRole: (id) => void closed.add(id),
    forbid: (id, where) => void closed.add(`${id} ${where}`),
    async stop(name) {
      const state = states.get(name)!;
      states.set(name, { ...state, status: { logging: false, stoppedAt: clock.now() } });
    },
  };
}

/** The small world, or another one, behind real SDK clients. The environment is the test's own until it ends. */
export async function simulatedWorld(
  simulated: World = world.smallWorld,
  options: Partial<OrganizationOptions> = {},
): Promise<ObservedWorld & { readonly aws: world.SimulatedAws }> {
  const aws = await world.simulatedAws(simulated, { clock: { now: () => Date.now() }, ...options });
  const { management, person } = world;
  const { accessKeyId, secretAccessKey, sessionToken } = aws.organization.credentials({
    accountId: management,
    identity: person,
  });
  vi.stubEnv('AWS_ENDPOINT_URL', aws.as(management).endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secretAccessKey);
  vi.stubEnv('AWS_SESSION_TOKEN', sessionToken);
  onTestFinished(() => void vi.unstubAllEnvs());
  const assume = assumedRoles({ region: world.home, partition: 'aws', roleName: 'trailwarden-read' });
  const clock = { now: () => instant(Date.now()) };
  return {
    aws,
    observer: cloudTrailObserver({ assume, clock, region: world.home }),
    now: () => Date.now(),
    removeRole: (id) => aws.organization.faults.unreadable(id, 'no-role'),
    forbid: (id, where) => aws.organization.faults.denyRegion(id, where, 'scp'),
    async stop(name) {
      const { owner, homeRegion } = trail({ arn: arn(name) });
      await aws.as(account(owner), homeRegion).cloudTrail.send(new StopLoggingCommand({ Name: name }));
    },
  };
}
