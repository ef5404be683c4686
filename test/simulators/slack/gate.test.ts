import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError } from '@slack/web-api';
import { expect, test } from 'vitest';
import { slackRateLimited } from '#simulators/slack/rate-limit.ts';
import { refusalCode, workspace } from './slack-fixture.ts';

const channel = 'C0ALERTS';

test('a message too many into a channel within a second is told when to come again', async () => {
  const { slack, client, clock } = await workspace();
  const post = (into: string) => client.chat.postMessage({ channel: into, text: 'hi' });
  await post(channel);
  await post(channel);
  clock.pass(999);
  await expect(post(channel)).rejects.toMatchObject({ retryAfter: 1 });
  await expect(post('#alerts')).rejects.toBeInstanceOf(WebAPIRateLimitedError);
  await post('U0ANNA');
  clock.pass(1);
  await post(channel);
  expect(slack.channel('alerts').messages).toHaveLength(3);
  expect(slack.requests.map(({ status }) => status)).toEqual([200, 200, 429, 429, 200, 200]);
});

test('a method takes its tier of calls a minute and no more', async () => {
  const { client, clock } = await workspace();
  for (let call = 0; call < 20; call += 1) await client.users.list({});
  clock.pass(10_000);
  await expect(client.users.list({})).rejects.toMatchObject({ retryAfter: 50 });
  for (let call = 0; call < 50; call += 1) await client.users.lookupByEmail({ email: 'anna@example.com' });
  await expect(client.users.lookupByEmail({ email: 'anna@example.com' })).rejects.toMatchObject({
    retryAfter: 60,
  });
  clock.pass(50_001);
  await client.users.list({});
});

test('the pace can be switched off', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  for (let call = 0; call < 60; call += 1) await client.chat.postMessage({ channel, text: 'hi' });
  expect(slack.channel('alerts').messages).toHaveLength(60);
});

test('a story can answer instead of Slack, which then saw nothing', async () => {
  const { slack, client } = await workspace();
  slack.hook = ({ method }) => (method === 'chat.postMessage' ? slackRateLimited(30) : 'serve');
  await expect(client.chat.postMessage({ channel, text: 'hi' })).rejects.toMatchObject({ retryAfter: 30 });
  slack.hook = () => ({ status: 500, body: 'oops' });
  await expect(client.chat.postMessage({ channel, text: 'hi' })).rejects.toBeInstanceOf(WebAPIHTTPError);
  slack.hook = () => ({ status: 200, body: { ok: false, error: 'account_inactive' } });
  expect(await refusalCode(client.chat.postMessage({ channel, text: 'hi' }))).toBe('account_inactive');
  expect(slack.channel('alerts').messages).toEqual([]);
});

test('a cut connection leaves open whether the message was posted', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  const post = () => client.chat.postMessage({ channel, text: 'hi' });
  slack.hook = () => 'drop-before';
  await expect(post()).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(slack.channel('alerts').messages).toHaveLength(0);
  slack.hook = () => 'drop-after';
  await expect(post()).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(slack.channel('alerts').messages).toHaveLength(1);
  expect(slack.requests.map(({ dropped }) => dropped)).toEqual([true, true]);
});

test('a slow answer runs into the time-out of the caller, and the message is posted all the same', async () => {
  const { slack, client } = await workspace({}, { timeout: 1000 });
  slack.hook = () => ({ delayMs: 600_000 });
  await expect(client.chat.postMessage({ channel, text: 'hi' })).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(slack.channel('alerts').messages).toHaveLength(1);
});

test('every request is on record with its arguments, time and answer', async () => {
  const { slack, client, clock } = await workspace();
  await client.chat.postMessage({ channel, text: 'hi' });
  expect(slack.requests).toMatchObject([
    {
      method: 'chat.postMessage',
      args: { channel, text: 'hi' },
      at: clock.now(),
      status: 200,
      answer: { ok: true },
    },
  ]);
});
