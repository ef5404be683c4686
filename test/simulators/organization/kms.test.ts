import { GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import {
  CancelKeyDeletionCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';

import type { SimulatedAws } from '#test/given/simulated-aws.ts';
import { home, management, member, person, simulatedAws, smallWorld } from '#test/given/simulated-aws.ts';

const KeyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const arn = `arn:aws:kms:${home}:${management}:key/${KeyId}`;

async function encrypted(): Promise<{
  aws: SimulatedAws;
  kms: KMSClient;
  error: () => Promise<string | undefined>;
}> {
  const trails = smallWorld.trails?.map((trail) => ({ ...trail, kmsKeyId: arn })) ?? [];
  const aws = await simulatedAws({ ...smallWorld, trails, keys: [{ arn }] });
  const { endpoint, cloudTrail } = aws.as(management);
  const credentials = aws.organization.credentials({ accountId: management, identity: person });
  const kms = new KMSClient({ endpoint, region: home, credentials, maxAttempts: 1 });
  const error = async () => {
    aws.clock.advance(5 * 60_000);
    return (await cloudTrail.send(new GetTrailStatusCommand({ Name: 'everything' }))).LatestDeliveryError;
  };
  return { aws, kms, error };
}

describe("a trail's key", () => {
  it('stops deliveries while it is disabled, and its event names the key in resources', async () => {
    const { aws, kms, error } = await encrypted();
    expect(await error()).toBeUndefined();
    await kms.send(new DisableKeyCommand({ KeyId }));
    expect(aws.organization.nextDue()).toBeGreaterThan(aws.clock.now());
    expect(await error()).toBe('KMS.DisabledException');
    await kms.send(new EnableKeyCommand({ KeyId: arn }));
    expect(await error()).toBeUndefined();
    expect(aws.events).toMatchObject([
      {
        source: 'aws.kms',
        region: home,
        detail: {
          eventName: 'DisableKey',
          requestParameters: { keyId: KeyId },
          resources: [{ accountId: management, type: 'AWS::KMS::Key', ARN: arn }],
        },
      },
      { detail: { eventName: 'EnableKey', requestParameters: { keyId: arn } } },
    ]);
  });

  it('stops deliveries while it waits for its deletion', async () => {
    const { aws, kms, error } = await encrypted();
    const { DeletionDate } = await kms.send(
      new ScheduleKeyDeletionCommand({ KeyId, PendingWindowInDays: 7 }),
    );
    expect(DeletionDate).toEqual(new Date(aws.clock.now() + 7 * 24 * 3600_000));
    expect(aws.events[0]?.detail['responseElements']).toMatchObject({
      keyId: arn,
      keyState: 'PendingDeletion',
    });
    expect(await error()).toBe('KMS.KMSInvalidStateException');
    await expect(kms.send(new EnableKeyCommand({ KeyId }))).rejects.toMatchObject({
      name: 'KMSInvalidStateException',
    });
    await kms.send(new CancelKeyDeletionCommand({ KeyId }));
    expect((await kms.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata?.KeyState).toBe('Disabled');
  });

  it('that is not there is NotFoundException', async () => {
    const { kms } = await encrypted();
    await expect(kms.send(new DisableKeyCommand({ KeyId: 'lost' }))).rejects.toMatchObject({
      name: 'NotFoundException',
    });
  });

  it('of another account is AccessDeniedException, whether it is there or not to the caller', async () => {
    const { aws } = await encrypted();
    const credentials = aws.organization.credentials({ accountId: member, identity: person });
    const { endpoint } = aws.as(member);
    const stranger = new KMSClient({ endpoint, region: home, credentials, maxAttempts: 1 });
    await expect(stranger.send(new DescribeKeyCommand({ KeyId: arn }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });
});
