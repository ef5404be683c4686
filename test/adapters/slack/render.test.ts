import { WebClient, LogLevel, type KnownBlock } from '@slack/web-api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { announcementOf } from '#domain/announcements/announcement-of.ts';
import type { Announcement, Span } from '#domain/announcements/announcement.ts';
import { escaped } from '#adapters/slack/markup.ts';
import { renderMessage, renderReply } from '#adapters/slack/render.ts';
import { checkedBlocks } from '#simulators/slack/blocks.ts';
import { renderedIn } from '#simulators/slack/rendered.ts';
import { renderMessage as onScreen } from '#simulators/slack/render-message.ts';
import { startSlack, type SlackStandIn } from '#simulators/slack/start-slack.ts';
import { severities } from '#domain/findings/finding.ts';
import { at, everywhere, incidentId, names, now, view } from '#test/given/incidents.ts';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '<!channel> <@U0ANNA> <https://evil.example|Click>',
    '@channel @here @everyone',
    'https://evil.example/login',
    '*bold* _it_ ~no~ `code` ```block```',
    '\u202e\u2066desrever\u0000\u001b[31m\n\n> quote',
    '&lt;!here&gt; &amp; <!here|x>',
    'x'.repeat(10_000),
    '😀'.repeat(5000),
    '',
  ),
);
const span: fc.Arbitrary<Span> = fc.oneof(
  fc.record({ kind: fc.constantFrom('text', 'strong', 'code'), text: hostile }),
  fc.record({ kind: fc.constant('time' as const), at: fc.constant(at('12:00:08')), clockOnly: fc.boolean() }),
  fc.record({
    kind: fc.constant('link' as const),
    text: hostile,
    url: fc.constantFrom('javascript:alert(1)', 'https://a.example/x|y', 'https://ok.example/1'),
  }),
);
const sentence = fc.array(span, { maxLength: 6 });
const sentences = fc.array(sentence, { maxLength: 12 });
const announcement: fc.Arbitrary<Announcement> = fc.record({
  incident: fc.constant(incidentId('i-1')),
  status: fc.constantFrom('open', 'whitelisted', 'resolved', 'closed'),
  severity: fc.constantFrom(...severities),
  headline: hostile,
  loss: sentences,
  facts: fc.array(fc.record({ label: hostile, value: sentence }), { maxLength: 40 }),
  details: fc.array(fc.record({ label: hostile, value: sentence }), { maxLength: 40 }),
  references: fc.array(fc.record({ label: hostile, value: sentence }), { maxLength: 40 }),
  affected: fc.array(fc.record({ account: hostile, regions: hostile, state: hostile }), { maxLength: 30 }),
  affectedLeftOut: fc.nat(500),
  remedy: fc.record({ words: sentence, command: fc.option(hostile, { nil: undefined }) }),
  links: fc.array(
    fc.record({
      text: hostile,
      url: fc.constantFrom('https://ok.example/2', 'data:text/html,x', 'https://ok.example/3'),
    }),
    { maxLength: 30 },
  ),
  notes: sentences,
  milestones: fc.constant([]),
  labels: fc.constant([]),
  done: fc.boolean(),
});

const textOf = (value: unknown): string =>
  JSON.stringify(value, (key, one: unknown) => (key === 'url' || key === 'format' ? '' : one));

