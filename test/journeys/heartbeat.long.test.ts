import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BusEvent } from '#simulators/wire.ts';
import { eventBridgeOf, putTargets } from './forwarding-rules.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, separateAccounts } from './worlds.ts';

const production = '710000000001';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({ world: separateAccounts({ production }) });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

/** A heartbeat as EventBridge Scheduler puts it on an account's default bus. */
function beat(account: string, more: Partial<BusEvent> = {}): BusEvent {
  return {
    version: '0',
    id: 'beat',
    resources: [],
    detail: {},
    account,
    region: home,
    source: 'trailwarden.heartbeat',
    'detail-type': 'Trailwarden Heartbeat',
    time: new Date(stage.cloud.clock.now()).toISOString(),
    ...more,
  };
}

/** When a heartbeat last came, by account and Region. */
async function heartbeats(): Promise<Record<string, number>> {
  const { Items = [] } = await stage.cloud.tables.send(
    new QueryCommand({
      TableName: stage.cloud.nameOf('StateTable'),
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: 'heartbeats' } },
    }),
  );
  const rows = Items.map((item) => unmarshall(item) as { sk: string; at: number });
  return Object.fromEntries(rows.map(({ sk, at }) => [sk, at]));
}

async function send(event: BusEvent): Promise<void> {
  expect(stage.cloud.deliver(event, event)).toBe('forwarded');
  await stage.later(120_000);
}

describe('a heartbeat', () => {
  it('is kept by account and Region when it has come through the whole chain', async () => {
    const sent = stage.cloud.clock.now();
    await send(beat(production));
    const kept = await heartbeats();
    expect(Object.keys(kept)).toEqual([`${production}#${home}`]);
    expect(kept[`${production}#${home}`]).toBeGreaterThanOrEqual(sent);
    expect(kept[`${production}#${home}`]).toBeLessThan(sent + 120_000);
  });

  it.each(['2026-01-01T00:00:00Z', '2099-01-01T00:00:00Z'])(
    'counts from when the queue took it, whatever time it claims: %s',
    async (time) => {
      const sent = stage.cloud.clock.now();
      await send(beat(production, { time }));
      const [kept] = Object.values(await heartbeats());
      expect(kept).toBeGreaterThanOrEqual(sent);
      expect(kept).toBeLessThan(sent + 120_000);
    },
  );

  it('of an account that is not watched is passed over', async () => {
    // The central account may send, and this configuration does not watch it.
    await send(beat('123456789012'));
    expect(Object.keys(await heartbeats())).toEqual([`${production}#${home}`]);
  });

  it('that claims to be more never leads to a look', async () => {
    const looks = stage.looksAt(production);
    const detail = {
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      eventID: 'forged',
      account: production,
      regions: 'all',
      why: 'sweep',
      triggers: [],
    };
    await send(beat(production, { detail }));
    expect(stage.looksAt(production)).toBe(looks);
    expect(await stage.deadLetters()).toEqual([]);
  });
});

