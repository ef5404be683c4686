import { expect, it } from 'vitest';
import { isJiraCloud, isJiraGateway } from '#config/jira-address.ts';

const cloudId = '11111111-2222-3333-4444-555555555555';

it.each([
  ['https://example.atlassian.net', true],
  ['https://example.atlassian.net/', true],
  [`https://api.atlassian.com/ex/jira/${cloudId}`, true],
  [`https://api.atlassian.com/ex/jira/${cloudId}/`, true],
  ['http://127.0.0.1:8080', true],
  ['http://example.atlassian.net', false],
  ['https://example.atlassian.net/jira', false],
  ['https://user@example.atlassian.net', false],
  ['https://jira.example.com', false],
  ['https://example.atlassian.net.evil.example', false],
  ['https://api.atlassian.com', false],
  ['https://api.atlassian.com/ex/jira/', false],
  ['https://api.atlassian.com/ex/confluence/' + cloudId, false],
  [`https://api.atlassian.com/ex/jira/${cloudId}/rest`, false],
  [`http://api.atlassian.com/ex/jira/${cloudId}`, false],
  ['', false],
])('%j can be called as Jira Cloud: %s', (address, expected) => {
  expect(isJiraCloud(address)).toBe(expected);
});

it('the gateway is not an address that people can open', () => {
  expect(isJiraGateway(`https://api.atlassian.com/ex/jira/${cloudId}`)).toBe(true);
  expect(isJiraGateway('https://example.atlassian.net')).toBe(false);
});
