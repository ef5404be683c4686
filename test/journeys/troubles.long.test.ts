import { StartLoggingCommand, StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JiraCall } from '#simulators/jira/call.ts';
import { jiraForbidden, jiraRateLimited, jiraUnavailable } from '#simulators/jira/call.ts';
import type { SlackCall } from '#simulators/slack/call.ts';
import { renderTicket } from '#simulators/jira/render-ticket.ts';
import { slackRateLimited } from '#simulators/slack/rate-limit.ts';
import type { Fate } from '#simulators/stand-in/server.ts';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { separateAccounts } from './worlds.ts';

const minute = 60_000;
const accounts = Object.fromEntries(
  Array.from({ length: 22 }, (_, index) => [`shop-${index + 1}`, String(800000000001 + index)]),
);
const unused = Object.values(accounts);
const stranger = '800000000099';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    world: separateAccounts({ ...accounts, ownerless: stranger }),
    documents: { owners: { account: { [stranger]: { jira_owner: 'Nobody Atall' } } } },
  });
});
beforeEach(() => {
  explainFailure(stage);
  return () => {
    stage.slack.hook = () => 'serve';
    stage.jira.hook = () => 'serve';
    stage.jira.setSearchLag(0);
  };
});
afterAll(() => stage.stop());

const isPost = ({ method }: SlackCall): boolean => method === 'chat.postMessage';
const isCreate = ({ method, path }: JiraCall): boolean => method === 'POST' && path.endsWith('/issue');
/** Longer than anybody of ours waits for an answer, in real milliseconds. */
const tooLate: Fate = { delayMs: 3000 };
const slackSays = (error: string): Fate => ({ status: 200, body: { ok: false, error } });
const jiraSays = (field: string, message: string): Fate => ({
  status: 400,
  body: { errorMessages: [], errors: { [field]: message } },
});

/** The trail of an account is stopped: by default of one that no other sentence uses. */
async function stopped(account = unused.shift()): Promise<string> {
  if (account === undefined) throw new Error('there are too few accounts');
  await stage.cloudTrail(account).send(new StopLoggingCommand({ Name: 'main' }));
  return account;
}

/** The dead letters that were written since `before` letters were there. */
const lettersSince = async (before: number): Promise<readonly string[]> =>
  (await stage.deadLetters()).slice(before);

describe('Slack passes by itself', () => {
  it.each<{ trouble: string; fate: Fate }>([
    { trouble: 'it is called too often', fate: slackRateLimited(7) },
    { trouble: 'it is broken', fate: { status: 500, body: 'oops' } },
    { trouble: 'it cuts the connection before it heard', fate: 'drop-before' },
    { trouble: 'it cuts the connection after it posted', fate: 'drop-after' },
    { trouble: 'it posts and takes too long to say so', fate: tooLate },
  ])('when $trouble: told once, Jira at once', async ({ fate }) => {
    const letters = (await stage.deadLetters()).length;
    let posts = 0;
    stage.slack.hook = (call) => (isPost(call) && (posts += 1) <= 2 ? fate : 'serve');
    const account = await stopped();
    await stage.later(5000);
    expect(stage.tickets(account)).toHaveLength(1);
    await stage.later(10 * minute);
    expect(stage.messages(account)).toHaveLength(1);
    expect(await lettersSince(letters)).toEqual([]);
  });
});

describe('Slack needs a person', () => {
  it.each([
    { error: 'token_revoked', words: 'the token was revoked (token_revoked)' },
    { error: 'missing_scope', words: 'the app lacks a permission (scope) (missing_scope)' },
    { error: 'is_archived', words: 'the channel is archived (is_archived)' },
  ])('$error: a dead letter says why, Jira is told', async ({ error, words }) => {
    const letters = (await stage.deadLetters()).length;
    stage.slack.hook = (call) => (isPost(call) ? slackSays(error) : 'serve');
    const account = await stopped();
    await stage.later();
    expect(stage.messages(account)).toEqual([]);
    expect(stage.tickets(account)).toHaveLength(1);
    const [letter] = await lettersSince(letters);
    expect(letter).toContain(words);
  });
});

