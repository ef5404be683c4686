import { expect, test } from 'vitest';
import { refusal, refusalCode, workspace } from './slack-fixture.ts';

const channel = 'C0ALERTS';

async function conversation() {
  const all = await workspace();
  all.slack.rates.on = false;
  const metadata = { event_type: 'incident', event_payload: { id: 'i-1' } };
  const { ts = '' } = await all.client.chat.postMessage({ channel, text: 'root', metadata });
  await all.client.chat.postMessage({ channel, text: 'reply', thread_ts: ts, metadata });
  await all.client.chat.postMessage({ channel, text: 'later' });
  return { ...all, ts, metadata };
}

test('a channel is read newest first, without plain replies, and with metadata only on request', async () => {
  const { client, metadata } = await conversation();
  const plain = await client.conversations.history({ channel });
  expect(plain.messages?.map(({ text }) => text)).toEqual(['later', 'root']);
  expect(plain.messages?.[1]?.metadata).toBeUndefined();
  const full = await client.conversations.history({ channel, include_all_metadata: true });
  expect(full.messages?.[1]?.metadata).toEqual(metadata);
});

test('a channel is read page by page', async () => {
  const { client } = await conversation();
  const first = await client.conversations.history({ channel, limit: 1 });
  expect(first).toMatchObject({ has_more: true, messages: [{ text: 'later' }] });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.history({ channel, limit: 1, cursor });
  expect(second).toMatchObject({ has_more: false, messages: [{ text: 'root' }] });
  expect(await refusalCode(client.conversations.history({ channel, cursor: 'x' }))).toBe('invalid_cursor');
  expect(await refusalCode(client.conversations.history({ channel, limit: 1001 }))).toBe('invalid_limit');
});

test('a channel is read between two moments', async () => {
  const { client, ts } = await conversation();
  const texts = async (bounds: { oldest?: string; latest?: string; inclusive?: boolean }) =>
    (await client.conversations.history({ channel, ...bounds })).messages?.map(({ text }) => text);
  expect(await texts({ oldest: ts })).toEqual(['later']);
  expect(await texts({ oldest: ts, inclusive: true })).toEqual(['later', 'root']);
  expect(await texts({ latest: ts, inclusive: true })).toEqual(['root']);
});

test('a thread is read root first; one that is not there is refused', async () => {
  const { client, ts, metadata } = await conversation();
  const thread = await client.conversations.replies({ channel, ts, include_all_metadata: true });
  expect(thread.messages?.map(({ text }) => text)).toEqual(['root', 'reply']);
  expect(thread.messages?.[1]?.metadata).toEqual(metadata);
  const missing = client.conversations.replies({ channel, ts: '1000000000.000000' });
  expect(await refusalCode(missing)).toBe('thread_not_found');
});

test('a channel the app is not in cannot be read', async () => {
  const { client } = await workspace();
  expect(await refusalCode(client.conversations.history({ channel: 'C0OTHERS' }))).toBe('not_in_channel');
  expect(await refusalCode(client.conversations.history({ channel: 'G0SECRET' }))).toBe('channel_not_found');
});

test('channels are listed page by page, archived ones on request only, foreign private ones never', async () => {
  const { client } = await workspace();
  const first = await client.conversations.list({ limit: 2 });
  expect(first.channels?.map(({ name }) => name)).toEqual(['alerts', 'others']);
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await client.conversations.list({ limit: 2, cursor });
  expect(second.channels?.map(({ name }) => name)).toEqual(['old']);
  expect(second.response_metadata?.next_cursor).toBe('');
  const open = await client.conversations.list({
    types: 'public_channel,private_channel',
    exclude_archived: true,
  });
  expect(open.channels?.map(({ name }) => name)).toEqual(['alerts', 'others']);
  const info = await client.conversations.info({ channel });
  expect(info.channel).toMatchObject({ name: 'alerts', is_member: true, is_archived: false });
});

test('people are listed page by page, also those who left', async () => {
  const { client } = await workspace();
  const first = await client.users.list({ limit: 2 });
  expect(first.members?.map(({ name, deleted }) => [name, deleted])).toEqual([
    ['anna', false],
    ['boris', true],
  ]);
  const second = await client.users.list({ limit: 2, cursor: first.response_metadata?.next_cursor ?? '' });
  expect(second.members?.map(({ name }) => name)).toEqual(['clara']);
});

