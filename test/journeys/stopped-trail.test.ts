import {
  CreateTrailCommand,
  DeleteTrailCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IncidentEventJson } from '#adapters/wire/incident-event-schema.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { arnOf, home, separateAccounts } from './worlds.ts';

const accounts = {
  production: '100000000001',
  hasty: '100000000002',
  bare: '100000000003',
  double: '100000000004',
};

let stage: Stage;
beforeAll(async () => {
  const world = separateAccounts(accounts);
  const [second] = (world.trails ?? []).filter(({ accountId }) => accountId === accounts.double);
  const trails = [...(world.trails ?? []), ...(second ? [{ ...second, name: 'second' }] : [])];
  stage = await startStage({ world: { ...world, trails } });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

describe('an organization in which every trail is well', () => {
  it('is swept without a sound: every account is read, no item, no message, no ticket, no event', async () => {
    await stage.sweep();
    const read = stage.organization.calls.filter(({ operation }) => operation === 'GetTrailStatus');
    expect(new Set(read.map(({ accountId }) => accountId)).size).toBe(Object.keys(accounts).length);
    expect(await stage.items()).toEqual([]);
    expect(stage.slack.channel('cloudtrail').messages).toEqual([]);
    expect(stage.jira.issues).toEqual([]);
    expect((await stage.cloud.queue('ConsumerQueue')).visible).toEqual([]);
  });
});

describe('somebody stops a multi-Region trail', () => {
  const { production } = accounts;

  it('and people know: one message and one ticket that name the trail, the account and the person', async () => {
    await stage.cloudTrail(production).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.later();
    const [message = '', ...more] = stage.messages(production);
    expect(more).toEqual([]);
    expect(message).toMatch(
      /CRITICAL: CloudTrail logging is stopped in production \(100000000001\), 2 Regions: trail main/,
    );
    expect(message).toContain('mallory@example.com');
    expect(message).toContain('AWSSEC-1');
    expect(stage.tickets(production)).toMatchObject([{ key: 'AWSSEC-1', status: 'To Do' }]);
  });

  it("and every Region has an open item in the playbook's shape, with the ticket on it", async () => {
    const items = await stage.items(production);
    expect(items.map(({ issue_id }) => issue_id)).toEqual([home, 'us-east-1']);
    for (const item of items) {
      expect(item).toMatchObject({
        status: 'open',
        issue_details: { disabled: true, delivery_errors: {} },
        jira_details: { ticket: 'AWSSEC-1' },
        timestamps: {
          identified: expect.any(String),
          updated: expect.any(String),
          reported: expect.any(String),
        },
      });
    }
  });

  it("and the milestone stands on the bus for anybody's own consumers, as the published schema says", async () => {
    const heard = await stage.heard(production);
    expect(heard).toMatchObject([
      {
        milestone: { kind: 'opened' },
        incident: { rules: ['logging-stopped'], trails: [arnOf(production)], status: 'open' },
      },
    ]);
    for (const one of heard) expect(IncidentEventJson.safeParse(one).error).toBeUndefined();
  });

  it('and when logging is restored everything is resolved everywhere: item, message, thread and ticket', async () => {
    await stage.cloudTrail(production).send(new StartLoggingCommand({ Name: 'main' }));
    await stage.watchUntilOver(production);
    expect((await stage.items(production)).map(({ status }) => status)).toEqual(['resolved', 'resolved']);
    const [message = '', ...more] = stage.messages(production);
    expect(more).toEqual([]);
    expect(message).toContain('RESOLVED: CloudTrail logging was stopped');
    expect(message).toMatch(/↳ ✅ Resolved\.[^]*\(also sent to the channel\)/);
    expect(stage.tickets(production)).toMatchObject([{ status: 'Done' }]);
    expect((await stage.heard(production)).map(({ milestone }) => milestone.kind)).toEqual([
      'opened',
      'resolved',
    ]);
  });

  it('and the daily reconciliation closes what was told to everybody', async () => {
    await stage.reconcile();
    expect((await stage.items(production)).map(({ status }) => status)).toEqual(['closed', 'closed']);
    await stage.later(10_000);
    expect((await stage.heard(production)).map(({ milestone }) => milestone.kind)).toContain('closed');
  });
});

describe('somebody stops a trail and starts it again at once', () => {
  it('and is told of once, as over, with a ticket that stays open for a person', async () => {
    const trail = stage.cloudTrail(accounts.hasty);
    await trail.send(new StopLoggingCommand({ Name: 'main' }));
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    await stage.later();
    const [message = '', ...more] = stage.messages(accounts.hasty);
    expect(more).toEqual([]);
    expect(message).toContain('HIGH: CloudTrail logging was interrupted');
    expect(stage.tickets(accounts.hasty)).toMatchObject([{ status: 'To Do' }]);
    expect((await stage.items(accounts.hasty)).map(({ status }) => status)).not.toContain('open');
  });
});

describe('somebody deletes the only trail', () => {
  it('and people know which one it was, until it is made again', async () => {
    const trail = stage.cloudTrail(accounts.bare);
    await trail.send(new DeleteTrailCommand({ Name: 'main' }));
    await stage.later();
    const [message = '', ...more] = stage.messages(accounts.bare);
    expect(more).toEqual([]);
    expect(message).toContain(
      'CRITICAL: the CloudTrail trail is gone in bare (100000000003), 2 Regions: trail main',
    );
    expect(stage.tickets(accounts.bare)).toHaveLength(1);

    await trail.send(
      new CreateTrailCommand({
        Name: 'main',
        S3BucketName: 'logs-of-bare',
        IsMultiRegionTrail: true,
        EnableLogFileValidation: true,
      }),
    );
    await trail.send(new StartLoggingCommand({ Name: 'main' }));
    await stage.watchUntilOver(accounts.bare);
    expect((await stage.items(accounts.bare)).map(({ status }) => status)).toEqual(['resolved', 'resolved']);
    expect(stage.tickets(accounts.bare)).toMatchObject([{ status: 'Done' }]);
  });
});

describe('an account with two trails', () => {
  const { double } = accounts;

  it('tells when one is stopped, without a ticket: the other, a month old, still records everything', async () => {
    await stage.cloudTrail(double).send(new StopLoggingCommand({ Name: 'second' }));
    await stage.later();
    const [message = '', ...more] = stage.messages(double);
    expect(more).toEqual([]);
    expect(message).toContain('MEDIUM: CloudTrail logging is stopped in double');
    expect(message).toContain('trail main of the account records the same since');
    expect(stage.tickets(double)).toEqual([]);
    expect(await stage.items(double)).toMatchObject([
      { status: 'open', issue_details: { disabled: false } },
      { status: 'open', issue_details: { disabled: false } },
    ]);
  });

  it('tells when that one is stopped as well, and makes tickets for both: now nothing records', async () => {
    await stage.cloudTrail(double).send(new StopLoggingCommand({ Name: 'main' }));
    await stage.later();
    const messages = stage.messages(double);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toContain('CRITICAL: CloudTrail logging is stopped in double');
    expect(stage.tickets(double)).toHaveLength(2);
  });
});

it('no dead letter, no refused delivery and no unknown call is left over by any of this', async () => {
  expect(await stage.deadLetters()).toEqual([]);
  expect(stage.cloud.undelivered).toEqual([]);
  expect(stage.organization.unknownOperations).toEqual([]);
});
