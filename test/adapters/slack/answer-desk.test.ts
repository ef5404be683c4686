import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { slackAnswerDesk } from '#adapters/slack/answer-desk.ts';
import type { Secret } from '#ports/secret.ts';
import { startSlack, type SlackStandIn } from '#simulators/slack/start-slack.ts';

let slack: SlackStandIn;
beforeAll(async () => {
  slack = await startSlack({
    clock: { now: () => Date.now() },
    token: 'xoxb-right',
    channels: [{ id: 'C00000SEC', name: 'sec' }],
    users: [{ id: 'U000000A1', name: 'anna', realName: 'Anna', email: 'anna@example.com' }],
  });
  slack.rates.on = false;
});
afterAll(() => slack.stop());
beforeEach(() => {
  slack.hook = () => 'serve';
});

// The time limit is real, and a busy machine can take more than production's 2.5 s.
const desk = (token: Secret = async () => 'xoxb-right') =>
  slackAnswerDesk({ token, apiUrl: slack.url, timeout: 20_000 });
const may = ['anna@example.com'];
const refusing = (error: string) => {
  slack.hook = () => ({ status: 200, body: { ok: false, error } });
};

test('a person is among those who are named by address or id, and no other is', async () => {
  expect(await desk().isAmong('U000000A1', may)).toBe(true);
  expect(await desk().isAmong('U000000B2', may)).toBe(false);
  expect(await desk().isAmong('U000000B2', ['U000000B2'])).toBe(true);
});

test('a token that was rotated a moment ago makes nobody a stranger', async () => {
  let current = 'xoxb-old';
  const rotated = async (anew = false) => (anew ? (current = 'xoxb-right') : current);
  expect(await desk(rotated).isAmong('U000000A1', may)).toBe(true);
});

test.each(['token_revoked', 'invalid_auth', 'account_inactive', 'internal_error', 'ratelimited'])(
  'whether a person is among them is not known while Slack says %s: the press is carried out again',
  async (code) => {
    refusing(code);
    await expect(desk().isAmong('U000000A1', may)).rejects.toThrow(code);
  },
);

test.each(['users_not_found', 'missing_scope', 'access_denied'])(
  'an address that Slack does not look up (%s) is no one’s',
  async (code) => {
    refusing(code);
    expect(await desk().isAmong('U000000A1', may)).toBe(false);
  },
);
