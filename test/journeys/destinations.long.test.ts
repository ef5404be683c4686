import {
  CancelKeyDeletionCommand,
  EnableKeyCommand,
  KMSClient,
  ScheduleKeyDeletionCommand,
} from '@aws-sdk/client-kms';
import type { LifecycleRule } from '@aws-sdk/client-s3';
import {
  DeleteBucketLifecycleCommand,
  GetBucketPolicyCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '#simulators/organization/world.ts';
import type { Stage } from './stage.ts';
import { justDelivered } from './just-delivered.ts';
import { explainFailure, startStage } from './stage.ts';
import { home, mallory } from './worlds.ts';

const archive = '222222222222';
const [first, second, third] = ['333333333331', '333333333332', '333333333333'];
const key = `arn:aws:kms:${home}:${archive}:key/k-1`;

/** Three accounts whose trails deliver into the log archive: one by a policy, one for a day, one with a key. */
function world(): World {
  const trail = (accountId: string, bucket: string) => ({
    name: 'main',
    accountId,
    homeRegion: home,
    multiRegion: true,
    bucket,
  });
  const own = { name: 'own', accountId: archive, homeRegion: home, multiRegion: true, bucket: 'own-logs' };
  const names = ['own-logs', 'guarded-logs', 'kept-logs', 'sealed-logs', 'holiday-pictures'];
  return {
    regions: ['us-east-1', home],
    accounts: [
      { id: archive, name: 'log archive' },
      { id: first, name: 'first' },
      { id: second, name: 'second' },
      { id: third, name: 'third' },
    ],
    trails: [
      own,
      // Digest files would be delivered an hour later only.
      { ...trail(first, 'guarded-logs'), logFileValidation: false },
      trail(second, 'kept-logs'),
      { ...trail(third, 'sealed-logs'), kmsKeyId: key },
    ],
    buckets: names.map((name) => ({ name, accountId: archive, region: home })),
    keys: [{ arn: key }, { arn: key.replace('k-1', 'k-2') }],
  };
}

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ world: world() });
  await stage.sweep();
  await stage.later(60_000);
  await stage.cloud.invoke('sweep', { task: 'accept-baseline' });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

const kms = () =>
  new KMSClient({
    region: home,
    endpoint: stage.cloud.endpoint,
    credentials: stage.organization.credentials({ accountId: archive, identity: mallory }),
  });
const expiry = (Bucket: string, rule: LifecycleRule) =>
  new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } });
const soon: LifecycleRule = { Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } };
/** The state of every finding of `rule` in `account`. */
const states = async (account: string, rule: string) =>
  (await stage.items(account)).flatMap(({ findings }) =>
    Object.entries(findings).flatMap(([name, { state }]) => (name.startsWith(`${rule}#`) ? [state] : [])),
  );
const tickets = (account: string) => stage.tickets(account).map(({ fields }) => fields);
/** Real milliseconds from a call until everything it led to at once is done. */
async function took(call: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await call();
  await stage.cloud.settle();
  return performance.now() - started;
}

describe('what is changed in the log archive harms trails elsewhere', () => {
  it('a policy that keeps CloudTrail out is told before the first delivery fails, and mended', async () => {
    const s3 = stage.s3(archive);
    const Bucket = 'guarded-logs';
    const { Policy = '' } = await s3.send(new GetBucketPolicyCommand({ Bucket }));
    const guard = {
      Sid: 'OnlyFromOurNetwork',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:PutObject',
      Resource: `arn:aws:s3:::${Bucket}/*`,
      Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
    };
    const { Statement, ...rest } = JSON.parse(Policy) as { Statement: object[] };
    const broken = JSON.stringify({ ...rest, Statement: [...Statement, guard] });
    await justDelivered(stage, first);
    const ms = await took(() => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: broken })));
    expect(stage.messages(first).join('\n')).toMatch(/deliveries will fail[\s\S]*OnlyFromOurNetwork/);
    expect(stage.messages(first).join('\n')).toContain('mallory');
    // CloudTrail tries to deliver every five minutes.
    expect(ms).toBeLessThan(300_000);

    await stage.later(11 * 60_000);
    expect(await states(first, 's3-delivery-failing')).toEqual(['open', 'open']);
    expect(await states(first, 'delivery-will-fail')).toEqual(['resolved']);
    expect(stage.tickets(first)).toHaveLength(1);

    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    await stage.watchUntilOver(first);
    expect(stage.tickets(first).map(({ status }) => status)).toEqual(['Done']);
  });

  it('a rule that deletes log files after a day opens, and is over when it is taken away', async () => {
    const s3 = stage.s3(archive);
    await took(() => s3.send(expiry('kept-logs', soon)));
    expect(await states(second, 'logs-expire-early')).toEqual(['open']);
    await stage.later(60_000);
    expect(stage.messages(second).join('\n')).toContain('kept logs expire after 1 day');
    await took(() => s3.send(new DeleteBucketLifecycleCommand({ Bucket: 'kept-logs' })));
    expect(await states(second, 'logs-expire-early')).toEqual(['resolved']);
    expect(stage.tickets(second)).toHaveLength(1);
  });

  it('a key that waits for its deletion gives the ticket its due date, and is over once it is enabled', async () => {
    await justDelivered(stage, third);
    const deletion = new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 });
    const { DeletionDate } = await kms().send(deletion);
    await stage.cloud.settle();
    expect(tickets(third)).toMatchObject([{ duedate: DeletionDate?.toISOString().slice(0, 10) }]);
    // Slack takes one message a second; the next one waits a little.
    await stage.later(60_000);
    expect(stage.messages(third).join('\n')).toMatch(/being deleted[\s\S]*To be done by/);
    await took(() => kms().send(new CancelKeyDeletionCommand({ KeyId: key })));
    expect(await states(third, 'key-disabled')).toEqual(['open']);
    await took(() => kms().send(new EnableKeyCommand({ KeyId: key })));
    await stage.watchUntilOver(third);
    expect(stage.tickets(third).map(({ status }) => status)).toEqual(['Done']);
  });
});

it('a bucket and a key that no trail uses make no sound and cost no look', async () => {
  const before = [first, second, third, archive].map((account) => stage.looksAt(account));
  const told = stage.slack.channel('cloudtrail').messages.length;
  await took(() => stage.s3(archive).send(expiry('holiday-pictures', soon)));
  await took(() => kms().send(new ScheduleKeyDeletionCommand({ KeyId: key.replace('k-1', 'k-2') })));
  expect([first, second, third, archive].map((account) => stage.looksAt(account))).toEqual(before);
  expect(stage.slack.channel('cloudtrail').messages).toHaveLength(told);
});

it('every call of these stories is simulated, and nothing ends in a dead-letter queue', async () => {
  expect(stage.organization.unknownOperations).toEqual([]);
  expect(await stage.deadLetters()).toEqual([]);
});
