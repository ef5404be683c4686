import { expect, test } from 'vitest';
import { refusalCode, workspace } from './slack-fixture.ts';

const channel = 'C0ALERTS';

test('a message is kept with its text, blocks and metadata, and answered with its time stamp', async () => {
  const { slack, client, clock } = await workspace();
  const metadata = { event_type: 'incident', event_payload: { id: 'i-1', open: true, accounts: 3 } };
  const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'Logging stopped' } }];
  const answer = await client.chat.postMessage({ channel, text: 'Logging stopped', blocks, metadata });
  expect(answer.ts).toBe(`${clock.now() / 1000}.000000`);
  const [message] = slack.channel('alerts').messages;
  expect(message).toMatchObject({
    ts: answer.ts,
    text: 'Logging stopped',
    metadata,
    edits: [],
    broadcast: false,
  });
  expect(message?.blocks).toEqual([{ ...blocks[0], block_id: 'b0' }]);
});

test('a channel is found by id, by name and by #name; a user id opens the direct messages', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  for (const name of ['C0ALERTS', 'alerts', '#alerts'])
    await client.chat.postMessage({ channel: name, text: 'hi' });
  await client.chat.postMessage({ channel: 'U0ANNA', text: 'hi Anna' });
  expect(slack.channel('alerts').messages).toHaveLength(3);
  expect(slack.channel('U0ANNA').messages.map(({ text }) => text)).toEqual(['hi Anna']);
});

test('an update by channel name is refused, as Slack takes only ids there', async () => {
  const { client } = await workspace();
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
  expect(await refusalCode(client.chat.update({ channel: 'alerts', ts, text: 'two' }))).toBe(
    'channel_not_found',
  );
});

test.each([
  ['C0NOBODY', 'channel_not_found'],
  ['C0OTHERS', 'not_in_channel'],
  ['C0OLD', 'is_archived'],
  ['G0SECRET', 'channel_not_found'],
  ['U0BORIS', 'user_disabled'],
])('posting into %s is refused with %s', async (target, code) => {
  const { slack, client } = await workspace();
  expect(await refusalCode(client.chat.postMessage({ channel: target, text: 'hi' }))).toBe(code);
  expect(slack.channel('others').messages).toEqual([]);
});

test('with chat:write.public a public channel takes messages without an invitation', async () => {
  const { slack, client } = await workspace({ scopes: ['chat:write', 'chat:write.public'] });
  await client.chat.postMessage({ channel: 'C0OTHERS', text: 'hi' });
  expect(slack.channel('others').messages).toHaveLength(1);
});

test('a message needs text or blocks, and at most 40,000 characters of text', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  const post = (text: string) => client.chat.postMessage({ channel, text });
  expect(await refusalCode(post(''))).toBe('no_text');
  expect(await refusalCode(post(' \n'))).toBe('no_text');
  expect(await refusalCode(post('x'.repeat(40_001)))).toBe('msg_too_long');
  await post('x'.repeat(40_000));
});

test('an edit keeps what was said before', async () => {
  const { slack, client } = await workspace();
  const metadata = { event_type: 'incident', event_payload: { id: 'i-1' } };
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'one', metadata });
  await client.chat.update({ channel, ts, text: 'two' });
  const [message] = slack.channel('alerts').messages;
  expect(message).toMatchObject({ ts, text: 'two', metadata, edits: [{ text: 'one' }] });
});

test('an edit with text and without blocks removes the blocks', async () => {
  const { slack, client } = await workspace();
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'one', blocks: [{ type: 'divider' }] });
  await client.chat.update({ channel, ts, text: 'two' });
  expect(slack.channel('alerts').messages[0]?.blocks).toEqual([]);
});

test('an edited text has at most 4,000 bytes, counted after escaping', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
  const update = (text: string) => client.chat.update({ channel, ts, text });
  await update('x'.repeat(4000));
  await update(`&lt;${'x'.repeat(3996)}`);
  expect(await refusalCode(update('x'.repeat(4001)))).toBe('msg_too_long');
  expect(await refusalCode(update(`<${'x'.repeat(3997)}`))).toBe('msg_too_long');
  expect(await refusalCode(update('é'.repeat(2001)))).toBe('msg_too_long');
});