test('a person is found by id and by e-mail; who left is not found by e-mail', async () => {
  const { client } = await workspace();
  expect((await client.users.info({ user: 'U0BORIS' })).user).toMatchObject({ deleted: true });
  expect((await client.users.lookupByEmail({ email: 'Anna@example.com' })).user?.id).toBe('U0ANNA');
  expect(await refusalCode(client.users.info({ user: 'U0NOBODY' }))).toBe('user_not_found');
  for (const email of ['boris@example.com', 'nobody@example.com']) {
    expect(await refusalCode(client.users.lookupByEmail({ email }))).toBe('users_not_found');
  }
});

test('e-mail addresses are shown only to a token that may read them', async () => {
  const { client } = await workspace({ scopes: ['users:read'] });
  expect((await client.users.list({})).members?.[0]?.profile?.email).toBeUndefined();
});

test('direct messages are opened once', async () => {
  const { client } = await workspace();
  const first = await client.conversations.open({ users: 'U0ANNA' });
  const second = await client.conversations.open({ users: 'U0ANNA' });
  expect(second).toMatchObject({ already_open: true, channel: { id: first.channel?.id } });
  expect(await refusalCode(client.conversations.open({ users: 'U0NOBODY' }))).toBe('user_not_found');
  expect(await refusalCode(client.conversations.open({ users: 'U0BORIS' }))).toBe('user_disabled');
});

test('a wrong token, a missing one and an unknown method are refused', async () => {
  const { client } = await workspace({}, { token: 'xoxb-wrong' });
  expect(await refusalCode(client.auth.test())).toBe('invalid_auth');
  const { slack, client: right } = await workspace();
  expect(await refusalCode(right.apiCall('chat.shout'))).toBe('unknown_method');
  const answer = await fetch(`${slack.url}auth.test`, { method: 'POST' });
  expect(await answer.json()).toEqual({ ok: false, error: 'not_authed' });
  expect(await right.auth.test()).toMatchObject({ ok: true, user_id: 'U0BOT00001' });
});

test.each([
  ['chat.postMessage', { channel, text: 'x' }, 'chat:write'],
  ['chat.update', { channel, text: 'x', ts: '1' }, 'chat:write'],
  ['chat.delete', { channel, ts: '1' }, 'chat:write'],
  ['conversations.history', { channel }, 'channels:history'],
  ['conversations.replies', { channel, ts: '1' }, 'channels:history'],
  ['conversations.list', {}, 'channels:read'],
  ['conversations.info', { channel }, 'channels:read'],
  ['conversations.open', { users: 'U0ANNA' }, 'im:write'],
  ['users.list', {}, 'users:read'],
  ['users.info', { user: 'U0ANNA' }, 'users:read'],
  ['users.lookupByEmail', { email: 'anna@example.com' }, 'users:read.email'],
  ['files.getUploadURLExternal', { filename: 'a', length: 1 }, 'files:write'],
  ['files.completeUploadExternal', { files: [] }, 'files:write'],
])('%s without its scope says which one is needed', async (method, args, needed) => {
  const { client } = await workspace({ scopes: ['team:read'] });
  const data = await refusal(client.apiCall(method, args));
  expect(data).toMatchObject({ error: 'missing_scope', needed, provided: 'team:read' });
});

test('a required argument that is missing is named', async () => {
  const { client } = await workspace();
  const data = await refusal(client.apiCall('users.info'));
  expect(data).toMatchObject({
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] missing required field: user'] },
  });
});

test('arguments may come as a JSON body too', async () => {
  const { slack } = await workspace();
  const answer = await fetch(`${slack.url}chat.postMessage`, {
    method: 'POST',
    headers: { authorization: 'Bearer xoxb-right', 'content-type': 'application/json' },
    body: JSON.stringify({ channel, text: 'hi', blocks: [{ type: 'divider' }] }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
  expect(slack.channel('alerts').messages[0]?.blocks).toEqual([{ type: 'divider', block_id: 'b0' }]);
});
