import { describe, expect, test } from 'vitest';
import { toldThroughJira, toldThroughSlack } from '#config/config.ts';
import { jiraOwner, slackOwners } from '#config/ticket-owners.ts';
import { account, faults, least, places, usable } from '#test/given/configurations.ts';

const production = account('210987654321');
const security = account('123456789012');
const owners = {
  jira_project: 'AWSSEC',
  jira_owner: 'Support-General',
  jira_parent_ticket: 'AWSSEC-1234',
  slack_owner: ['#devops', 'bob'],
};
const server = 'https://example.atlassian.net';

test.each([
  { reporting: false, slack: false, jira: false, told: [] },
  { reporting: false, slack: false, jira: true, told: [] },
  { reporting: false, slack: true, jira: false, told: [] },
  { reporting: false, slack: true, jira: true, told: [] },
  { reporting: true, slack: false, jira: false, told: [] },
  { reporting: true, slack: false, jira: true, told: ['jira'] },
  { reporting: true, slack: true, jira: false, told: ['slack'] },
  { reporting: true, slack: true, jira: true, told: ['slack', 'jira'] },
])(
  'reporting $reporting, Slack $slack, Jira $jira: told through $told',
  ({ reporting, slack, jira, told }) => {
    const config = usable(
      { ...least, cloudtrails: { reporting }, slack: { enabled: slack }, jira: { enabled: jira, server } },
      {},
      owners,
    );
    expect([
      ...(toldThroughSlack(config) ? ['slack'] : []),
      ...(toldThroughJira(config) ? ['jira'] : []),
    ]).toEqual(told);
  },
);

describe('Slack', () => {
  test.each([
    { own: '#prod', notify: true, told: ['#prod', '#devops', 'bob'] },
    { own: '#prod', notify: false, told: ['#prod'] },
    { own: ['bob', '#prod', ''], notify: true, told: ['bob', '#prod', '#devops'] },
    { own: '', notify: false, told: ['#devops', 'bob'] },
    { own: [], notify: false, told: ['#devops', 'bob'] },
  ])('own owners $own, default owner notified $notify: $told', ({ own, notify, told }) => {
    const document = { ...owners, account: { [production]: { slack_owner: own } } };
    const config = usable({ ...least, slack: { notify_default_owner: notify } }, {}, document);
    expect(slackOwners(config, production)).toEqual(told);
    expect(slackOwners(config, security)).toEqual(['#devops', 'bob']);
  });
});

describe('Jira', () => {
  const global = { project: 'AWSSEC', assignee: 'Support-General', parentTicket: 'AWSSEC-1234' };

  test.each([
    { own: {}, ticket: global },
    {
      own: { jira_project: '', jira_owner: 'Support-Cloud' },
      ticket: { ...global, assignee: 'Support-Cloud' },
    },
    { own: { jira_project: 'PROD' }, ticket: { ...global, project: 'PROD' } },
    { own: { jira_parent_ticket: 'PROD-1' }, ticket: { ...global, parentTicket: 'PROD-1' } },
  ])('$own before the global owners: $ticket', ({ own, ticket }) => {
    expect(jiraOwner(usable(least, {}, { ...owners, account: { [production]: own } }), production)).toEqual(
      ticket,
    );
  });

  test('without a project there is no ticket', () => {
    expect(jiraOwner(usable(), production)).toBeUndefined();
  });
});

describe('nobody to tell', () => {
  const slackOn = { ...least, cloudtrails: { reporting: true }, slack: { enabled: true } };
  const jiraOn = { ...least, cloudtrails: { reporting: true }, jira: { enabled: true, server } };

  test.each([
    ['is no fault while reporting is off', { ...slackOn, cloudtrails: {} }, {}, []],
    ['is a fault where Slack reports', slackOn, {}, ['ticket_owners.json: slack_owner']],
    ['is a fault where Jira reports', jiraOn, {}, ['ticket_owners.json: jira_project']],
    ['empty strings are nobody', slackOn, { slack_owner: ['', ' '] }, ['ticket_owners.json: slack_owner']],
    [
      'one account without owners is enough',
      slackOn,
      { account: { [production]: { slack_owner: 'bob' } } },
      ['ticket_owners.json: slack_owner'],
    ],
    [
      'an ignored account needs no owners',
      { ...slackOn, cloudtrails: { reporting: true, ignore_accounts: [security] } },
      { account: { [production]: { slack_owner: 'bob' } } },
      [],
    ],
    [
      'accounts of AWS Organizations need global owners',
      {
        ...slackOn,
        organization: { mode: 'organization', id: 'o-a1b2c3d4e5' },
        aws: { ...least.aws, accounts: { [production]: 'p' } },
      },
      { account: { [production]: { slack_owner: 'bob' } } },
      ['ticket_owners.json: slack_owner'],
    ],
  ])('%s', (_, config, document, expected) => {
    expect(places(faults(config, {}, document))).toEqual(expected);
  });
});
