import { describe, expect, it } from 'vitest';
import { recipientLines } from '#cli/test-alert/recipients.ts';
import { readTestRequest } from '#adapters/wire/read-test-request.ts';
import { parseConfig } from '#config/load.ts';
import { account } from '#test/given/shop.ts';

const main = {
  aws: {
    main_account_id: '123456789012',
    region: 'eu-west-1',
    role_name_identification: 'reads',
    accounts: { '111122223333': 'shop' },
  },
  cloudtrails: { enabled: true, reporting: true },
  slack: { enabled: true, default_channel: '#security' },
  jira: { enabled: true, server: 'https://example.atlassian.net' },
};
const owners = {
  slack_owner: '#cloudtrail',
  jira_project: 'SEC',
  account: { '111122223333': { slack_owner: ['#shop', 'ana'], jira_owner: 'ana@example.com' } },
};

function linesOf(changes: object = {}, id = '111122223333'): readonly string[] {
  const texts = {
    config: JSON.stringify({ ...main, ...changes }),
    whitelist: '{}',
    ticketOwners: JSON.stringify(owners),
  };
  const parsed = parseConfig(texts);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return recipientLines(parsed.config, account(id));
}

describe('test-alert --dry-run', () => {
  it('names everybody who is told of an account, as the reporters find them', () => {
    expect(linesOf()).toEqual([
      'Of account shop (111122223333) would be told:',
      '  Slack  #shop',
      '  Slack  ana',
      '  Slack  #cloudtrail',
      '  Jira   project SEC, assigned to ana@example.com',
      'Owners not found in Slack: told in #security, with a note.',
      'Nothing was sent.',
    ]);
    expect(linesOf({ slack: { enabled: false } }, '444455556666')).toEqual([
      'Of account 444455556666 would be told:',
      '  Jira   project SEC',
      'Nothing was sent.',
    ]);
  });

  it('says so where no recipient is configured', () => {
    const [line] = linesOf({ cloudtrails: { enabled: true, reporting: false } });
    expect(line).toMatch(
      /^No recipient would be told of account shop \(111122223333\): see cloudtrails.reporting/,
    );
  });
});

describe('the event of a test alert', () => {
  const event = {
    id: '6a7e8feb-b491',
    source: 'trailwarden.test',
    'detail-type': 'Trailwarden Test Alert',
    detail: { account: '111122223333', look: '111122223333', askedBy: `ana\u202e${'x'.repeat(9000)}` },
  };

  it("is read with its id, and a stranger's text is kept short", () => {
    const request = readTestRequest(event);
    expect(request).toMatchObject({ id: 'test-6a7e8feb-b491', account: '111122223333' });
    expect(request?.askedBy).toHaveLength(200);
  });

  it('is thrown back when it does not say what it asks for, and every other event is left to others', () => {
    expect(() => readTestRequest({ ...event, detail: {} })).toThrow();
    expect(() => readTestRequest({ ...event, id: 'A B' })).toThrow('not an event id');
    expect(readTestRequest({ ...event, source: 'aws.cloudtrail' })).toBeUndefined();
    expect(readTestRequest('nothing')).toBeUndefined();
  });
});
