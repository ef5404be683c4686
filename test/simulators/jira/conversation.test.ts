import {
  addComment,
  doTransition,
  findAssignableUsers,
  getComments,
  getIssue,
  getIssueLinkTypes,
  getIssueProperty,
  getTransitions,
  linkIssues,
  setIssueProperty,
} from 'jira.js/cloud';
import { expect, test } from 'vitest';
import { document, newIssue, refusal, site } from './jira-fixture.ts';

test('a comment is kept with its properties, which are shown only when asked for', async () => {
  const { jira, client } = await site();
  const issueIdOrKey = await newIssue(client);
  const properties = [{ key: 'change', value: 'c-1' }];
  await addComment(client, { issueIdOrKey, body: document('Resolved.'), properties });
  expect(jira.issue(issueIdOrKey).comments).toMatchObject([{ properties: { change: 'c-1' } }]);
  const plain = await getComments(client, { issueIdOrKey });
  const full = await getComments(client, { issueIdOrKey, expand: ['properties'] as never });
  expect(plain.comments?.[0]?.properties).toBeUndefined();
  expect(full.comments?.[0]).toMatchObject({ properties, body: document('Resolved.') });
});

test('comments come in pages of at most 100, in either order', async () => {
  const { client, jira } = await site();
  jira.rates.on = false;
  const issueIdOrKey = await newIssue(client);
  for (let index = 0; index < 101; index += 1) {
    await addComment(client, { issueIdOrKey, body: document(`comment ${index}`) });
  }
  const first = await getComments(client, { issueIdOrKey, maxResults: 500 });
  expect(first).toMatchObject({ startAt: 0, maxResults: 100, total: 101 });
  expect(first.comments).toHaveLength(100);
  const second = await getComments(client, { issueIdOrKey, startAt: 100 });
  expect(second.comments?.map(({ body }) => body)).toEqual([document('comment 100')]);
  const newest = await getComments(client, { issueIdOrKey, maxResults: 1, orderBy: '-created' });
  expect(newest.comments?.[0]?.body).toEqual(document('comment 100'));
});

test.each([
  ['no document', { type: 'doc' }, 'Comment body is not valid!'],
  [
    'too long',
    document('x'.repeat(32_768)),
    'The entered text is too long. It exceeds the allowed limit of 32,767 characters.',
  ],
])('a comment that is %s is refused', async (_what, body, comment) => {
  const { client } = await site();
  const issueIdOrKey = await newIssue(client);
  const answer = await refusal(addComment(client, { issueIdOrKey, body: body as never }));
  expect(answer).toMatchObject({ status: 400, errors: { comment } });
});

test('an issue is done after a transition into a status of category done', async () => {
  const { jira, client } = await site();
  const issueIdOrKey = await newIssue(client);
  const { transitions = [] } = await getTransitions(client, { issueIdOrKey });
  const done = transitions.find(({ to }) => to?.statusCategory?.key === 'done');
  await doTransition(client, { issueIdOrKey, transition: { id: done?.id ?? '' } });
  const { fields } = await getIssue(client, { issueIdOrKey, fields: ['status'] });
  expect(fields).toMatchObject({ status: { name: 'Done', statusCategory: { key: 'done' } } });
  expect(jira.issue(issueIdOrKey).transitions).toMatchObject([{ from: 'To Do', to: 'Done' }]);
});

test('a transition from everywhere is offered even in the status it leads to', async () => {
  const { client } = await site();
  const { transitions = [] } = await getTransitions(client, { issueIdOrKey: await newIssue(client) });
  expect(transitions.map(({ name, looped }) => [name, looped])).toEqual([
    ['To Do', true],
    ['In Progress', false],
    ['Done', false],
  ]);
});

test('where the workflow has no direct way to done, none is offered and none is taken', async () => {
  const { client } = await site();
  const issueIdOrKey = await newIssue(client, { project: { key: 'LONG' }, issuetype: { name: 'Incident' } });
  const { transitions = [] } = await getTransitions(client, { issueIdOrKey });
  expect(transitions.map(({ name }) => name)).toEqual(['Take']);
  const answer = await refusal(doTransition(client, { issueIdOrKey, transition: { id: '21' } }));
  expect(answer.messages).toEqual([`Transition id '"21"' is not valid for this issue.`]);
});

