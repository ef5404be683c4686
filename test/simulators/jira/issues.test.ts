import { createIssue, editIssue, getIssue } from 'jira.js/cloud';
import { createCloudClient } from 'jira.js';
import { expect, test } from 'vitest';
import { document, newIssue, refusal, site, task } from './jira-fixture.ts';

test('an issue is kept with all its fields and properties and can be read back', async () => {
  const { jira, client } = await site();
  const description = document('Trail main was stopped.');
  const fields = {
    ...task,
    description,
    priority: { name: 'High' },
    assignee: { accountId: 'acc-anna' },
    labels: ['trailwarden', 'incident-1', 'trailwarden'],
  };
  const created = await createIssue(client, {
    fields,
    properties: [{ key: 'incident', value: { id: 'i-1' } }],
  });
  expect(created).toMatchObject({ id: '10001', key: 'SEC-1' });
  expect(jira.issue('SEC-1')).toMatchObject({
    status: 'To Do',
    properties: { incident: { id: 'i-1' } },
    fields: { summary: 'Logging stopped', description, priority: 'High', assignee: 'acc-anna' },
  });
  const read = await getIssue(client, { issueIdOrKey: 'SEC-1', fields: ['*all'], properties: ['incident'] });
  expect(read.properties).toEqual({ incident: { id: 'i-1' } });
  expect(read.fields).toMatchObject({
    labels: ['incident-1', 'trailwarden'],
    description,
    created: '2026-11-21T12:00:00.000+0000',
    status: { name: 'To Do', statusCategory: { key: 'new' } },
    assignee: { displayName: 'Anna Archer' },
  });
});

test('the whole client understands the answers as well as the flat functions do', async () => {
  const { jira } = await site();
  const client = createCloudClient({
    host: jira.url,
    auth: { type: 'basic', email: 'bot@example.com', apiToken: 'right' },
    onSchemaMismatch: 'throw',
  });
  const { key } = await client.issues.createIssue({ fields: task });
  expect((await client.issues.getIssue({ issueIdOrKey: key })).key).toBe('SEC-1');
  expect((await client.projects.getProject({ projectIdOrKey: 'SEC' })).name).toBe('SEC');
});

test('only the fields asked for come back', async () => {
  const { client } = await site();
  const key = await newIssue(client);
  const read = await getIssue(client, { issueIdOrKey: key, fields: ['summary', 'status'] });
  expect(Object.keys(read.fields ?? {}).sort()).toEqual(['status', 'summary']);
});

const adf = 'Operation value must be an Atlassian Document (see the Atlassian Document Format)';
const unknown = (name: string) =>
  `Field '${name}' cannot be set. It is not on the appropriate screen, or unknown.`;

test.each([
  ['no project', { project: undefined }, { project: 'valid project is required' }],
  ['an unknown project', { project: { key: 'NONE' } }, { project: 'valid project is required' }],
  ['no issue type', { issuetype: undefined }, { issuetype: 'Specify an issue type' }],
  ['an unknown issue type', { issuetype: { name: 'Story' } }, { issuetype: 'Specify a valid issue type' }],
  ['no summary', { summary: undefined }, { summary: 'You must specify a summary of the issue.' }],
  ['a blank summary', { summary: '  ' }, { summary: 'You must specify a summary of the issue.' }],
  [
    'a summary of 256 characters',
    { summary: 'x'.repeat(256) },
    { summary: "Summary can't exceed 255 characters." },
  ],
  [
    'a line break in the summary',
    { summary: 'a\nb' },
    { summary: 'The summary is invalid because it contains newline characters.' },
  ],
  [
    'an unknown priority',
    { priority: { name: 'Urgent' } },
    { priority: 'The priority selected is invalid.' },
  ],
  [
    'a priority where there is none',
    { project: { key: 'BARE' }, priority: { name: 'High' } },
    { priority: unknown('priority') },
  ],
  [
    'an unknown assignee',
    { assignee: { accountId: 'acc-nobody' } },
    { assignee: "User 'acc-nobody' cannot be assigned issues." },
  ],
  [
    'an assignee who left',
    { assignee: { accountId: 'acc-boris' } },
    { assignee: "User 'acc-boris' cannot be assigned issues." },
  ],
  [
    'an assignee from elsewhere',
    { assignee: { accountId: 'acc-clara' } },
    { assignee: "User 'acc-clara' cannot be assigned issues." },
  ],
  [
    'an assignee by name',
    { assignee: { name: 'anna' } },
    { assignee: "'accountId' must be the only user identifying query parameter in GDPR strict mode." },
  ],
  [
    'a label with a space',
    { labels: ['a b'] },
    { labels: "The label 'a b' contains spaces which is invalid." },
  ],
  [
    'a label of 256 characters',
    { labels: ['x'.repeat(256)] },
    { labels: `The label '${'x'.repeat(256)}' exceeds the maximum length of 255 characters.` },
  ],
  ['labels that are no list', { labels: 'a' }, { labels: 'data was not an array' }],
  ['a missing parent', { parent: { key: 'SEC-9' } }, { parent: 'Could not find issue by id or key.' }],
  [
    'a sub-task without parent',
    { issuetype: { name: 'Sub-task' } },
    { issuetype: 'Issue type is a sub-task but parent issue key or id not specified.' },
  ],
  ['a description that is no document', { description: { type: 'doc' } }, { description: adf }],
  ['an empty text node', { description: document('') }, { description: adf }],
  [
    'a node that ADF does not have',
    { description: { type: 'doc', version: 1, content: [{ type: 'blink' }] } },
    { description: adf },
  ],
  [
    'too much description',
    { description: document('x'.repeat(32_768)) },
    { description: 'The entered text is too long. It exceeds the allowed limit of 32,767 characters.' },
  ],
  ['an unknown field', { customfield_1: 'x' }, { customfield_1: unknown('customfield_1') }],
])('%s is refused for that field', async (_what, fields, errors) => {
  const { jira, client } = await site();
  const answer = await refusal(createIssue(client, { fields: { ...task, ...fields } }));
  expect(answer).toMatchObject({ status: 400, errors });
  expect(jira.issues).toEqual([]);
});