describe('Jira passes by itself', () => {
  it.each<{ trouble: string; fate: Fate }>([
    { trouble: 'it is called too often', fate: jiraRateLimited(9) },
    { trouble: 'it is down and says for how long', fate: jiraUnavailable(20) },
    { trouble: 'it is down', fate: jiraUnavailable() },
  ])('when $trouble: one ticket, Slack at once', async ({ fate }) => {
    const letters = (await stage.deadLetters()).length;
    let creates = 0;
    stage.jira.hook = (call) => (isCreate(call) && (creates += 1) <= 2 ? fate : 'serve');
    const account = await stopped();
    await stage.later(5000);
    expect(stage.messages(account)).toHaveLength(1);
    await stage.later(45 * minute);
    expect(stage.tickets(account)).toHaveLength(1);
    expect(stage.messages(account)[0]).toContain(stage.tickets(account)[0]?.key);
    expect(await lettersSince(letters)).toEqual([]);
  });
});

describe('Jira writes a ticket and the answer is lost', () => {
  it.each([{ lag: 0 }, { lag: 30_000 }, { lag: 5 * minute }])(
    'its index lags by $lag ms: exactly one ticket',
    async ({ lag }) => {
      stage.jira.setSearchLag(lag);
      let creates = 0;
      stage.jira.hook = (call) => (isCreate(call) && (creates += 1) === 1 ? 'drop-after' : 'serve');
      const account = await stopped();
      await stage.later(40 * minute);
      expect(stage.tickets(account)).toHaveLength(1);
      expect(stage.messages(account)[0]).toContain(stage.tickets(account)[0]?.key);
    },
  );

  it('and says so only when nobody waits for it any more: exactly one ticket', async () => {
    let creates = 0;
    stage.jira.hook = (call) => (isCreate(call) && (creates += 1) === 1 ? tooLate : 'serve');
    const account = await stopped();
    await stage.later(40 * minute);
    expect(stage.tickets(account)).toHaveLength(1);
    expect(stage.messages(account)[0]).toContain(stage.tickets(account)[0]?.key);
  });

  it('its index lags longer than the grace period: a second ticket beats none, until the day closes it', async () => {
    stage.jira.setSearchLag(60 * minute);
    let creates = 0;
    stage.jira.hook = (call) => (isCreate(call) && (creates += 1) === 1 ? 'drop-after' : 'serve');
    const account = await stopped();
    await stage.later(40 * minute);
    expect(stage.tickets(account).map(({ status }) => status)).toEqual(['To Do', 'To Do']);
    stage.jira.setSearchLag(0);
    await stage.reconcile();
    await stage.later();
    // The one that Trailwarden kept as its own goes on.
    const [other, kept] = stage.tickets(account);
    expect([other?.status, kept?.status]).toEqual(['Done', 'To Do']);
    expect(renderTicket(other!)).toContain(`This is a duplicate of ${kept?.key ?? ''}`);
  });
});

describe('Jira needs a person', () => {
  it.each<{ trouble: string; fate: Fate; words: string }>([
    { trouble: 'the token was revoked', fate: { status: 401, body: '' }, words: 'renew the API token' },
    { trouble: 'a permission is missing', fate: jiraForbidden(), words: 'grant it the permission' },
    {
      trouble: 'the project is missing',
      fate: jiraSays('project', 'valid project is required'),
      words: 'check jira_project in ticket_owners.json',
    },
    {
      trouble: 'the issue type is missing',
      fate: jiraSays('issuetype', 'Specify a valid issue type'),
      words: 'set jira.issue_type in config.json',
    },
  ])('$trouble: a dead letter says what to mend, Slack is told', async ({ fate, words }) => {
    const letters = (await stage.deadLetters()).length;
    stage.jira.hook = (call) => (isCreate(call) ? fate : 'serve');
    const account = await stopped();
    await stage.later();
    expect(stage.tickets(account)).toEqual([]);
    expect(stage.messages(account)).toHaveLength(1);
    const [letter] = await lettersSince(letters);
    expect(letter).toContain(words);
  });
});

describe('Jira knows nobody of the name', () => {
  it('that the tickets of an account are to be assigned to: the ticket is written, and says so', async () => {
    const account = await stopped(stranger);
    await stage.later();
    const [ticket] = stage.tickets(account);
    expect(ticket?.fields.assignee).toBeUndefined();
    expect(renderTicket(ticket!)).toContain('The assignee "Nobody Atall"');
  });
});

describe('somebody deletes the ticket', () => {
  it('and the next change is told with a new one', async () => {
    const account = await stopped();
    await stage.later();
    const [first] = stage.tickets(account);
    stage.jira.deleteIssue(first?.key ?? '');
    await stage.cloudTrail(account).send(new StartLoggingCommand({ Name: 'main' }));
    await stage.watchUntilOver(account);
    await stage.later();
    const [second, ...more] = stage.tickets(account);
    expect(more).toEqual([]);
    expect(second?.key).not.toBe(first?.key);
    expect(second?.status).toBe('Done');
  });
});