describe('rules that do not carry events on any more', () => {
  const day = 24 * 3600_000;
  const Name = 'trailwarden-cloudtrail-dev';
  /** The last report, with what stands in its thread. */
  const reported = (): string => {
    const report = stage.slack
      .channel('cloudtrail')
      .messages.findLast(({ threadTs }) => threadTs === undefined);
    return JSON.stringify([report?.blocks, report?.replies.map(({ blocks }) => blocks)]);
  };

  const eventBridge = () => eventBridgeOf(stage, production, home);

  it('are told at once, with who switched them off, and so is what is found when they are read again', async () => {
    await stage.sweep();
    await stage.hour();
    await stage.cloud.invoke(stage.cloud.nameOf('SweepLambdaFunction'), { task: 'accept-baseline' });
    await eventBridge().send(new DisableRuleCommand({ Name }));
    await stage.later();
    const told = stage.messages(production).join('\n');
    // One session disabled it: what it did and what followed are one message and one ticket.
    expect(told).toContain('HIGH: events do not reach Trailwarden in production');
    expect(told).toContain('mallory@example.com');
    expect(told).toContain(`${Name} is disabled`);
    expect(stage.messages(production)).toHaveLength(1);
    expect(stage.tickets(production)).toHaveLength(1);
    const [item] = await stage.items(production);
    expect(item).toMatchObject({ issue_id: home, status: 'open', issue_details: { disabled: false } });
  });

  it('are a line in the next report, with what lies in their dead-letter queue', async () => {
    stage.organization.faults.deadLetters(production, 'us-east-1', 2);
    await putTargets(stage, production, { RoleArn: `arn:aws:iam::${production}:role/powerless` });
    await stage.later(day);
    await stage.hour();
    await stage.sweep();
    await stage.reconcile();
    await stage.later(60_000);
    expect(reported()).toContain(`rules are disabled (${Name}): their events do not arrive`);
    expect(reported()).toContain('rules send under another role than was deployed');
    expect(reported()).toContain('rules have lost their dead-letter queue');
    expect(reported()).toContain('2 events that could not be delivered lie in the dead-letter queue');
    await putTargets(stage, production);
  });

  it('and the sweep that has seen them is measured, as are accounts that cannot be read', () => {
    const logged = (name: string): string =>
      stage.cloud.functions
        .logs(stage.cloud.nameOf(name))
        .map(({ text }) => text)
        .join('\n');
    expect(logged('ReconcileDayLambdaFunction')).toMatch(
      /"service":"trailwarden-dev".*"HoursSinceSweep":0\.|"HoursSinceSweep":0\..*"service":"trailwarden-dev"/,
    );
    expect(logged('EvaluateLambdaFunction')).toContain('"AccountsUnreadable":0');
  });

  it('are over when they are there again, seen twice', async () => {
    await eventBridge().send(new EnableRuleCommand({ Name }));
    await send(beat(production));
    await stage.watchUntilOver(production);
    await stage.later();
    expect((await stage.items(production)).map(({ status }) => status)).toEqual(['resolved', 'resolved']);
    expect(stage.messages(production).find((text) => text.includes('RESOLVED'))).toContain(
      'Events are not carried on to Trailwarden for account production in eu-west-1 from',
    );
    expect(await stage.deadLetters()).toEqual([]);
  });
});

describe('a part of the detector in its own account', () => {
  const central = '123456789012';

  /** What CloudTrail records of a call in the detector's account, on that account's default bus. */
  async function recorded(eventName: string, queueUrl: string, more: object = {}): Promise<void> {
    const time = new Date(stage.cloud.clock.now()).toISOString();
    const userIdentity = {
      type: 'IAMUser',
      userName: 'eve',
      accountId: central,
      arn: `arn:aws:iam::${central}:user/eve`,
      ...more,
    };
    const detail = {
      eventSource: 'sqs.amazonaws.com',
      eventName,
      eventTime: time,
      eventID: `${eventName} ${queueUrl}`,
      awsRegion: home,
      recipientAccountId: central,
      userIdentity,
      requestParameters: { queueUrl },
    };
    const type = 'AWS API Call via CloudTrail';
    stage.cloud.deliver(
      {
        ...beat(central, { detail, source: 'aws.sqs' }),
        'detail-type': type,
      },
      { account: central, region: home },
    );
    await stage.later(60_000);
  }
  const url = (name: string): string => `https://sqs.${home}.amazonaws.com/${central}/${name}`;

  it('is not told of when CloudFormation deploys it, nor when it is not ours', async () => {
    await recorded('SetQueueAttributes', url('trailwarden-dev-EventsQueue-1A'), {
      invokedBy: 'cloudformation.amazonaws.com',
    });
    await recorded('DeleteQueue', url('orders'));
    expect(stage.messages(central)).toEqual([]);
  });

  it('is told of at once, with who did it, although that account is not watched', async () => {
    await recorded('DeleteQueue', url('trailwarden-dev-EventsQueue-1A'));
    const [told] = stage.messages(central);
    expect(told).toContain('HIGH: Trailwarden itself was changed');
    expect(told).toContain('eve');
    expect(told).toContain('DeleteQueue trailwarden-dev-EventsQueue-1A');
    expect(stage.tickets(central)).toHaveLength(1);
  });
});
