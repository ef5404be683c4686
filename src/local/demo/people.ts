import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { S3Client } from '@aws-sdk/client-s3';
import type { Stage } from './stage.ts';
import { accounts } from './world.ts';

type Who = Parameters<Stage['rehearsal']['organization']['credentials']>[0];

/** The person who stops trails: signed in through Identity Center, without a second factor. */
export const mallory = 'mallory@example.com';
/** The address that person calls from. */
export const address = '203.0.113.7';

function settings({ rehearsal }: Stage, region: string, who: Who) {
  const { cloud, organization } = rehearsal;
  return { region, endpoint: cloud.endpoint, credentials: organization.credentials(who) };
}

/** A real CloudTrail client of a person with administrator's rights. */
export function trailsOf(stage: Stage, account: keyof typeof accounts, region: string): CloudTrailClient {
  const identity = {
    kind: 'identity-center',
    permissionSet: 'Administrator',
    user: mallory,
    sourceIpAddress: address,
  } as const;
  return new CloudTrailClient(settings(stage, region, { accountId: accounts[account], identity }));
}

/** A real S3 client of the auditors' own pipeline. */
export function auditorsBuckets(stage: Stage): S3Client {
  const identity = { kind: 'role', role: 'Deployment', session: 'pipeline' } as const;
  const who = { accountId: accounts.auditors, identity };
  return new S3Client({ ...settings(stage, 'eu-west-1', who), forcePathStyle: true });
}