test('the longest summary, label and description pass', async () => {
  const { client } = await site();
  await newIssue(client, {
    summary: 'x'.repeat(255),
    labels: ['x'.repeat(255)],
    description: document('x'.repeat(32_767)),
  });
});

test('all bad fields are named at once', async () => {
  const { client } = await site();
  const fields = { ...task, summary: 'a\nb', labels: ['a b'], priority: { name: 'Urgent' } };
  const { errors } = await refusal(createIssue(client, { fields }));
  expect(Object.keys(errors as object).sort()).toEqual(['labels', 'priority', 'summary']);
});

test('a parent is one level up', async () => {
  const { jira, client } = await site();
  const epic = await newIssue(client, { issuetype: { name: 'Epic' } });
  const child = await newIssue(client, { parent: { key: epic } });
  await newIssue(client, { issuetype: { name: 'Sub-task' }, parent: { key: child } });
  expect(jira.issue(child).fields.parent).toBe(epic);
  const wrong = await refusal(createIssue(client, { fields: { ...task, parent: { key: child } } }));
  expect(wrong.errors).toEqual({
    parentId: 'Given parent work item does not belong to appropriate hierarchy.',
  });
});

test.each([
  ['an empty key', [{ key: '', value: 1 }]],
  ['a key of 256 characters', [{ key: 'x'.repeat(256), value: 1 }]],
  ['a value over 32,768 characters', [{ key: 'a', value: 'x'.repeat(32_768) }]],
])('a property with %s is refused and no issue made', async (_what, properties) => {
  const { jira, client } = await site();
  expect((await refusal(createIssue(client, { fields: task, properties }))).status).toBe(400);
  expect(jira.issues).toEqual([]);
});

test('a description as wiki text goes to REST v2, which is refused', async () => {
  const { client } = await site();
  const answer = await refusal(
    createIssue(client, { fields: { ...task, description: 'h2. text' } as never }),
  );
  expect(answer.status).toBe(410);
});

test('an edit changes what it names and nothing else', async () => {
  const { jira, client } = await site();
  const key = await newIssue(client, { labels: ['a'], assignee: { accountId: 'acc-anna' } });
  await editIssue(client, { issueIdOrKey: key, fields: { summary: 'New', assignee: null } });
  await editIssue(client, { issueIdOrKey: key, update: { labels: [{ add: 'b' }, { remove: 'a' }] } });
  expect(jira.issue(key).fields).toMatchObject({
    summary: 'New',
    labels: ['b'],
    assignee: undefined,
    priority: 'Medium',
  });
});

test('a bad edit changes nothing', async () => {
  const { jira, client } = await site();
  const key = await newIssue(client);
  const answer = await refusal(
    editIssue(client, { issueIdOrKey: key, fields: { summary: 'New', labels: ['a b'] } }),
  );
  expect(answer.errors).toEqual({ labels: "The label 'a b' contains spaces which is invalid." });
  expect(jira.issue(key).fields.summary).toBe('Logging stopped');
});

test('a deleted issue is gone, and its key is not given again', async () => {
  const { jira, client } = await site();
  const key = await newIssue(client);
  jira.deleteIssue(key);
  expect(await refusal(getIssue(client, { issueIdOrKey: key }))).toMatchObject({
    status: 404,
    messages: ['Issue does not exist or you do not have permission to see it.'],
  });
  expect((await refusal(editIssue(client, { issueIdOrKey: key, fields: {} }))).status).toBe(404);
  expect(await newIssue(client)).toBe('SEC-2');
});
