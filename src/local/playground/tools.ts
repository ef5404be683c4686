import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { S3Client } from '@aws-sdk/client-s3';
import { away, type Hands } from '#local/attacks/attack-stories.ts';
import { managed } from '#local/attacks/attack-world.ts';
import type { Tools } from '#local/attacks/blinding-stories.ts';
import { home, mallory } from '#local/attacks/people.ts';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import type { Identity } from '#simulators/organization/identities.ts';

type From = Pick<Rehearsal, 'cloud' | 'organization'>;

function settingsOf({ cloud, organization }: From, accountId: string, identity: Identity) {
  const credentials = organization.credentials({ accountId, identity });
  return { endpoint: cloud.endpoint, credentials, maxAttempts: 1, region: home };
}

/** Real SDK clients of a person in one account. */
export function handsOf(from: From, account: string, identity: Identity = mallory): Hands {
  const here = settingsOf(from, account, identity);
  return {
    trails: new CloudTrailClient(here),
    elsewhere: new CloudTrailClient({ ...here, region: away }),
    buckets: new S3Client({ ...here, forcePathStyle: true }),
    keys: new KMSClient(here),
    organizations: new OrganizationsClient({ ...here, region: 'us-east-1' }),
  };
}

/** Real SDK clients of an account's administrator, who knows where the parts of the detector are. */
export function toolsOf(from: From, account: string): Tools {
  const here = settingsOf(from, account, mallory);
  const virginia = { ...here, region: 'us-east-1' };
  const management = { ...settingsOf(from, managed.management, mallory), region: 'us-east-1' };
  return {
    account,
    trails: new CloudTrailClient(here),
    events: new EventBridgeClient(here),
    eventsInVirginia: new EventBridgeClient(virginia),
    roles: new IAMClient(virginia),
    stacks: new CloudFormationClient(here),
    stacksInVirginia: new CloudFormationClient(virginia),
    organizations: new OrganizationsClient(management),
  };
}
