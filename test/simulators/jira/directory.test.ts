import {
  getAllStatuses,
  getCreateIssueMetaIssueTypeId,
  getCreateIssueMetaIssueTypes,
  getCurrentUser,
  getProject,
  getServerInfo,
  searchPriorities,
} from 'jira.js/cloud';
import { expect, test } from 'vitest';
import { refusal, site } from './jira-fixture.ts';

test('the site says that it is Cloud and whose credentials these are', async () => {
  const users = [{ accountId: 'acc-bot', displayName: 'Bot', emailAddress: 'bot@example.com' }];
  const { client } = await site({ users });
  expect((await getServerInfo(client)).deploymentType).toBe('Cloud');
  expect((await getCurrentUser(client)).accountId).toBe('acc-bot');
});

test('a project is told with its issue types and statuses', async () => {
  const { client } = await site();
  const project = await getProject(client, { projectIdOrKey: 'SEC' });
  expect(project.issueTypes?.map(({ name }) => name)).toEqual(['Task', 'Epic', 'Sub-task']);
  const [type] = await getAllStatuses(client, { projectIdOrKey: 'LONG' });
  expect(type?.statuses.map(({ name }) => name)).toEqual(['Open', 'Review', 'Closed']);
  expect((await refusal(getProject(client, { projectIdOrKey: 'NONE' }))).status).toBe(404);
});

test('the priorities are told', async () => {
  const { client } = await site();
  const { values } = await searchPriorities(client);
  expect(values.map(({ name }) => name)).toEqual(['Highest', 'High', 'Medium', 'Low', 'Lowest']);
});

test('what can be set on creation is told, with the priority only where the screen has one', async () => {
  const { client } = await site();
  const fields = async (projectIdOrKey: string) => {
    const { issueTypes = [] } = await getCreateIssueMetaIssueTypes(client, { projectIdOrKey });
    const issueTypeId = issueTypes[0]?.id ?? '';
    const meta = await getCreateIssueMetaIssueTypeId(client, { projectIdOrKey, issueTypeId });
    return meta.fields?.map(({ key }) => key);
  };
  expect(await fields('SEC')).toContain('priority');
  expect(await fields('BARE')).not.toContain('priority');
  const wrong = getCreateIssueMetaIssueTypeId(client, { projectIdOrKey: 'SEC', issueTypeId: '1' });
  expect((await refusal(wrong)).status).toBe(404);
});
