import { expect, it } from 'vitest';
import { arn, later, noon, region, trigger } from '#test/given/shop.ts';
import { evaluationWorld, everywhere, management, organizationTrail } from '#test/given/evaluation-world.ts';

const homeOfTrail = region('eu-west-1');
const cloudTrail = { servicePrincipal: 'cloudtrail.amazonaws.com' };

function said(eventName: string, seconds: number, requested = cloudTrail) {
  return trigger({
    eventId: `${eventName}-${seconds}`,
    eventName,
    requested,
    at: later(noon, seconds),
    accountId: management,
    actor: { kind: 'assumed-role', person: 'mallory', sessionKey: 'AKIA|mallory' },
  });
}

/** Organizations was read at noon, when trusted access was on; an organization trail records everything. */
async function organizationWorld() {
  const world = await evaluationWorld();
  const readOrganization = async () => ({
    organization: undefined,
    trustedAccess: { on: true, at: noon },
  });
  world.put({
    arn: arn(organizationTrail),
    owner: management,
    homeRegion: homeOfTrail,
    organization: true,
    multiRegion: true,
  });
  const look = async (eventName?: string, seconds = 0, requested = cloudTrail) => {
    const triggers = eventName === undefined ? [] : [said(eventName, seconds, requested)];
    const why = eventName === undefined ? 'look-again' : 'event';
    await world.evaluate({ account: management, why, triggers }, { readOrganization });
    return (await world.open(management)).map(({ rule, region: where, causedBy }) => [rule, where, causedBy]);
  };
  await look();
  return { world, look };
}

it('trusted access that is turned off is told once, where the organization trail is at home', async () => {
  const { world, look } = await organizationWorld();
  world.clock.pass(62);
  expect(everywhere.length).toBeGreaterThan(1);
  const open = [['trusted-access-off', homeOfTrail, 'DisableAWSServiceAccess-60']];
  expect(await look('DisableAWSServiceAccess', 60)).toEqual(open);
  world.clock.pass(300);
  // Organizations is not asked again before the next sweep: what was said then still holds.
  expect(await look()).toEqual(open);
  world.clock.pass(300);
  expect(await look('EnableAWSServiceAccess', 660)).toEqual([]);
  world.clock.pass(300);
  expect(await look()).toEqual([]);
});

it("another service's trusted access is none of CloudTrail's", async () => {
  const { world, look } = await organizationWorld();
  world.clock.pass(62);
  const stackSets = { servicePrincipal: 'member.org.stacksets.cloudformation.amazonaws.com' };
  expect(await look('DisableAWSServiceAccess', 60, stackSets)).toEqual([]);
});
