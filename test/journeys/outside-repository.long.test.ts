import { KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { World } from '#simulators/organization/world.ts';
import { signingSecret } from '#local/rehearsal/rehearsal.ts';
import { urlEvent } from '#simulators/aws-cloud/function-url.ts';
import { pressRequest } from '#simulators/slack/press.ts';
import { requirePackages } from '#local/package/packages.ts';
import type { BusEvent } from '#simulators/wire.ts';
import { requireNothingAbove, unpack } from '#local/package/unpack.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, mallory, separateAccounts } from './worlds.ts';

const [shop, bank] = ['600000000001', '600000000002'];
const root = fileURLToPath(new URL('../../', import.meta.url));
const key = `arn:aws:kms:${home}:${bank}:key/k-1`;

/** Two accounts; the bank's log files are encrypted with a key of its own. */
function world(): World {
  const accounts = separateAccounts({ shop, bank });
  const trails = accounts.trails?.map((trail) =>
    trail.accountId === bank ? { ...trail, kmsKeyId: key } : trail,
  );
  return { ...accounts, ...(trails && { trails }), keys: [{ arn: key }] };
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

/** AWS calls of a function that were answered. */
const callsOf = (name: string) =>
  stage.cloud.calls.filter(({ functionName, status }) => functionName === name && status === 200);
/** Every line of a function that tells of an error: a failed item among them, as handlers log each. */
const errorsOf = (name: string) =>
  stage.cloud.functions.logs(name).filter(({ text }) => /"level":"ERROR"|Error\b/.test(text));

describe('from an empty directory, with no node_modules above it,', () => {
  it('every function is run', () => {
    const directory = unpack(requirePackages(root).zips);
    expect(directory.startsWith(root)).toBe(false);
    expect(() => requireNothingAbove(directory)).not.toThrow();
    expect(stage.cloud.functions.names).toHaveLength(12);
  });

  it('a stopped trail is told on both channels, watched, and closed', async () => {
    await stage.cloudTrail(shop).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.later();
    expect(stage.messages(shop).join('\n')).toContain('mallory@example.com');
    expect(stage.tickets(shop)).toHaveLength(1);
    await stage.cloudTrail(shop).send(new StartLoggingCommand({ Name: 'main' }));
    await stage.watchUntilOver(shop);
    await stage.later();
    expect(stage.tickets(shop).map(({ status }) => status)).toEqual(['Done']);
    expect(callsOf('evaluate').map(({ operation }) => operation)).toContain('GetTrailStatus');
    expect(callsOf('watchOpen').map(({ operation }) => operation)).toContain('SendMessageBatch');
  });

  it('a bucket and a key are inspected, and what harms them is told', async () => {
    const nobody = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await stage.s3(shop).send(new PutBucketPolicyCommand({ Bucket: 'logs-of-shop', Policy: nobody }));
    const kms = new KMSClient({
      region: home,
      endpoint: stage.cloud.endpoint,
      credentials: stage.organization.credentials({ accountId: bank, identity: mallory }),
    });
    await kms.send(new ScheduleKeyDeletionCommand({ KeyId: key, PendingWindowInDays: 7 }));
    await stage.later(60_000);
    const services = new Set(callsOf('inspectDestinations').map(({ service }) => service));
    expect([...services]).toEqual(expect.arrayContaining(['s3', 'kms']));
    expect(stage.messages(shop).join('\n')).toContain('deliveries will fail');
    expect(stage.messages(bank).join('\n')).toContain(key.split('/')[1]);
  });

  it('a heartbeat is kept, and the day is reported', async () => {
    const beat: BusEvent = {
      version: '0',
      id: 'beat',
      source: 'trailwarden.heartbeat',
      'detail-type': 'Trailwarden Heartbeat',
      account: shop,
      region: home,
      resources: [],
      detail: {},
      time: new Date(stage.cloud.clock.now()).toISOString(),
    };
    expect(stage.cloud.deliver(beat, beat)).toBe('forwarded');
    await stage.later(120_000);
    expect(callsOf('recordHeartbeats').map(({ operation }) => operation)).toContain('PutItem');
    const before = stage.slack.channel('cloudtrail').messages.length;
    await stage.reconcile();
    await stage.later(60_000);
    expect(stage.slack.channel('cloudtrail').messages.length).toBeGreaterThan(before);
    expect(callsOf('reconcileDay').length).toBeGreaterThan(0);
  });

  it('the parts in every account are looked at', async () => {
    await stage.cloud.invoke('lookAtParts', {
      version: '0',
      id: 'hour',
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: '123456789012',
      time: new Date(stage.cloud.clock.now()).toISOString(),
      region: home,
      resources: [],
      detail: {},
    });
    await stage.later(120_000);
    expect(callsOf('lookAtParts').map(({ operation }) => operation)).toContain('PutItem');
  });

  it('a press of a button is taken, and carried out', async () => {
    const at = stage.cloud.clock.now();
    const { id: channel } = stage.slack.channel('cloudtrail');
    const [item] = await stage.items(shop);
    const value = String(Object.values(item?.findings ?? {})[0]?.['incident_id']);
    const user = { id: 'U00000001', name: 'jane' };
    const request = pressRequest({ user, channel, value, action: 'trailwarden-on-it' }, signingSecret, at);
    await stage.cloud.invoke('hearAnswers', urlEvent(request, at));
    await stage.later(60_000);
    expect(callsOf('carryOutAnswers').map(({ operation }) => operation)).toContain('UpdateItem');
    expect(callsOf('publishMilestones').map(({ operation }) => operation)).toContain('PutEvents');
  });

  it('all twelve have worked, and no item of any has failed', async () => {
    for (const name of stage.cloud.functions.names) {
      expect(callsOf(name).length, name).toBeGreaterThan(0);
      expect(errorsOf(name), name).toEqual([]);
    }
    expect(await stage.deadLetters()).toEqual([]);
  });
});
