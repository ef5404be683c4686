import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { jiraRateLimited, jiraForbidden, jiraUnavailable } from '#simulators/jira/call.ts';
import type { ToldRef } from '#ports/channel.ts';
import { channelTo, jiraSite, once, to } from './jira-site.ts';
import { stoppedTrail } from './stopped-trail.ts';

const { jira, clock, channel } = await jiraSite();
/** Gives up after 3 s, of which optional calls take one at most: of all that is not slow on purpose each takes some 20 ms. */
const hurried = channelTo(jira, { timeLimit: 3000 });
/** Longer than a test may last. */
const never = { delayMs: 3600_000 };
afterAll(() => jira.stop());
beforeEach(() => {
  jira.hook = () => 'serve';
});

let told: ToldRef;
beforeEach(async () => {
  const delivery = await channelTo(jira).open(to('AWSSEC'), stoppedTrail(), crypto.randomUUID());
  if (delivery.kind !== 'done') throw new Error(delivery.why);
  told = delivery.value;
});

const open = (marker: string = crypto.randomUUID(), project = 'AWSSEC') =>
  channel.open(to(project), stoppedTrail(), marker);
const milestone = { id: 'resolved', words: [{ kind: 'text' as const, text: 'Over.' }] };

describe('a ticket that may or may not have been written', () => {
  it.each([
    ['the connection was lost after it', 'drop-after', 1],
    ['the connection was lost before it', 'drop-before', 0],
    ['Jira answered 500', { status: 500, body: 'oops' }, 0],
    ['Jira answered 503 without a time', jiraUnavailable(), 0],
    ['a proxy answered a page', { status: 201, body: '<html>welcome</html>' }, 0],
  ] as const)('is unknown when %s, and found if it was', async (_what, fate, written) => {
    once(jira, 'POST /issue', fate);
    const marker = crypto.randomUUID();
    expect((await open(marker)).kind).toBe('unknown');
    const found = await channel.find(to('AWSSEC'), marker, 0);
    expect(found).toMatchObject({ kind: 'done', ...(written === 0 && { value: undefined }) });
    if (written === 1) expect(found).toMatchObject({ value: { ref: jira.issues.at(-1)?.key } });
  });

  it('is unknown when the time is up, and found once the index shows it', async () => {
    jira.setSearchLag(60_000);
    once(jira, 'POST /issue', never);
    const marker = crypto.randomUUID();
    const before = jira.issues.length;
    expect((await hurried.open(to('AWSSEC'), stoppedTrail(), marker)).kind).toBe('unknown');
    expect(jira.issues).toHaveLength(before + 1);
    expect(await channel.find(to('AWSSEC'), marker, 0)).toEqual({ kind: 'done', value: undefined });
    clock.at += 60_000;
    expect(60_000).toBeLessThan(channel.grace);
    expect(await channel.find(to('AWSSEC'), marker, 0)).toMatchObject({
      value: { ref: jira.issues.at(-1)?.key },
    });
    jira.setSearchLag(0);
  });

  it('is adopted from the oldest when there are several, and the others are named', async () => {
    const marker = 'Twice #channel';
    await open(marker);
    const first = jira.issues.at(-1)?.key;
    await open(marker);
    const second = jira.issues.at(-1)?.key ?? '';
    const found = await channel.find(to('AWSSEC'), marker, 0);
    expect(found).toMatchObject({ value: { ref: first, notes: [expect.stringContaining(second)] } });
  });
});

describe('what was certainly not done is tried again later', () => {
  it.each([
    ['429 with a time', jiraRateLimited(7), 7],
    ['503 with a time', jiraUnavailable(42), 42],
    ['429 without a time', { status: 429, body: {} }, 30],
  ])('%s', async (_what, fate, seconds) => {
    once(jira, 'POST /issue', fate);
    expect(await open()).toMatchObject({ kind: 'later', seconds });
    jira.hook = () => fate;
    for (const delivery of [
      await channel.find(to('AWSSEC'), 'm', 0),
      await channel.change(told, stoppedTrail()),
      await channel.say(told, stoppedTrail(), milestone),
      await channel.said(told),
      await channel.finish(told, stoppedTrail()),
    ]) {
      expect(delivery).toMatchObject({ kind: 'later', seconds });
    }
  });

  it('nobody listens at that address', async () => {
    const closed = await jiraSite();
    await closed.jira.stop();
    const nowhere = channelTo(closed.jira);
    expect((await nowhere.open(to('AWSSEC'), stoppedTrail(), 'm')).kind).toBe('later');
  });

  it('a lost answer matters only where repeating does harm', async () => {
    jira.hook = () => 'drop-after';
    expect((await channel.say(told, stoppedTrail(), milestone)).kind).toBe('unknown');
    expect((await channel.change(told, stoppedTrail())).kind).toBe('later');
    expect((await channel.finish(told, stoppedTrail())).kind).toBe('later');
    jira.hook = () => 'serve';
    expect(await channel.said(told)).toEqual({ kind: 'done', value: ['resolved'] });
  });
});

