import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { decodeFinding, encodeFinding } from '#adapters/wire/finding-codec.ts';
import { decodeIssue, encodeIssue } from '#adapters/wire/issue-codec.ts';
import { at, finding } from '#test/given/incidents.ts';
import { home, prod, trailArn } from '#test/given/looks.ts';
import { anyFinding, anyIssue } from '#test/given/any-issue.ts';

/** Through DynamoDB's own form and back. */
const stored = (item: object): unknown => unmarshall(marshall(item, { removeUndefinedValues: true }));

/** What Hammer writes (its documentation, "Playbook 14: CloudTrail"), with an attribute of a later version. */
const hammers = {
  account_id: prod,
  issue_id: home,
  status: 'open',
  timestamps: { identified: '2026-11-20T03:00:00.000001+00:00', updated: '2026-11-21T03:00:00.000001' },
  issue_details: { disabled: true, delivery_errors: {}, tags: { team: 'a' } },
  jira_details: { ticket: 'SEC-12', ticket_assignee_id: 'alice' },
  archived: false,
};

test('decode(encode(finding)) = finding', () => {
  fc.assert(
    fc.property(anyFinding, (one) => {
      expect(decodeFinding(stored(encodeFinding(one)))).toEqual(one);
    }),
  );
});

test('decode(encode(issue)) = issue', () => {
  fc.assert(
    fc.property(anyIssue, (issue) => {
      const item = {
        account_id: issue.account,
        issue_id: issue.region,
        ...encodeIssue(issue),
        jira_details: {},
      };
      expect(decodeIssue(stored(item))).toEqual(issue);
    }),
  );
});

test('an item that Hammer wrote is taken over with its beginning and its ticket', () => {
  expect(decodeIssue(hammers)).toEqual({
    account: prod,
    region: home,
    version: 0,
    status: 'open',
    timestamps: {
      identified: Date.parse('2026-11-20T03:00:00Z'),
      updated: Date.parse('2026-11-21T03:00:00Z'),
    },
    disabled: true,
    findings: new Map(),
    inheritedTicket: 'SEC-12',
  });
});

test.each([
  ['no ticket', { jira_details: {} }],
  ['an empty ticket', { jira_details: { ticket: '' } }],
  ['a list of tickets, which only we keep', { jira_details: { ticket: 'SEC-12', tickets: ['SEC-12'] } }],
])('%s is not inherited', (_, changes) => {
  expect(decodeIssue({ ...hammers, ...changes })).not.toHaveProperty('inheritedTicket');
});

test.each([
  ['its ticket', { jira_details: { ticket: null, tickets: null } }],
  ['everything about tickets', { jira_details: null }],
])('NULL is absent: %s', (_, changes) => {
  expect(decodeIssue({ ...hammers, ...changes })).not.toHaveProperty('inheritedTicket');
});

test('a ticket of Hammer is inherited although the list beside it is NULL', () => {
  const beside = { jira_details: { ticket: 'SEC-12', tickets: null } };
  expect(decodeIssue({ ...hammers, ...beside })).toMatchObject({ inheritedTicket: 'SEC-12' });
});

test('an item whose values are all NULL is read as one that says nothing', () => {
  const empty = { timestamps: null, issue_details: null, jira_details: null, findings: null, version: null };
  const read = decodeIssue({ ...hammers, ...empty });
  expect(read).toMatchObject({ status: 'open', disabled: false, version: 0, withoutTimestamps: true });
  expect(read?.findings.size).toBe(0);
});

test('a moment that Hammer wrote as NULL did not happen', () => {
  const timestamps = { ...hammers.timestamps, remediated: null, closed: null, reported: null };
  const read = decodeIssue({ ...hammers, timestamps })?.timestamps;
  expect([read?.remediated, read?.closed, read?.reported]).toEqual([undefined, undefined, undefined]);
});

test.each([
  ['nothing', undefined],
  ['text', 'junk'],
  ['another key', { account: prod }],
  ['an account that is none', { ...hammers, account_id: '12' }],
  ['a Region that is none', { ...hammers, issue_id: 'sg-0123|eu-west-1' }],
])('%s is no issue', (_, item) => {
  expect(decodeIssue(item)).toBeUndefined();
});

test('the item tells the delivery errors in the words of the playbook', () => {
  const failing = finding({
    rule: 's3-delivery-failing',
    evidence: { error: 'NoSuchBucket', resource: 'the-bucket', recorded: 'WriteOnly', multiRegion: true },
  });
  const over = finding({ rule: 'cloudwatch-delivery-failing', state: 'resolved' });
  const issue = {
    account: prod,
    region: home,
    version: 1,
    status: 'open',
    timestamps: { identified: at('12:00:00'), updated: at('12:00:00') },
    disabled: false,
    findings: new Map([failing, over].map((one) => [`${one.rule}#${one.subject}` as never, one])),
  } as const;
  expect(encodeIssue(issue).issue_details).toEqual({
    disabled: false,
    delivery_errors: {
      [failing.subject]: {
        errors: { s3: { resource: 'the-bucket', error: 'NoSuchBucket' } },
        events: 'WriteOnly',
        multi_region: true,
      },
    },
  });
  expect(trailArn('org-main')).toBe(failing.subject);
});

test('an entry that is no finding is left out and hides no other', () => {
  const one = encodeFinding(finding());
  const findings = { one, junk: 'junk', dropped: { ...one, rule: 'a-rule-of-another-version' } };
  expect([...(decodeIssue({ ...hammers, version: 3, findings })?.findings.values() ?? [])]).toEqual([
    finding(),
  ]);
});
