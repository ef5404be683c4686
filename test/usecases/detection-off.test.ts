import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { expect, test } from 'vitest';
import type { World } from '#simulators/organization/world.ts';
import { account, region } from '#test/given/incidents.ts';
import { judgedWorld } from '#test/given/judged-world.ts';
import { home } from '#test/given/simulated-aws.ts';

const [central, shop] = ['100000000009', '100000000001'];

const world: World = {
  regions: ['eu-west-1', 'us-east-1'],
  accounts: [
    { id: central, name: 'security' },
    { id: shop, name: 'shop' },
  ],
  trails: [{ name: 'own', accountId: shop, homeRegion: home, multiRegion: true, bucket: 'shop-logs' }],
  buckets: [{ name: 'shop-logs', accountId: shop, region: home }],
};

/** Whether an issue is written by looks that waited in the queues when detection was switched on or off. */
async function isWritten(enabled: boolean): Promise<boolean> {
  const { aws, swept, stores } = await judgedWorld(world, {
    aws: {
      main_account_id: central,
      region: home,
      role_name_identification: 'trailwarden-read',
      accounts: { [central]: 'security', [shop]: 'shop' },
    },
    cloudtrails: { enabled },
  });
  await aws.as(shop, home).cloudTrail.send(new StopLoggingCommand({ Name: 'own' }));
  await swept();
  return (await stores.issues.readRemembered(account(shop), region(home))).issue !== undefined;
}

test('what waits in the queues when detection is switched off leaves every issue as it is', async () => {
  expect(await isWritten(false)).toBe(false);
});

test('with detection on the same looks write the issue', async () => {
  expect(await isWritten(true)).toBe(true);
});
