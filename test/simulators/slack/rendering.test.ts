import type { KnownBlock } from '@slack/web-api';
import { expect, test } from 'vitest';
import { renderMessage } from '#simulators/slack/render-message.ts';
import { workspace } from './slack-fixture.ts';

const channel = 'C0ALERTS';

async function posted(text: string, blocks: KnownBlock[] = [], others = {}) {
  const { slack, client } = await workspace();
  await client.chat.postMessage({ channel, text, blocks, ...others });
  return slack.channel('alerts').messages[0]!;
}

const mrkdwn = (text: string, verbatim = true): KnownBlock => ({
  type: 'section',
  text: { type: 'mrkdwn', text, verbatim },
});

test.each([
  ['<!channel>', '!channel'],
  ['<!here|here>', '!here'],
  ['<@U0ANNA>', '@U0ANNA'],
  ['<!subteam^S1>', '!subteam^S1'],
  ['<#C0ALERTS>', '#C0ALERTS'],
])('%s in any text with markup is a mention', async (text, target) => {
  const mention = { target, auto: false };
  expect((await posted(text)).renderedMentions).toMatchObject([{ ...mention, at: '/text' }]);
  expect((await posted('x', [mrkdwn(text)])).renderedMentions).toMatchObject([
    { ...mention, at: '/blocks/0/text' },
  ]);
  const context: KnownBlock = { type: 'context', elements: [{ type: 'mrkdwn', text }] };
  expect((await posted('x', [context])).renderedMentions).toMatchObject([mention]);
});

test('a link in angle brackets is a link, with its label; other schemes than http too', async () => {
  const message = await posted('<https://evil.example|AWS> <mailto:a@b.example>');
  expect(message.renderedLinks).toEqual([
    { url: 'https://evil.example', label: 'AWS', at: '/text', auto: false },
    { url: 'mailto:a@b.example', label: undefined, at: '/text', auto: false },
  ]);
});

test('escaped text mentions and links nothing', async () => {
  const message = await posted('&lt;!channel&gt; &lt;https://evil.example|AWS&gt;', [], { parse: 'none' });
  expect(message.renderedMentions).toEqual([]);
  expect(message.renderedLinks).toEqual([]);
});

test('a date is neither a mention nor a link', async () => {
  const message = await posted('<!date^1763726400^{date_short}|Nov 21>');
  expect([...message.renderedMentions, ...message.renderedLinks]).toEqual([]);
});

test('plain text mentions and links nothing, however it looks', async () => {
  const header: KnownBlock = {
    type: 'header',
    text: { type: 'plain_text', text: '<!channel> https://evil.example' },
  };
  const message = await posted('x', [header]);
  expect([...message.renderedMentions, ...message.renderedLinks]).toEqual([]);
});

test('bare addresses and @channel are recognised unless the text is verbatim or code', async () => {
  const text = 'see https://evil.example @channel';
  const guessed = await posted('x', [mrkdwn(text, false)]);
  expect(guessed.renderedLinks).toMatchObject([{ url: 'https://evil.example', auto: true }]);
  expect(guessed.renderedMentions).toMatchObject([{ target: '!channel', auto: true }]);
  const verbatim = await posted('x', [mrkdwn(text, true)]);
  expect([...verbatim.renderedLinks, ...verbatim.renderedMentions]).toEqual([]);
  const code = await posted('x', [mrkdwn(`\`${text}\``, false)]);
  expect([...code.renderedLinks, ...code.renderedMentions]).toEqual([]);
});

test('buttons, rich text links and rich text mentions count', async () => {
  const message = await posted('x', [
    {
      type: 'actions',
      elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open' }, url: 'https://a.example' }],
    },
    {
      type: 'rich_text',
      elements: [
        {
          type: 'rich_text_section',
          elements: [
            { type: 'link', url: 'https://b.example', text: 'b' },
            { type: 'user', user_id: 'U0ANNA' },
            { type: 'broadcast', range: 'channel' },
          ],
        },
      ],
    },
  ]);
  expect(message.renderedLinks.map(({ url }) => url)).toEqual(['https://a.example', 'https://b.example']);
  expect(message.renderedMentions.map(({ target }) => target)).toEqual(['@U0ANNA', '!channel']);
});

test('an edit is what counts, not what stood there before', async () => {
  const { slack, client } = await workspace();
  const { ts = '' } = await client.chat.postMessage({ channel, text: '<!channel>' });
  await client.chat.update({ channel, ts, text: 'quiet' });
  expect(slack.channel('alerts').messages[0]?.renderedMentions).toEqual([]);
});

test('a message is shown as a person would see it', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  const { ts = '' } = await client.chat.postMessage({
    channel,
    text: 'fallback',
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: 'CloudTrail stopped in payments' } },
      {
        type: 'section',
        fields: [
          { type: 'mrkdwn', text: '*Account* 1111' },
          { type: 'mrkdwn', text: '*Who* a &amp; b' },
        ],
      },
      mrkdwn(
        'Start it again:\n```aws cloudtrail start-logging --name main```\nsee <https://example.com|the ticket>',
      ),
      { type: 'divider' },
      {
        type: 'context',
        elements: [
          { type: 'mrkdwn', text: 'seen 12:00' },
          { type: 'plain_text', text: 'rule x' },
        ],
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_list',
            style: 'bullet',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'eu-west-1' }] }],
          },
        ],
      },
    ],
  });
  await client.chat.postMessage({ channel, text: 'Resolved', thread_ts: ts, reply_broadcast: true });
  expect(renderMessage(slack.channel('alerts').messages[0]!, { width: 60 })).toBe(
    [
      '┃ CloudTrail stopped in payments',
      '┃ Account 1111                   Who a & b',
      '┃ Start it again:',
      '┃     aws cloudtrail start-logging --name main',
      '┃ see the ticket (https://example.com)',
      `┃ ${'─'.repeat(60)}`,
      '┃ seen 12:00  ·  rule x',
      '┃ • eu-west-1',
      '┃',
      '┃   ↳ Resolved',
      '┃     (also sent to the channel)',
    ].join('\n'),
  );
});

test('control characters of an attacker do not reach the terminal', async () => {
  const message = await posted('\u001b[2Jgone\u202e', [], {});
  expect(renderMessage(message)).toBe('┃ �[2Jgone�');
});

test('a header may be bold', async () => {
  const message = await posted('x', [{ type: 'header', text: { type: 'plain_text', text: 'Hi' } }]);
  expect(renderMessage(message, { bold: true })).toBe('┃ \u001b[1mHi\u001b[22m');
});

test('a time that is the same for the reader is shown once, another one beside it', async () => {
  const at = (words: string, fallback: string): KnownBlock => ({
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_section',
        elements: [
          { type: 'text', text: `since ${words} (` },
          { type: 'date', timestamp: 1763726400, format: '{time_secs}', fallback },
          { type: 'text', text: ').' },
        ],
      },
    ],
  });
  const shown = async (block: KnownBlock) => renderMessage(await posted('x', [block]));
  const moment = '2026-11-21 12:00:08 UTC';
  expect(await shown(at(moment, '12:00:08 UTC'))).toBe(`┃ since ${moment}.`);
  expect(await shown(at(moment, '13:00:08'))).toBe(`┃ since ${moment} (13:00:08).`);
  expect(await shown(at(moment, '12:00:09 UTC'))).toBe(`┃ since ${moment} (12:00:09 UTC).`);
  const token = `${moment} (<!date^1763726400^{time_secs}|12:00:08 UTC> your time)`;
  expect(await shown(mrkdwn(token))).toBe(`┃ ${moment}`);
});