describe('a refusal says what a person has to mend', () => {
  it.each([
    ['the token has expired', { status: 401, body: {} }, 'secrets.jira_token'],
    ['a permission is missing', jiraForbidden(), '"Create issues"'],
    ['the site has moved', { status: 302, headers: { location: 'https://example.com' } }, 'jira.server'],
    ['there is no such site', { status: 404, body: 'Site unavailable' }, 'jira.server'],
    [
      'a field is missing',
      { status: 400, body: { errors: { customfield_1: 'Team is required.' } } },
      'Team is required.',
    ],
    ['labels cannot be set', { status: 400, body: { errors: { labels: 'no' } } }, 'field Labels'],
  ])('%s', async (_what, fate, remedy) => {
    once(jira, 'POST /issue', fate);
    expect(await open()).toMatchObject({ kind: 'refused', why: expect.stringContaining(remedy) as string });
  });

  it('an issue type that the project does not have', async () => {
    expect(await open('m', 'BUGS')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('jira.issue_type') as string,
    });
  });

  it('a project that does not exist', async () => {
    expect(await open('m', 'NOPE')).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('jira_project') as string,
    });
  });

  it("Jira's own words are cut and made harmless", async () => {
    const words = `\u202E\u0000${'x'.repeat(5000)}`;
    once(jira, 'POST /issue', { status: 400, body: { errorMessages: [words] } });
    const delivery = await open();
    if (delivery.kind !== 'refused') throw new Error(delivery.kind);
    expect(delivery.why.length).toBeLessThan(700);
    expect(delivery.why).not.toMatch(/[\u0000\u202e]/u);
  });
});

describe('a ticket does not count as gone, so that no second one is made, when', () => {
  const noIssue = {
    status: 404,
    body: {
      errorMessages: ['Issue does not exist or you do not have permission to see it.'],
      errors: {},
    },
  };
  const anonymous = { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' };

  it.each([
    ['the token has expired and Jira serves it as no one', { ...noIssue, headers: anonymous }, 'token'],
    [
      'Jira denies the login',
      { ...noIssue, headers: { 'x-seraph-loginreason': 'AUTHENTICATION_DENIED' } },
      '',
    ],
    ['an expired token finds an empty list', { status: 200, body: {}, headers: anonymous }, 'token'],
    ['the site is away', { status: 404, body: '<html>Site unavailable</html>' }, 'jira.server'],
    [
      'the gateway does not know the site',
      { status: 404, body: { code: 404, message: 'no' } },
      'jira.server',
    ],
    ['the gateway says nothing', { status: 404 }, 'jira.server'],
    ['a proxy answers null', { status: 200, body: 'null' }, ''],
  ])('%s', async (_what, fate, remedy) => {
    jira.hook = () => fate;
    for (const result of [
      await channel.find(to('AWSSEC'), 'm', 0),
      await channel.change(told, stoppedTrail()),
      await channel.said(told),
      await channel.finish(told, stoppedTrail()),
    ])
      expect(result).toMatchObject({ kind: 'refused', why: expect.stringContaining(remedy) as string });
    expect((await channel.say(told, stoppedTrail(), milestone)).kind).not.toBe('gone');
    expect((await open()).kind).not.toBe('gone');
  });

  it('but does when Jira itself says that there is none', async () => {
    jira.hook = () => noIssue;
    expect((await channel.change(told, stoppedTrail())).kind).toBe('gone');
    expect((await channel.finish(told, stoppedTrail())).kind).toBe('gone');
  });

  it.each([401, 403])('%i for a scope that the token lacks names the scopes', async (status) => {
    jira.hook = () => ({ status, body: { code: status, message: 'Unauthorized; scope does not match' } });
    expect(await open()).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('write:jira-work') as string,
    });
  });
});

describe('the time limit', () => {
  it('a slow look-up of the assignee leaves time for the ticket', async () => {
    once(jira, 'GET /assignable/search', never);
    const delivery = await hurried.open(to('AWSSEC', { assignee: 'Support-Cloud' }), stoppedTrail(), 'slow');
    expect(delivery).toMatchObject({ kind: 'done', value: { notes: [expect.stringContaining('in time')] } });
  });

  it('a ticket that is written is told of although the rest takes too long', async () => {
    jira.hook = ({ path }) => (path.endsWith('/issueLink') ? never : 'serve');
    const delivery = await hurried.open(
      to('AWSSEC', { parentTicket: told.ref }),
      stoppedTrail(),
      'linked late',
    );
    expect(delivery.kind).toBe('done');
  });
});
