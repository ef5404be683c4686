import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BusEvent } from '#simulators/wire.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { arnOf, home, separateAccounts } from './worlds.ts';

const accounts = {
  archive: '200000000001',
  locked: '200000000002',
  quiet: '200000000003',
  repeated: '200000000004',
  shuffled: '200000000005',
  beside: '200000000006',
};

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ world: separateAccounts(accounts) });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

/** What `account` does while the road is closed, as the events that will take it later. */
async function heldBack(deed: () => Promise<unknown>): Promise<readonly BusEvent[]> {
  stage.road.open = false;
  const before = stage.road.taken.length;
  await deed();
  stage.road.open = true;
  return stage.road.taken.slice(before);
}

describe('a bucket that takes no more log files', () => {
  const { archive } = accounts;

  it("is found by the sweep, and told with AWS's own words", async () => {
    await stage.sweep();
    stage.organization.faults.deliveryErrors(arnOf(archive), { s3: 'AccessDenied' });
    await stage.later(6 * 60_000);
    expect(stage.messages(archive)).toEqual([]);
    await stage.sweep();
    await stage.later();
    const [message = '', ...more] = stage.messages(archive);
    expect(more).toEqual([]);
    expect(message).toContain('HIGH: CloudTrail cannot deliver log files in archive (200000000001)');
    expect(message).toContain('AccessDenied');
    expect(stage.tickets(archive)).toHaveLength(1);
    const item = (await stage.items(archive)).find(({ issue_id }) => issue_id === home);
    expect(item).toMatchObject({ status: 'open', issue_details: { disabled: false } });
    expect(item?.issue_details.delivery_errors).toEqual({
      [arnOf(archive)]: {
        errors: { s3: { resource: 'logs-of-archive', error: 'AccessDenied' } },
        events: 'All',
        multi_region: true,
      },
    });
  });

  it('is over only when a newer delivery proves it', async () => {
    stage.organization.faults.deliveryErrors(arnOf(archive), {});
    await stage.watchUntilOver(archive);
    expect((await stage.items(archive)).map(({ status }) => status)).toEqual(['resolved', 'resolved']);
    expect(stage.messages(archive)).toHaveLength(1);
    expect(stage.tickets(archive)).toMatchObject([{ status: 'Done' }]);
  });
});

describe('an account that does not let us read', () => {
  const { locked } = accounts;

  it('any more is told when it has refused twice, a minute apart: neither disabled nor healthy', async () => {
    stage.organization.faults.unreadable(locked, 'no-role');
    await stage.sweep();
    await stage.later();
    const [message = '', ...more] = stage.messages(locked);
    expect(more).toEqual([]);
    expect(message).toContain('HIGH: Trailwarden is not let in');
    for (const { status, issue_details } of await stage.items(locked))
      expect({ status, disabled: issue_details.disabled }).toEqual({ status: 'open', disabled: false });
  });

  it('is told of after a harmful call, as something that could not be verified', async () => {
    await stage.cloudTrail(locked).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.later();
    const [, message = '', ...more] = stage.messages(locked);
    expect(more).toEqual([]);
    expect(message).toContain(
      'HIGH: StopLogging was called; whether logging is off cannot be checked (access denied) in locked',
    );
    expect(stage.tickets(locked)).toHaveLength(2);
    for (const { status, issue_details } of await stage.items(locked))
      expect({ status, disabled: issue_details.disabled }).toEqual({ status: 'open', disabled: false });
  });
});

