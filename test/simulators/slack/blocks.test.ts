import { expect, test } from 'vitest';
import type { KnownBlock } from '@slack/web-api';
import { refusal, refusalCode, workspace } from './slack-fixture.ts';

const channel = 'C0ALERTS';
const plain = (text: string) => ({ type: 'plain_text' as const, text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn' as const, text });
const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const raw = (text: string) => ({ type: 'raw_text' as const, text });
const table = (rows: unknown[][]) => ({ type: 'table', rows });
const button = (over = {}) => ({ type: 'button', text: plain('Open'), ...over });

const picture = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' };
const actions = (over: object) => ({ type: 'actions', elements: [button(over)] });
const richLink = (url: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'link', url }] }],
});

/** A row of the table of refusals for a text that is one character too long. */
function tooLong([what, block, length, place]: [string, object, number, string]): [
  string,
  unknown[],
  string,
][] {
  const fault = `must be less than ${length} characters [json-pointer:/blocks/0/${place}]`;
  return [[`${what} of ${length} characters`, [block], fault]];
}

async function faults(blocks: unknown): Promise<unknown> {
  const { slack, client } = await workspace();
  const data = await refusal(client.chat.postMessage({ channel, text: 'x', blocks: blocks as KnownBlock[] }));
  expect(data['error']).toBe('invalid_blocks');
  expect(slack.channel('alerts').messages).toEqual([]);
  return data['errors'];
}

test('a message as production sends it passes', async () => {
  const { client } = await workspace();
  await client.chat.postMessage({
    channel,
    text: 'x',
    blocks: [
      { type: 'header', text: plain('h'.repeat(150)), block_id: 'head' },
      {
        type: 'section',
        text: mrkdwn('m'.repeat(3000)),
        accessory: button({ url: 'https://example.com' }) as never,
      },
      { type: 'section', fields: many(10, mrkdwn('f')) },
      { type: 'context', elements: many(10, mrkdwn('c')) },
      { type: 'divider' },
      { type: 'actions', elements: many(25, button()) as never },
      { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' },
      {
        type: 'table',
        rows: many(100, many(2, raw('cell'))),
        column_settings: [{ is_wrapped: true }],
      },
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [{ type: 'text', text: 'a', style: { bold: true } }] },
          { type: 'rich_text_preformatted', elements: [{ type: 'text', text: 'aws cloudtrail' }] },
        ],
      },
    ],
  });
});

