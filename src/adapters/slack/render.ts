import type { KnownBlock, RichTextBlockElement, RichTextElement } from '@slack/web-api';
import type { Announcement, Milestone, Sentence } from '#domain/announcements/announcement.ts';
import { clipped, count, listedUpTo, plain, plainText, visible } from '#domain/announcements/wording.ts';
import { fitting, inlines, lineBreak, linkElement, run } from './rich-text.ts';

/** A message in Slack's format: escaped `text` for notifications, and the blocks that readers see. */
export interface SlackContent {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

// Slack refuses messages whose blocks hold more than some 13,200 characters (slackapi/bolt-js issue 2509).
const maxLength = {
  loss: 2500,
  facts: 3600,
  remedy: 700,
  command: 1400,
  table: 1400,
  links: 1500,
  notes: 1000,
};
const maxRows = 10;
const maxNotes = 6;

const icons = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵' } as const;

/** The icon of the incident's state: its severity while action is needed, else exempted, out of scope or done. */
export function iconOf({ status, severity, done, outOfScope }: Announcement): string {
  if (outOfScope === true) return '⚪';
  return status === 'open' || !done ? icons[severity] : status === 'whitelisted' ? '🔕' : '✅';
}

/** Text for fields in which Slack parses markup: its three control characters are escaped. */
export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function lines(each: readonly (readonly RichTextElement[])[]): RichTextElement[] {
  return each.flatMap((line, index) => (index === 0 ? line : [lineBreak, ...line]));
}

function section(elements: readonly RichTextElement[]): RichTextBlockElement[] {
  return elements.length === 0 ? [] : [{ type: 'rich_text_section', elements: [...elements] }];
}

function richText(...elements: readonly RichTextBlockElement[]): KnownBlock[] {
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements: [...elements] }];
}

function lossBlock({ loss }: Announcement): KnownBlock[] {
  return richText(...section(fitting(lines(loss.map((sentence) => inlines(sentence))), maxLength.loss)));
}

function factsBlock({ facts }: Announcement): KnownBlock[] {
  const each = facts.map(({ label, value }) => [
    ...run(`${plain(label, 40)}: `, { bold: true }),
    ...fitting(inlines(value, 'utc and local'), 500),
  ]);
  return richText(...section(fitting(lines(each), maxLength.facts)));
}

function remedyBlock({ remedy }: Announcement): KnownBlock[] {
  const words = fitting([...run('What to do: ', { bold: true }), ...inlines(remedy.words)], maxLength.remedy);
  const commands = (remedy.command ?? '').split('\n').map(visible).filter(Boolean).join('\n');
  const preformatted: RichTextBlockElement[] = [
    {
      type: 'rich_text_preformatted',
      elements: [{ type: 'text', text: clipped(commands, maxLength.command) }],
    },
  ];
  return richText(...section(words), ...(commands === '' ? [] : preformatted));
}

function tableBlock({ affected, affectedLeftOut }: Announcement): KnownBlock[] {
  const rest = affectedLeftOut + Math.max(0, affected.length - maxRows);
  if (affected.length + rest < 2) return [];
  const rows = affected.slice(0, maxRows).map(({ account, others = [], regions, state }) => [
    ...run(
      listedUpTo(
        [account, ...others].map((one) => plain(one, 60)),
        3,
      ),
      { bold: true },
    ),
    ...run(`, ${clipped(plain(regions, 400), 90)}: ${plain(state, 90)}`),
  ]);
  const all = rest > 0 ? [...rows, run(`and ${count(rest, 'more', 'more')}`)] : rows;
  const list: RichTextBlockElement = {
    type: 'rich_text_list',
    style: 'bullet',
    elements: all.map((row) => ({ type: 'rich_text_section', elements: fitting(row, maxLength.table / 8) })),
  };
  return richText(...section(run('Affected, worst first:', { bold: true })), list);
}

function linksBlock({ links }: Announcement): KnownBlock[] {
  const each = links.flatMap(({ text, url }, index) => [
    ...(index > 0 ? run('  ·  ') : []),
    ...linkElement(plain(text, 60), url),
  ]);
  return richText(...section(fitting(each, maxLength.links)));
}

function noteBlocks(notes: readonly Sentence[], ownNotes: readonly string[]): KnownBlock[] {
  const texts = [...ownNotes, ...notes.map(plainText)].map((text) => plain(text, maxLength.notes / 4));
  let left = maxLength.notes;
  return texts
    .filter((text) => text !== '' && (left -= text.length) >= 0)
    .slice(0, maxNotes)
    .map((text) => ({ type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] }));
}

function notification(announcement: Announcement, words: Sentence | undefined): string {
  const text = `${iconOf(announcement)} ${plain(announcement.headline, 140)}`;
  return escaped(words ? `${text}. ${plain(plainText(words), 400)}` : text);
}

/** The whole message. `ownNotes` say how its delivery deviates from the configuration. */
export function renderMessage(announcement: Announcement, ownNotes: readonly string[] = []): SlackContent {
  const title = `${iconOf(announcement)} ${plain(announcement.headline, 140) || 'CloudTrail'}`;
  return {
    text: notification(announcement, announcement.loss[0]),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
      ...lossBlock(announcement),
      ...factsBlock(announcement),
      ...remedyBlock(announcement),
      ...tableBlock(announcement),
      ...linksBlock(announcement),
      ...noteBlocks(announcement.notes, ownNotes),
    ],
  };
}

/** A milestone as a reply that is also broadcast to the channel. `listed`: a file in the thread lists all accounts. */
export function renderReply(announcement: Announcement, { words }: Milestone, listed = false): SlackContent {
  const more = listed ? run(' The file in the thread lists the accounts and their Regions.') : [];
  const elements = [
    ...fitting([...run(`${iconOf(announcement)} `), ...inlines(words)], maxLength.loss),
    ...more,
  ];
  return { text: notification(announcement, words), blocks: richText(...section(elements)) };
}
