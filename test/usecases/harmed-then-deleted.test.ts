import { DeleteTrailCommand, PutEventSelectorsCommand, UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { expect, test } from 'vitest';
import { trailGone } from '#domain/findings/rules/trail-gone.ts';
import { openPolicy } from '#local/fuzz/fuzz-organization.ts';
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
  trails: [
    {
      name: 'own',
      accountId: shop,
      homeRegion: home,
      multiRegion: true,
      bucket: 'shop-logs',
      prefix: 'trails',
      selectors: [
        {
          ReadWriteType: 'All',
          IncludeManagementEvents: true,
          DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3:::payroll/'] }],
        },
      ],
      startedAt: Date.UTC(2026, 5, 1),
    },
  ],
  buckets: [
    { name: 'shop-logs', accountId: shop, region: home },
    { name: 'elsewhere', accountId: shop, region: home, policy: openPolicy('elsewhere') },
  ],
};
const document = {
  aws: {
    main_account_id: central,
    region: home,
    role_name_identification: 'trailwarden-read',
    accounts: { [central]: 'security', [shop]: 'shop' },
  },
};

test('a trail that is narrowed and redirected, and then deleted, is created again as it was before all of it', async () => {
  const { aws, swept, heard, stores } = await judgedWorld(world, document);
  const { cloudTrail } = aws.as(shop, home);
  await swept();
  const EventSelectors = [{ ReadWriteType: 'ReadOnly' as const, IncludeManagementEvents: true }];
  await heard(() => cloudTrail.send(new PutEventSelectorsCommand({ TrailName: 'own', EventSelectors })));
  await heard(() =>
    cloudTrail.send(new UpdateTrailCommand({ Name: 'own', S3BucketName: 'elsewhere', S3KeyPrefix: '' })),
  );
  await swept();
  await heard(() => cloudTrail.send(new DeleteTrailCommand({ Name: 'own' })));
  await swept();
  await swept();
  const { issue } = await stores.issues.readRemembered(account(shop), region(home));
  const gone = [...(issue?.findings.values() ?? [])].find(({ rule }) => rule === 'trail-gone');
  const command = gone && trailGone.remedy(gone).command;
  expect(command).toContain('--s3-bucket-name shop-logs --s3-key-prefix trails ');
  expect(command).toContain('arn:aws:s3:::payroll/');
  expect(command).not.toMatch(/elsewhere|ReadOnly/);
});
