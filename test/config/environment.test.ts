import { expect, test } from 'vitest';
import { readEnvironment } from '#config/environment.ts';

test('what was asked for is there, and nothing else is looked at', () => {
  expect(readEnvironment({ ISSUES_TABLE: 'issues', EVENTS_QUEUE_URL: 'nonsense' }, ['issuesTable'])).toEqual({
    issuesTable: 'issues',
  });
});

test('everything that is missing or wrong is named at once', () => {
  const read = () =>
    readEnvironment({ BUS_NAME: '', SLACK_QUEUE_URL: 'here' }, ['issuesTable', 'busName', 'slackQueueUrl']);
  expect(read).toThrow(
    'The environment is incomplete: ISSUES_TABLE is not set, BUS_NAME is empty, SLACK_QUEUE_URL is no address.',
  );
});

test('addresses of stand-ins may be absent, but not wrong', () => {
  expect(readEnvironment({}, ['slackApiUrl', 'jiraHost'])).toEqual({});
  expect(() => readEnvironment({ JIRA_HOST: 'ftp://x' }, ['jiraHost'])).toThrow('JIRA_HOST is no address');
});

test('the documents are inside the Lambda package unless told otherwise', () => {
  expect(readEnvironment({ LAMBDA_TASK_ROOT: '/var/task' }, ['configDirectory']).configDirectory).toBe(
    '/var/task/config',
  );
  const told = { LAMBDA_TASK_ROOT: '/var/task', CONFIG_DIRECTORY: '/elsewhere' };
  expect(readEnvironment(told, ['configDirectory']).configDirectory).toBe('/elsewhere');
  expect(() => readEnvironment({}, ['configDirectory'])).toThrow('CONFIG_DIRECTORY is not set');
});
