import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { arnOf, home, separateAccounts } from './worlds.ts';

const accounts = {
  laboratory: '400000000001',
  partly: '400000000002',
  narrow: '400000000003',
  late: '400000000004',
  renewed: '400000000005',
};
const day = 24 * 3600_000;

let stage: Stage;
const inDays = (days: number): string =>
  new Date(stage.cloud.clock.now() + days * day).toISOString().slice(0, 10);
const statuses = async (account: string): Promise<string[]> =>
  (await stage.items(account)).map(({ status }) => status);
const stop = (account: string) => stage.cloudTrail(account).send(new StopLoggingCommand({ Name: 'main' }));
const start = (account: string) => stage.cloudTrail(account).send(new StartLoggingCommand({ Name: 'main' }));

const accepted = {
  [accounts.laboratory]: ['us-east-1', home],
  [accounts.partly]: ['us-east-1'],
  [accounts.narrow]: [
    {
      trail: arnOf(accounts.narrow),
      rules: ['trail-gone'],
      reason: 'It will be deleted',
      owner: 'platform team',
    },
  ],
};

beforeAll(async () => {
  stage = await startStage({
    world: separateAccounts(accounts),
    documents: { whitelist: { cloudtrails: accepted } },
  });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

describe('what whitelist.json covers from the start', () => {
  it("is watched and raises no alarm: Hammer's own form, account to Regions", async () => {
    const { laboratory } = accounts;
    await stop(laboratory);
    await stage.later();
    expect(await statuses(laboratory)).toEqual(['whitelisted', 'whitelisted']);
    expect(stage.messages(laboratory)).toEqual([]);
    expect(stage.tickets(laboratory)).toEqual([]);
  });

  it('hides exactly its Regions', async () => {
    const { partly } = accounts;
    await stop(partly);
    await stage.later();
    expect(await statuses(partly)).toEqual(['open', 'whitelisted']);
    const [message = '', ...more] = stage.messages(partly);
    expect(more).toEqual([]);
    expect(message).toContain(`CRITICAL: CloudTrail logging is stopped in partly (${partly}), ${home}`);
  });

  it('hides exactly its rules: a trail that may be deleted may not be stopped', async () => {
    const { narrow } = accounts;
    await stop(narrow);
    await stage.later();
    expect(await statuses(narrow)).toEqual(['open', 'open']);
    expect(stage.messages(narrow)).toHaveLength(1);
  });
});

describe('what is accepted while it is open', () => {
  const { late } = accounts;

  it('is told once, with reason and owner; the ticket is labelled, commented and done', async () => {
    await stop(late);
    await stage.later();
    expect(stage.messages(late)[0]).toContain('CRITICAL');
    stage.redeploy({
      cloudtrails: {
        ...accepted,
        [late]: [{ trail: arnOf(late), reason: 'Load test', owner: 'platform team' }],
      },
    });
    await stage.sweep();
    await stage.later();
    expect(await statuses(late)).toEqual(['whitelisted', 'whitelisted']);
    const [message = '', ...more] = stage.messages(late);
    expect(more).toEqual([]);
    expect(message).toContain('ACCEPTED');
    expect(message.match(/Accepted as known: Load test, accepted by platform team/g)).toHaveLength(1);
    const [ticket, ...others] = stage.tickets(late);
    expect(others).toEqual([]);
    expect(ticket?.status).toBe('Done');
    expect(ticket?.fields.labels).toContain('whitelisted');
    expect(JSON.stringify(ticket?.comments)).toContain('Accepted as known');
    await stage.sweep();
    await stage.later();
    expect(stage.messages(late)[0]?.match(/Accepted as known/g)).toHaveLength(1);
  });

  it('heals without a sound', async () => {
    const replies = stage.slack.channel('cloudtrail').messages.length;
    const comments = stage.tickets(late)[0]?.comments.length;
    await start(late);
    await stage.sweep();
    await stage.later(61_000);
    await stage.sweep();
    await stage.later();
    expect(await statuses(late)).toEqual(['resolved', 'resolved']);
    expect(stage.messages(late)[0]).not.toContain('↳ ✅ Resolved');
    expect(stage.slack.channel('cloudtrail').messages).toHaveLength(replies);
    expect(stage.tickets(late)[0]?.comments).toHaveLength(comments ?? -1);
    await stage.reconcile();
    expect(await statuses(late)).toEqual(['closed', 'closed']);
  });
});

describe('an acceptance that runs out', () => {
  const { renewed } = accounts;

  it('raises what still stands as a new incident with a new ticket, linked to the old, and says so', async () => {
    await stop(renewed);
    await stage.later();
    stage.redeploy({
      cloudtrails: {
        ...accepted,
        [renewed]: [
          { region: home, expires: inDays(2) },
          { region: 'us-east-1', expires: inDays(2) },
        ],
      },
    });
    await stage.sweep();
    await stage.later();
    expect(await statuses(renewed)).toEqual(['whitelisted', 'whitelisted']);
    const [first] = stage.tickets(renewed);
    expect(first?.status).toBe('Done');

    await stage.later(3 * day);
    await stage.sweep();
    await stage.later();
    expect(await statuses(renewed)).toEqual(['open', 'open']);
    const [old = '', again = '', ...more] = stage.messages(renewed);
    expect(more).toEqual([]);
    expect(old).toContain('ACCEPTED');
    expect(again).toContain('CRITICAL: CloudTrail logging is stopped in renewed');
    expect(again).toContain('It was accepted as known, which has run out or was taken back');
    const [, second, ...others] = stage.tickets(renewed);
    expect(others).toEqual([]);
    expect(second).toMatchObject({ status: 'To Do', links: [{ type: 'Relates', other: first?.key }] });
    expect(again).toContain(`Happened before: ${first?.key ?? ''}`);
  });
});
