import { addComment, linkIssues } from 'jira.js/cloud';
import { expect, test } from 'vitest';
import { renderTicket } from '#simulators/jira/render-ticket.ts';
import { document, newIssue, site } from './jira-fixture.ts';

const text = (words: string, ...marks: unknown[]) => ({
  type: 'text',
  text: words,
  ...(marks.length > 0 ? { marks } : {}),
});
const paragraph = (...content: unknown[]) => ({ type: 'paragraph', content });
const item = (words: string) => ({ type: 'listItem', content: [paragraph(text(words))] });
const cell = (type: string, words: string) => ({ type, attrs: {}, content: [paragraph(text(words))] });

const description = {
  type: 'doc',
  version: 1,
  content: [
    { type: 'panel', attrs: { panelType: 'error' }, content: [paragraph(text('Logging is off.'))] },
    { type: 'heading', attrs: { level: 2 }, content: [text('What to do')] },
    {
      type: 'codeBlock',
      attrs: { language: 'bash' },
      content: [text('aws cloudtrail start-logging --name main')],
    },
    { type: 'bulletList', content: [item('eu-west-1'), item('us-east-1')] },
    { type: 'orderedList', content: [item('ask'), item('start')] },
    {
      type: 'table',
      content: [
        { type: 'tableRow', content: [cell('tableHeader', 'Account'), cell('tableHeader', 'Since')] },
        { type: 'tableRow', content: [cell('tableCell', '111122223333'), cell('tableCell', '12:00')] },
      ],
    },
    paragraph(
      text('See '),
      text('the event', { type: 'link', attrs: { href: 'https://example.com/e' } }),
      { type: 'hardBreak' },
      text('\u001b[2Jevil'),
    ),
    { type: 'rule' },
  ],
};

test('a ticket is shown with its comments as a person would see it', async () => {
  const { jira, client } = await site();
  const epic = await newIssue(client, { issuetype: { name: 'Epic' } });
  const fields = {
    description,
    labels: ['trailwarden'],
    assignee: { accountId: 'acc-anna' },
    parent: { key: epic },
  };
  const key = await newIssue(client, fields);
  await linkIssues(client, { type: { name: 'Relates' }, inwardIssue: { key }, outwardIssue: { key: epic } });
  await addComment(client, { issueIdOrKey: key, body: document('Resolved.') });
  const names = { 'acc-anna': 'Anna Archer', 'own-account': 'Trail Bot' };
  expect(renderTicket(jira.issue(key), { names }).split('\n')).toEqual([
    '│ SEC-2  Logging stopped',
    '│ [To Do]  ·  Task  ·  Priority Medium  ·  Assigned to Anna Archer  ·  Parent SEC-1  ·  Labels',
    '│ trailwarden',
    '│ Links: Relates SEC-1',
    '│',
    '│ | Logging is off.',
    '│',
    '│ WHAT TO DO',
    '│',
    '│     aws cloudtrail start-logging --name main',
    '│ • eu-west-1',
    '│ • us-east-1',
    '│ 1. ask',
    '│ 2. start',
    '│',
    '│ Account       Since',
    '│ 111122223333  12:00',
    '│ See the event (https://example.com/e)',
    '│ �[2Jevil',
    `│ ${'─'.repeat(60)}`,
    '│',
    '│ ── Trail Bot, 2026-11-21 12:00:00 UTC',
    '│ Resolved.',
  ]);
});

test('a ticket without a description says so, and its title may be bold', async () => {
  const { jira, client } = await site();
  const shown = renderTicket(jira.issue(await newIssue(client)), { bold: true });
  expect(shown).toContain('\u001b[1mSEC-1  Logging stopped\u001b[22m');
  expect(shown).toContain('(no description)');
  expect(shown).toContain('Unassigned');
});