test.each([
  ['51 blocks', many(51, { type: 'divider' }), 'no more than 50 items allowed [json-pointer:/blocks]'],
  ['an unknown block', [{ type: 'fancy' }], 'unsupported type [json-pointer:/blocks/0/type]'],
  ['no type', [{}], 'unsupported type [json-pointer:/blocks/0/type]'],
  [
    'a section of 3001 characters',
    [{ type: 'section', text: mrkdwn('x'.repeat(3001)) }],
    'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'an empty section text',
    [{ type: 'section', text: mrkdwn('') }],
    'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
  ],
  [
    'an empty section',
    [{ type: 'section' }],
    'must define either `fields` or `text` [json-pointer:/blocks/0]',
  ],
  ['two tables', [table([[raw('a')]]), table([[raw('b')]])], 'only_one_table_allowed'],
  [
    'a table of 101 rows',
    [table(many(101, [raw('a')]))],
    'no more than 100 items allowed [json-pointer:/blocks/0/rows]',
  ],
  [
    'a row of 21 cells',
    [table([many(21, raw('a'))])],
    'no more than 20 items allowed [json-pointer:/blocks/0/rows/0]',
  ],
  [
    'a table of more than 10,000 characters',
    [table(many(10, [raw('x'.repeat(1001))]))],
    'table character limit exceeded',
  ],
  [
    'an image without a source',
    [{ type: 'image', alt_text: 'x' }],
    'an image has either image_url or slack_file',
  ],
  [
    'eleven fields',
    [{ type: 'section', fields: many(11, mrkdwn('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/fields]',
  ],
  [
    'a field of 2001 characters',
    [{ type: 'section', fields: [mrkdwn('x'.repeat(2001))] }],
    'must be less than 2001 characters [json-pointer:/blocks/0/fields/0/text]',
  ],
  [
    'a header of 151 characters',
    [{ type: 'header', text: plain('x'.repeat(151)) }],
    'must be less than 151 characters [json-pointer:/blocks/0/text/text]',
  ],
  ['a header in mrkdwn', [{ type: 'header', text: mrkdwn('x') }], '[json-pointer:/blocks/0/text/type]'],
  ['a header without text', [{ type: 'header' }], 'missing required field: text [json-pointer:/blocks/0]'],
  [
    'eleven context elements',
    [{ type: 'context', elements: many(11, mrkdwn('x')) }],
    'no more than 10 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'an empty context',
    [{ type: 'context', elements: [] }],
    'no less than 1 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'twenty-six actions',
    [{ type: 'actions', elements: many(26, button()) }],
    'no more than 25 items allowed [json-pointer:/blocks/0/elements]',
  ],
  [
    'a button of 76 characters',
    [{ type: 'actions', elements: [button({ text: plain('x'.repeat(76)) })] }],
    'must be less than 76 characters [json-pointer:/blocks/0/elements/0/text/text]',
  ],
  [
    'a button in mrkdwn',
    [{ type: 'actions', elements: [button({ text: mrkdwn('x') })] }],
    '[json-pointer:/blocks/0/elements/0/text/type]',
  ],
  [
    'an address of 3001 characters',
    [{ type: 'actions', elements: [button({ url: `https://${'x'.repeat(2993)}` })] }],
    'must be less than 3001 characters [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'an address that is none',
    [{ type: 'actions', elements: [button({ url: 'javascript:alert(1)' })] }],
    'must be a valid url [json-pointer:/blocks/0/elements/0/url]',
  ],
  [
    'a block_id of 256 characters',
    [{ type: 'divider', block_id: 'x'.repeat(256) }],
    'must be less than 256 characters [json-pointer:/blocks/0/block_id]',
  ],
  [
    'a repeated block_id',
    [
      { type: 'divider', block_id: 'x' },
      { type: 'divider', block_id: 'x' },
    ],
    'block_id must be unique [json-pointer:/blocks/1/block_id]',
  ],
  [
    'an unknown property',
    [{ type: 'divider', colour: 'red' }],
    'invalid additional property: colour [json-pointer:/blocks/0]',
  ],
  [
    'an empty run of rich text',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }],
      },
    ],
    'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
  ],
  ...tooLong([
    'a context text',
    { type: 'context', elements: [mrkdwn('x'.repeat(3001))] },
    3001,
    'elements/0/text',
  ]),
  ...tooLong(['an alternative text', { ...picture, alt_text: 'x'.repeat(2001) }, 2001, 'alt_text']),
  ...tooLong(['a picture title', { ...picture, title: plain('x'.repeat(2001)) }, 2001, 'title/text']),
  ...tooLong(['a markdown text', { type: 'markdown', text: 'x'.repeat(12_001) }, 12_001, 'text']),
  ...tooLong(['an action_id', actions({ action_id: 'x'.repeat(256) }), 256, 'elements/0/action_id']),
  ...tooLong(['a button value', actions({ value: 'x'.repeat(2001) }), 2001, 'elements/0/value']),
  ...tooLong([
    'a button label',
    actions({ accessibility_label: 'x'.repeat(76) }),
    76,
    'elements/0/accessibility_label',
  ]),
  ...tooLong(['a rich text link', richLink('x'.repeat(3001)), 3001, 'elements/0/elements/0/url']),
])('%s is refused with its place', async (_what, blocks, fault) => {
  expect(await faults(blocks)).toEqual([expect.stringContaining(fault)]);
});

test('the client gets the faults in response_metadata too', async () => {
  const { client } = await workspace();
  const data = await refusal(client.chat.postMessage({ channel, text: 'x', blocks: [{ type: 'fancy' }] }));
  expect(data['response_metadata']).toMatchObject({
    messages: ['[ERROR] unsupported type [json-pointer:/blocks/0/type]'],
  });
});

test('more than 13,200 characters in all blocks together are too long', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  const sections = (last: number) => [
    ...many(4, { type: 'section' as const, text: mrkdwn('x'.repeat(3000)) }),
    { type: 'section' as const, text: mrkdwn('x'.repeat(last)) },
  ];
  await client.chat.postMessage({ channel, text: 'x', blocks: sections(1200) });
  const call = client.chat.postMessage({ channel, text: 'x', blocks: sections(1201) });
  expect(await refusalCode(call)).toBe('msg_blocks_too_long');
});

test('blocks that are no list are refused', async () => {
  const { slack, client } = await workspace();
  slack.rates.on = false;
  const post = (blocks: unknown) =>
    client.chat.postMessage({ channel, text: 'x', blocks: blocks as KnownBlock[] });
  expect(await refusalCode(post('[{'))).toBe('invalid_blocks_format');
  expect(await refusalCode(post('{"type":"divider"}'))).toBe('invalid_blocks_format');
});
