import { editIssue, searchAndReconsileIssuesUsingJqlPost as search } from 'jira.js/cloud';
import { expect, test } from 'vitest';
import { newIssue, refusal, site } from './jira-fixture.ts';

type Client = Parameters<typeof search>[0];
const keys = async (client: Client, jql: string, others = {}) =>
  ((await search(client, { jql, fields: ['summary'], ...others })).issues ?? []).map(({ key }) => key);

test('an issue is found only after the index has caught up, unless it is to be reconciled', async () => {
  const { client, clock } = await site({ searchLagMs: 30_000 });
  await newIssue(client, { labels: ['incident-1'] });
  const jql = 'project = SEC AND labels = "incident-1"';
  clock.pass(29_999);
  expect(await keys(client, jql)).toEqual([]);
  expect(await keys(client, jql, { reconcileIssues: [10_001] })).toEqual(['SEC-1']);
  clock.pass(1);
  expect(await keys(client, jql)).toEqual(['SEC-1']);
});

test('a change is found only after the index has caught up, and a deleted issue is found until then', async () => {
  const { jira, client, clock } = await site({ searchLagMs: 30_000 });
  const key = await newIssue(client, { labels: ['before'] });
  clock.pass(60_000);
  await editIssue(client, { issueIdOrKey: key, fields: { labels: ['after'] } });
  expect(await keys(client, 'labels = before')).toEqual([key]);
  expect(await keys(client, 'labels = after')).toEqual([]);
  clock.pass(30_000);
  expect(await keys(client, 'labels = after')).toEqual([key]);
  jira.deleteIssue(key);
  expect(await keys(client, 'labels = after')).toEqual([key]);
  clock.pass(30_000);
  expect(await keys(client, 'labels = after')).toEqual([]);
});

test('without fields only ids come back', async () => {
  const { client } = await site();
  await newIssue(client);
  expect((await search(client, { jql: 'project = SEC' })).issues).toEqual([{ id: '10001' }]);
});

test('results come in pages of at most 100, with a token that belongs to the query', async () => {
  const { client, jira } = await site();
  jira.rates.on = false;
  for (let index = 0; index < 101; index += 1) await newIssue(client, { summary: `issue ${index}` });
  const jql = 'project = SEC ORDER BY created ASC';
  const first = await search(client, { jql, maxResults: 5000 });
  expect(first.issues).toHaveLength(100);
  expect(first.isLast).toBe(false);
  const nextPageToken = first.nextPageToken ?? '';
  const second = await search(client, { jql, maxResults: 5000, nextPageToken });
  expect(second.issues).toHaveLength(1);
  expect(second).toMatchObject({ isLast: true });
  expect((await refusal(search(client, { jql: 'project = LONG', nextPageToken }))).status).toBe(400);
  expect((await refusal(search(client, { jql, nextPageToken: 'x' }))).status).toBe(400);
});

test('conditions can be joined, negated and listed', async () => {
  const { client, clock } = await site();
  await newIssue(client, { labels: ['a'], priority: { name: 'High' } });
  await newIssue(client, { labels: ['a', 'b c'.replace(' ', '_')], assignee: { accountId: 'acc-anna' } });
  clock.pass(86_400_000);
  await newIssue(client, { project: { key: 'BARE' } });
  expect(await keys(client, 'labels in (a, "x") AND assignee is EMPTY')).toEqual(['SEC-1']);
  expect(await keys(client, "labels = 'b_c'")).toEqual(['SEC-2']);
  expect(await keys(client, 'priority != High AND project = SEC')).toEqual(['SEC-2']);
  expect(await keys(client, 'created >= -1h')).toEqual(['BARE-1']);
  expect(await keys(client, 'statusCategory = "To Do" AND key not in (SEC-1)')).toEqual(['BARE-1', 'SEC-2']);
});

test.each([
  ['', 'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.'],
  [
    'ORDER BY created',
    'Unbounded JQL queries are not allowed here. Please add a search restriction to your query.',
  ],
  ['project = NONE', "The value 'NONE' does not exist for the field 'project'."],
  ['colour = red', "Field 'colour' does not exist or you do not have permission to view it."],
  ['project = SEC OR labels = a', "Error in the JQL Query: Expecting AND but got 'OR'."],
  ['labels in (a', "Error in the JQL Query: Expecting ')' before the end of the query."],
  ['labels = "a', 'Error in the JQL Query: the character at position 8 is not expected.'],
  ['labels =', 'Error in the JQL Query: Expecting operator and value after the field.'],
])('the query %j is refused', async (jql, message) => {
  const { client } = await site();
  expect(await refusal(search(client, { jql }))).toMatchObject({ status: 400, messages: [message] });
});

test('more than 50 issues cannot be reconciled', async () => {
  const { client } = await site();
  const reconcileIssues = Array.from({ length: 51 }, (_, index) => index);
  expect((await refusal(search(client, { jql: 'project = SEC', reconcileIssues }))).status).toBe(400);
});
