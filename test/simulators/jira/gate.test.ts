import { addComment, createIssue, getCurrentUser, getIssue } from 'jira.js/cloud';
import {
  isAuthError,
  isForbiddenError,
  isNetworkError,
  isNotFoundError,
  isRateLimitError,
  isServerError,
} from 'jira.js/core';
import { expect, test } from 'vitest';
import { jiraForbidden, jiraRateLimited, jiraUnavailable } from '#simulators/jira/call.ts';
import { document, newIssue, refusal, site, task } from './jira-fixture.ts';

const caught = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

test('wrong credentials are 401', async () => {
  const { client } = await site({}, 'wrong');
  expect(isAuthError(await caught(getCurrentUser(client)))).toBe(true);
});

test('a story can answer 429 with Retry-After, 503 and 403 instead of Jira, and Jira then saw nothing', async () => {
  const { jira, client } = await site();
  const create = () => caught(createIssue(client, { fields: task }));
  jira.hook = () => jiraRateLimited(7);
  const limited = await create();
  expect(isRateLimitError(limited) && limited.retryAfterMs).toBe(7000);
  jira.hook = () => jiraUnavailable(3);
  expect(isServerError(await create())).toBe(true);
  jira.hook = () => jiraForbidden();
  expect(isForbiddenError(await create())).toBe(true);
  expect(jira.issues).toEqual([]);
  expect(jira.requests.map(({ status }) => status)).toEqual([429, 503, 403]);
});

test('one issue takes twenty writes in two seconds, and others are not held up by that', async () => {
  const { client, clock } = await site();
  const [issue, other] = [await newIssue(client), await newIssue(client)];
  const write = (issueIdOrKey: string) =>
    caught(addComment(client, { issueIdOrKey, body: document('Still open.') }));
  for (let count = 0; count < 20; count += 1)
    await addComment(client, { issueIdOrKey: issue, body: document('x') });
  const limited = await write(issue);
  expect(isRateLimitError(limited) && limited.retryAfterMs).toBe(2000);
  await addComment(client, { issueIdOrKey: other, body: document('x') });
  clock.pass(2000);
  await addComment(client, { issueIdOrKey: issue, body: document('x') });
});

test('a cut connection leaves open whether the issue was made', async () => {
  const { jira, client } = await site();
  const create = () => caught(createIssue(client, { fields: task }));
  jira.hook = () => 'drop-before';
  expect(isNetworkError(await create())).toBe(true);
  expect(jira.issues).toHaveLength(0);
  jira.hook = () => 'drop-after';
  expect(isNetworkError(await create())).toBe(true);
  expect(jira.issues).toHaveLength(1);
});

test('a slow answer comes late', async () => {
  const { jira, client } = await site();
  jira.hook = () => ({ delayMs: 60 });
  const began = performance.now();
  await createIssue(client, { fields: task });
  expect(performance.now() - began).toBeGreaterThanOrEqual(55);
});

test('every request is on record with its body, time and answer', async () => {
  const { jira, client, clock } = await site();
  await createIssue(client, { fields: task });
  expect(jira.requests).toMatchObject([
    { method: 'POST', path: '/rest/api/3/issue', at: clock.now(), status: 201, body: { fields: task } },
  ]);
});

test.each([
  ['POST', '/rest/api/3/search', 410],
  ['GET', '/rest/api/3/search?jql=x', 410],
  ['POST', '/rest/api/2/issue', 410],
  ['DELETE', '/rest/api/3/issue/SEC-1', 405],
  ['GET', '/rest/api/3/nothing', 404],
])('%s %s is %i', async (method, path, status) => {
  const { jira } = await site();
  const authorization = `Basic ${btoa('bot@example.com:right')}`;
  const answer = await fetch(`${jira.url}${path}`, { method, headers: { authorization } });
  expect(answer.status).toBe(status);
});

test('a body that is no JSON is refused', async () => {
  const { jira } = await site();
  const authorization = `Basic ${btoa('bot@example.com:right')}`;
  const answer = await fetch(`${jira.url}/rest/api/3/issue`, {
    method: 'POST',
    headers: { authorization },
    body: '{',
  });
  expect(answer.status).toBe(400);
});

test('a missing issue is 404 in the words of Jira', async () => {
  const { client } = await site();
  expect(isNotFoundError(await caught(getIssue(client, { issueIdOrKey: 'SEC-1' })))).toBe(true);
  expect((await refusal(getIssue(client, { issueIdOrKey: 'SEC-1' }))).status).toBe(404);
});
