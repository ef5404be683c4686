import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { explainFailure, startStage, type Stage } from './stage.ts';
import { home, separateAccounts } from './worlds.ts';

const accounts = {
  patient: '600000000001',
  inherited: '600000000002',
  owned: '600000000003',
};
const minute = 60_000;

let stage: Stage;
beforeAll(async () => {
  stage = await startStage({
    world: separateAccounts(accounts),
    channels: ['owners'],
    documents: {
      owners: { account: { [accounts.owned]: { slack_owner: ['#gone', '#owners'] } } },
      config: { slack: { enabled: true, notify_default_owner: true } },
    },
  });
});
beforeEach(() => explainFailure(stage));
afterAll(() => stage.stop());

const stop = (account: string) => stage.cloudTrail(account).send(new StopLoggingCommand({ Name: 'main' }));

describe('Slack is down', () => {
  const { patient } = accounts;

  it('and Jira is told all the same, at once', async () => {
    stage.slack.hook = () => ({ status: 503, body: 'down' });
    await stop(patient);
    await stage.later();
    expect(stage.tickets(patient)).toHaveLength(1);
    expect(stage.messages(patient)).toEqual([]);
  });

  it('and Slack is told when it is back, once', async () => {
    await stage.later(20 * minute);
    stage.slack.hook = () => 'serve';
    await stage.later(10 * minute);
    expect(stage.messages(patient)).toHaveLength(1);
    expect(await stage.deadLetters()).toEqual([]);
  });
});

describe('an item that Hammer wrote', () => {
  it('is taken over with its ticket: no second one is made, and what Hammer knew is kept', async () => {
    const { inherited } = accounts;
    const authorization = `Basic ${Buffer.from('trailwarden@example.com:rehearsal').toString('base64')}`;
    const fields = { project: { key: 'AWSSEC' }, issuetype: { name: 'Task' }, summary: 'CloudTrail issue' };
    const created = await fetch(`${stage.jira.url}/rest/api/3/issue`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ fields }),
    });
    const { key } = (await created.json()) as { key: string };
    const tickets = stage.jira.issues.length;
    const identified = '2026-01-02T03:04:05.000000+00:00';
    const Item = marshall({
      account_id: inherited,
      issue_id: home,
      status: 'open',
      timestamps: { identified, updated: identified, reported: identified },
      issue_details: { disabled: true, delivery_errors: {} },
      seen_by: 'hammer',
      jira_details: { ticket: key, business_unit: 'unit' },
    });
    await stage.cloud.tables.send(new PutItemCommand({ TableName: stage.cloud.nameOf('IssuesTable'), Item }));

    await stop(inherited);
    await stage.later();
    expect(stage.jira.issues).toHaveLength(tickets);
    expect(stage.jira.issue(key).fields.summary).toContain(
      'CRITICAL: CloudTrail logging is stopped in inherited',
    );
    const item = (await stage.items(inherited)).find(({ issue_id }) => issue_id === home);
    expect(item).toMatchObject({
      seen_by: 'hammer',
      jira_details: { ticket: key, business_unit: 'unit' },
    });
    expect(Date.parse(item?.timestamps['identified'] ?? '')).toBe(Date.parse('2026-01-02T03:04:05Z'));
    expect(stage.messages(inherited)[0]).toContain(key);
  });
});

describe('an incident with several destinations', () => {
  it('tells all of them at once although the first does not exist, and leaves dead letters with the reason', async () => {
    const { owned } = accounts;
    await stop(owned);
    await stage.later();
    expect(stage.messages(owned, 'owners')).toHaveLength(1);
    expect(stage.messages(owned, 'cloudtrail')).toHaveLength(1);
    expect(stage.tickets(owned)).toHaveLength(1);
    const letters = await stage.deadLetters();
    expect(letters).not.toEqual([]);
    for (const letter of letters) {
      expect(letter).toContain('slack|#gone');
      expect(letter).toContain('the channel does not exist, or is private and the app was not invited');
    }
  });
});

describe('reporting', () => {
  const alone = { alone: '610000000001' };
  const slack = (enabled: boolean) => ({ enabled, default_channel: '#cloudtrail' });
  const jira = (enabled: boolean) => ({ enabled, server: 'https://example.atlassian.net' });
  const settings = (reporting: boolean) => ({
    enabled: true,
    'ddb.table_name': 'hammer-cloudtrails',
    reporting,
    accounts: Object.values(alone),
  });

  it.each([
    { name: 'off', reporting: false, viaSlack: true, viaJira: true },
    { name: 'on, through Slack only', reporting: true, viaSlack: true, viaJira: false },
    { name: 'on, through Jira only', reporting: true, viaSlack: false, viaJira: true },
  ])('$name: the item is there in any case', async ({ reporting, viaSlack, viaJira }) => {
    const config = { cloudtrails: settings(reporting), slack: slack(viaSlack), jira: jira(viaJira) };
    const other = await startStage({ world: separateAccounts(alone), documents: { config } });
    explainFailure(other);
    try {
      await other.cloudTrail(alone.alone).send(new StopLoggingCommand({ Name: 'main' }));
      await other.later();
      expect((await other.items()).map(({ status }) => status)).toEqual(['open', 'open']);
      expect(other.slack.requests.length > 0).toBe(reporting && viaSlack);
      expect(other.jira.requests.length > 0).toBe(reporting && viaJira);
    } finally {
      await other.stop();
    }
  });
});