describe('a forged event', () => {
  const { quiet, beside } = accounts;
  const detail = {
    eventVersion: '1.11',
    eventID: 'f0f0f0f0-0000-0000-0000-000000000000',
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: home,
    recipientAccountId: quiet,
    userIdentity: { type: 'Root', accountId: quiet },
    requestParameters: { name: 'main' },
  };

  it('that does not come from AWS matches no rule, whoever may write to the bus', async () => {
    const looks = stage.looksAt(quiet);
    const entry = {
      EventBusName: stage.cloud.nameOf('CentralBus'),
      DetailType: 'AWS API Call via CloudTrail',
    };
    const answer = stage.cloud.putEvents([
      { ...entry, Source: 'custom.cloudtrail', Detail: JSON.stringify(detail) },
      { ...entry, Source: 'aws.cloudtrail', Detail: JSON.stringify(detail) },
    ]);
    await stage.later();
    // EventBridge itself refuses sources that begin with "aws.".
    expect(answer).toMatchObject({ FailedEntryCount: 1 });
    expect(stage.looksAt(quiet)).toBe(looks);
  });

  it('whose envelope names another account than its record is refused, and neither account is looked at', async () => {
    const looks = [stage.looksAt(quiet), stage.looksAt(beside)];
    stage.again({
      version: '0',
      id: 'f0f0f0f0',
      'detail-type': 'AWS API Call via CloudTrail',
      source: 'aws.cloudtrail',
      account: beside,
      time: new Date(stage.cloud.clock.now()).toISOString(),
      region: home,
      resources: [],
      detail,
    });
    await stage.later();
    expect([stage.looksAt(quiet), stage.looksAt(beside)]).toEqual(looks);
    expect(await stage.items(quiet)).toEqual([]);
  });
});

describe('one event, five times', () => {
  const { repeated } = accounts;

  it('is one message and one ticket', async () => {
    const [event] = await heldBack(() =>
      stage.cloudTrail(repeated).send(new StopLoggingCommand({ Name: 'main' })),
    );
    if (!event) throw new Error('there was no event');
    for (let time = 0; time < 5; time += 1) stage.again(event);
    await stage.later();
    expect(stage.messages(repeated)).toHaveLength(1);
    expect(stage.tickets(repeated)).toHaveLength(1);
  });

  it('is one look at each Region when it comes in one batch', async () => {
    const event = stage.road.taken.find(({ account }) => account === repeated);
    const looks = stage.looksAt(repeated);
    const Records = [1, 2, 3, 4, 5].map((messageId) => ({
      messageId,
      body: JSON.stringify(event),
      attributes: { ApproximateReceiveCount: '1' },
    }));
    const answer = await stage.cloud.invoke('evaluate', { Records });
    expect(answer).toMatchObject({ ok: true, payload: { batchItemFailures: [] } });
    expect(stage.looksAt(repeated) - looks).toBe(2);
  });
});

describe('stopped, started and stopped again, heard backwards and twice', () => {
  it('is one outage that goes on, told once', async () => {
    const { shuffled } = accounts;
    const trail = stage.cloudTrail(shuffled);
    const events = await heldBack(async () => {
      await trail.send(new StopLoggingCommand({ Name: 'main' }));
      await trail.send(new StartLoggingCommand({ Name: 'main' }));
      await trail.send(new StopLoggingCommand({ Name: 'main' }));
    });
    for (const event of [...events.toReversed(), ...events]) stage.again(event);
    await stage.later();
    await stage.later(20 * 60_000);
    expect((await stage.items(shuffled)).map(({ status }) => status)).toEqual(['open', 'open']);
    const [message = '', ...more] = stage.messages(shuffled);
    expect(more).toEqual([]);
    expect(message).toContain('CRITICAL: CloudTrail logging is stopped in shuffled');
    expect(stage.tickets(shuffled)).toMatchObject([{ status: 'To Do' }]);
  });
});

describe('a message that is no event', () => {
  it('ends in the dead-letter queue and stops nobody', async () => {
    const { beside } = accounts;
    const [event] = await heldBack(() =>
      stage.cloudTrail(beside).send(new StopLoggingCommand({ Name: 'main' })),
    );
    await stage.cloud.sendMessage('EventsQueue', 'This is no JSON {');
    await stage.cloud.sendMessage('EventsQueue', JSON.stringify(event));
    await stage.later();
    expect(stage.messages(beside)).toHaveLength(1);
    await stage.later(31 * 60_000);
    expect(await stage.deadLetters()).toEqual(['This is no JSON {']);
  });
});