test('a message that is gone, or of somebody else, cannot be edited or deleted', async () => {
  const { slack, client } = await workspace();
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
  slack.remove('alerts', ts);
  expect(await refusalCode(client.chat.update({ channel, ts, text: 'two' }))).toBe('message_not_found');
  expect(await refusalCode(client.chat.delete({ channel, ts }))).toBe('message_not_found');
  const theirs = slack.say('alerts', 'U0ANNA', 'mine');
  expect(await refusalCode(client.chat.update({ channel, ts: theirs.ts, text: 'x' }))).toBe(
    'cant_update_message',
  );
  expect(await refusalCode(client.chat.delete({ channel, ts: theirs.ts }))).toBe('cant_delete_message');
});

test('after the edit window a message can no longer be edited', async () => {
  const { slack, client, clock } = await workspace();
  slack.setEditWindow(60_000);
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
  clock.pass(60_000);
  await client.chat.update({ channel, ts, text: 'two' });
  clock.pass(1);
  expect(await refusalCode(client.chat.update({ channel, ts, text: 'three' }))).toBe('edit_window_closed');
});

test('a deleted message is gone', async () => {
  const { slack, client } = await workspace();
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'one' });
  await client.chat.delete({ channel, ts });
  expect(slack.channel('alerts').messages).toEqual([]);
});

test('a reply hangs in its thread and shows in the channel only when broadcast', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
  await client.chat.postMessage({ channel, text: 'quiet', thread_ts: ts });
  await client.chat.postMessage({ channel, text: 'loud', thread_ts: ts, reply_broadcast: true });
  const replies = slack.channel('alerts').messages[0]?.replies;
  expect(replies?.map(({ text, broadcast }) => [text, broadcast])).toEqual([
    ['quiet', false],
    ['loud', true],
  ]);
  const history = await client.conversations.history({ channel });
  expect(history.messages?.map(({ text }) => text)).toEqual(['loud', 'root']);
});

test('a reply to a root that was deleted silently becomes a message of its own', async () => {
  const { slack, client, clock } = await workspace();
  const { ts = '' } = await client.chat.postMessage({ channel, text: 'root' });
  slack.remove('alerts', ts);
  clock.pass(1000);
  const answer = await client.chat.postMessage({ channel, text: 'reply', thread_ts: ts });
  expect(answer.message?.thread_ts).toBeUndefined();
  expect(slack.channel('alerts').messages.map(({ text }) => text)).toEqual(['reply']);
});

test('a malformed thread_ts is refused', async () => {
  const { client } = await workspace();
  const call = client.chat.postMessage({ channel, text: 'reply', thread_ts: 'soon' });
  expect(await refusalCode(call)).toBe('invalid_thread_ts');
});

test.each([
  ['no object', 'x', 'invalid_metadata_format'],
  ['no event type', { event_payload: {} }, 'invalid_metadata_schema'],
  ['an event type with spaces', { event_type: 'a b', event_payload: {} }, 'invalid_metadata_schema'],
  ['null in the payload', { event_type: 'a', event_payload: { x: null } }, 'invalid_metadata_schema'],
  ['too much', { event_type: 'a', event_payload: { x: 'x'.repeat(17_000) } }, 'metadata_too_large'],
])('metadata with %s is refused', async (_what, metadata, code) => {
  const { client } = await workspace();
  const call = client.apiCall('chat.postMessage', { channel, text: 'hi', metadata });
  expect(await refusalCode(call)).toBe(code);
});

test('a time stamp is never given twice in a channel, also when its message was removed in the same moment', async () => {
  const { slack, client } = await workspace();
  const post = async () => (await client.chat.postMessage({ channel: 'C0ALERTS', text: 'hi' })).ts ?? '';
  const first = await post();
  slack.remove('alerts', first);
  expect(await post()).not.toBe(first);
  const thread = client.conversations.replies({ channel: 'C0ALERTS', ts: first });
  expect(await refusalCode(thread)).toBe('thread_not_found');
});