describe('whatever strangers write', () => {
  it('arrives within the limits of Slack, without a mention, and with no link but our own', () => {
    fc.assert(
      fc.property(announcement, fc.array(hostile, { maxLength: 3 }), sentence, (told, notes, words) => {
        for (const content of [
          renderMessage(told, notes),
          renderReply(told, { id: 'm', words: [...words, { kind: 'text', text: 'x' }] }),
        ]) {
          const blocks = checkedBlocks(content.blocks);
          expect(blocks.length).toBeLessThanOrEqual(20);
          const { mentions, links } = renderedIn(content.text, blocks, 'none');
          expect(mentions).toEqual([]);
          expect(links.filter(({ url }) => !/^https:\/\/ok\.example\/\d$/.test(url))).toEqual([]);
          expect(textOf(blocks)).not.toMatch(/\\u00|[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/);
          expect(Buffer.byteLength(content.text)).toBeLessThan(4000);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps the text of all blocks well under what Slack refuses, even when every part is full', () => {
    const long: Span = { kind: 'text', text: 'y'.repeat(9000) };
    const row = { account: 'a'.repeat(900), regions: 'r'.repeat(900), state: 's'.repeat(900) };
    const full: Announcement = {
      ...announcementOf(view(everywhere()), { accounts: names, now }),
      headline: 'h'.repeat(900),
      loss: [[long], [long]],
      facts: Array.from({ length: 60 }, () => ({ label: 'l'.repeat(90), value: [long] })),
      details: Array.from({ length: 60 }, () => ({ label: 'l'.repeat(90), value: [long] })),
      references: Array.from({ length: 60 }, () => ({ label: 'l'.repeat(90), value: [long] })),
      affected: Array.from({ length: 30 }, () => row),
      affectedLeftOut: 470,
      remedy: { words: [long], command: `${'c'.repeat(2000)}\n${'d'.repeat(300)}\n${'e'.repeat(2000)}` },
      links: Array.from({ length: 30 }, () => ({
        text: 't'.repeat(90),
        url: `https://a.example/${'u'.repeat(1900)}`,
      })),
      notes: Array.from({ length: 30 }, () => [long]),
    };
    const { blocks } = renderMessage(full, ['n'.repeat(9000)]);
    const characters = JSON.stringify(blocks).length;
    expect(characters).toBeLessThan(22_000);
    expect(JSON.stringify(blocks)).not.toContain('eee');
    expect(() => checkedBlocks(blocks)).not.toThrow();
  });
});

describe('a notification', () => {
  it('escapes the three characters that mean something to Slack, once', () => {
    expect(escaped('<!channel> & &lt;')).toBe('&lt;!channel&gt; &amp; &amp;lt;');
  });

  it('says in one line what happened, where and how bad, and what is lost', () => {
    const told = announcementOf(view(everywhere()), { accounts: names, now });
    expect(renderMessage(told).text).toBe(
      '🔴 CRITICAL: CloudTrail logging is stopped in prod (111122223333), 17 Regions: trail org-main. Management events of account prod in 17 Regions are not recorded since 2026-11-21 12:00:08 UTC.',
    );
  });
});

describe('a message', () => {
  let slack: SlackStandIn;
  beforeAll(async () => {
    slack = await startSlack({
      clock: { now: () => Date.now() },
      token: 't',
      channels: [{ id: 'C0000000A', name: 'a' }],
    });
  });
  afterAll(() => slack.stop());

  async function seen(told: Announcement): Promise<string> {
    const client = new WebClient('t', { slackApiUrl: slack.url, logLevel: LogLevel.ERROR });
    slack.rates.on = false;
    await client.chat.postMessage({ channel: '#a', ...renderMessage(told) });
    return onScreen(slack.channel('a').messages.at(-1)!, { width: 400 });
  }

  it('answers in order: what, since when, where, who, what to do, where to look', async () => {
    const text = await seen(announcementOf(view(everywhere()), { accounts: names, now }));
    const parts = [
      'CRITICAL:',
      'not recorded since',
      'alice@example.com',
      'What to do: Start logging',
      'aws cloudtrail start-logging',
      'The trail is still there',
      '2 s after it began',
      'The StopLogging event',
      'we check every minute',
      'Can be harmless',
      'Incident: i-1',
    ];
    const places = parts.map((part) => text.indexOf(part));
    expect(places).toEqual([...places].sort((one, other) => one - other));
    expect(places).not.toContain(-1);
  });

  it('says each fact once: account number, start and trail', async () => {
    const text = await seen(announcementOf(view(everywhere()), { accounts: names, now }));
    const [first = ''] = text.split('aws cloudtrail');
    expect(first.split('111122223333')).toHaveLength(2);
    expect(first.split('2026-11-21 12:00:08')).toHaveLength(2);
    expect(first.split('org-main')).toHaveLength(2);
  });

  it('shows times in UTC, and beside it in the zone of the reader', () => {
    const { blocks } = renderMessage(announcementOf(view(everywhere()), { accounts: names, now }));
    const facts = JSON.stringify(blocks satisfies KnownBlock[]);
    expect(facts).toContain('2026-11-21 12:00:08 UTC');
    expect(facts).toContain(`"type":"date","timestamp":${Date.UTC(2026, 10, 21, 12, 0, 8) / 1000}`);
  });
});
