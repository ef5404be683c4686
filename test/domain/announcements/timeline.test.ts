import { expect, test } from 'vitest';
import { timelineOf } from '#domain/announcements/timeline.ts';
import { plainText } from '#domain/announcements/wording.ts';
import { at, bornHealed, everywhere, healed, member, names, trigger, view } from '#test/given/incidents.ts';

const told = [
  { at: at('12:00:11'), channel: 'slack', to: '#cloudtrail' },
  { at: at('12:00:12'), channel: 'jira', to: 'AWSSEC', ticket: 'AWSSEC-1' },
] as const;
const lines = (entries: ReturnType<typeof timelineOf>) =>
  entries.map(
    ({ at: moment, kind, words }) =>
      `${new Date(moment).toISOString().slice(11, 19)} ${kind}: ${plainText(words)}`,
  );

test('an incident from the call to its end, in order', () => {
  expect(lines(timelineOf(view(everywhere(healed)), told, names))).toEqual([
    '12:00:08 call: StopLogging with the AWS CLI from 203.0.113.7, without MFA: alice@example.com through Identity Center, permission set AdministratorAccess in prod (111122223333).',
    '12:00:10 found: Found: 1 account, 17 Regions.',
    '12:00:11 told: Told in Slack: #cloudtrail.',
    '12:00:12 told: Ticket AWSSEC-1 was created in Jira.',
    '12:07:51 over: Recovery confirmed: 1 account, 17 Regions.',
  ]);
});

test('an interruption is found when it is over, which is said once', () => {
  const entries = timelineOf(view([member(bornHealed)]), [], names);
  expect(lines(entries).slice(1)).toEqual(['12:00:14 found: Found, already over: 1 account, eu-west-1.']);
});

test('a call without a time is left out, and what was closed is the last', () => {
  const closed = { at: at('12:30:00'), because: 'healthy' } as const;
  const entries = timelineOf(view([member({ ...healed, closed })], [trigger({ at: undefined })]), [], names);
  expect(entries.map(({ kind }) => kind)).toEqual(['found', 'over', 'closed']);
});