test('a screen that asks for a resolution takes no transition without one', async () => {
  const { jira, client } = await site();
  const issueIdOrKey = await newIssue(client, { project: { key: 'LONG' }, issuetype: { name: 'Incident' } });
  await doTransition(client, { issueIdOrKey, transition: { id: '11' } });
  const { transitions = [] } = await getTransitions(client, { issueIdOrKey, expand: 'transitions.fields' });
  expect(transitions[0]?.fields).toMatchObject({ resolution: { required: true } });
  const close = (fields: Record<string, unknown>) =>
    doTransition(client, { issueIdOrKey, transition: { id: '21' }, fields });
  expect((await refusal(close({}))).errors).toEqual({ resolution: 'Resolution is required.' });
  expect((await refusal(close({ resolution: { name: 'Magic' } }))).errors).toEqual({
    resolution: 'The resolution selected is invalid.',
  });
  await close({ resolution: { name: 'Done' } });
  expect(jira.issue(issueIdOrKey)).toMatchObject({ status: 'Closed', fields: { resolution: 'Done' } });
});

test('a resolution where the screen has none is refused, and a missing transition too', async () => {
  const { client } = await site();
  const issueIdOrKey = await newIssue(client);
  const fields = { resolution: { name: 'Done' } };
  const answer = await refusal(doTransition(client, { issueIdOrKey, transition: { id: '31' }, fields }));
  expect(answer.errors).toHaveProperty('resolution');
  expect((await refusal(doTransition(client, { issueIdOrKey }))).messages).toEqual([
    "Missing 'transition' identifier",
  ]);
});

test('a link is seen from both issues, and made once', async () => {
  const { jira, client } = await site();
  const [older, newer] = [await newIssue(client), await newIssue(client)];
  const link = { type: { name: 'Relates' }, inwardIssue: { key: older }, outwardIssue: { key: newer } };
  await linkIssues(client, link);
  await linkIssues(client, link);
  expect(jira.issue(newer).links).toMatchObject([{ type: 'Relates', side: 'inward', other: older }]);
  const { fields } = await getIssue(client, { issueIdOrKey: older, fields: ['issuelinks'] });
  expect(fields).toMatchObject({ issuelinks: [{ outwardIssue: { key: newer }, type: { name: 'Relates' } }] });
});

test('a link of an unknown type, to a missing issue or to itself is refused', async () => {
  const { client } = await site();
  const key = await newIssue(client);
  const link = (name: string, other: string) =>
    refusal(linkIssues(client, { type: { name }, inwardIssue: { key }, outwardIssue: { key: other } }));
  const { issueLinkTypes = [] } = await getIssueLinkTypes(client);
  expect(issueLinkTypes.map(({ name }) => name)).toContain('Relates');
  expect(await link('Likes', key)).toMatchObject({
    status: 404,
    messages: ["No issue link type with name 'Likes' found."],
  });
  expect((await link('Relates', 'SEC-99')).status).toBe(404);
  expect((await link('Relates', key)).status).toBe(400);
});

test('a property can be set and read; one that is not set is 404', async () => {
  const { client } = await site();
  const issueIdOrKey = await newIssue(client);
  await setIssueProperty(client, { issueIdOrKey, propertyKey: 'incident', body: { id: 'i-1' } });
  const read = await getIssueProperty(client, { issueIdOrKey, propertyKey: 'incident' });
  expect(read).toMatchObject({ key: 'incident', value: { id: 'i-1' } });
  expect((await refusal(getIssueProperty(client, { issueIdOrKey, propertyKey: 'other' }))).status).toBe(404);
});

test('people are found among the assignable by name, and by e-mail unless they hide it', async () => {
  const { client } = await site();
  const find = async (query: string) =>
    (await findAssignableUsers(client, { project: 'SEC', query })).map(({ accountId }) => accountId);
  expect(await find('')).toEqual(['acc-anna', 'acc-dora']);
  expect(await find('archer')).toEqual(['acc-anna']);
  expect(await find('anna@example.com')).toEqual(['acc-anna']);
  expect(await find('dora@example.com')).toEqual([]);
  expect((await refusal(findAssignableUsers(client, { project: 'NONE' }))).status).toBe(404);
  expect((await refusal(findAssignableUsers(client, { query: 'a' }))).status).toBe(400);
});
