import type { KnownBlock, RichTextBlockElement, RichTextElement } from '@slack/web-api';
import type { Announcement, Fact, Milestone, Sentence } from '#domain/announcements/announcement.ts';
import { clipped, plain, plainText } from '#domain/announcements/wording.ts';
import { affectedTable } from './affected-table.ts';
import { answerButtons } from './answer-buttons.ts';
import { placedCommands } from './commands.ts';
import { escaped, markup } from './markup.ts';
import type { Times } from './rich-text.ts';
import { fitting, inlines, lineBreak, linkElement, run } from './rich-text.ts';

/** A message in Slack's format: escaped `text` for notifications, and the blocks that readers see. */
export interface SlackContent {
  readonly text: string;
  readonly blocks: KnownBlock[];
  /** The same without what Slack may not take yet; tried when it refuses the layout, before the bare text. */
  readonly simpler?: (() => SlackContent) | undefined;
}

// Slack refuses messages whose blocks hold more than some 13,200 characters (slackapi/bolt-js issue 2509).
const maxLength = {
  loss: 1000,
  fact: 300,
  links: 1500,
  notes: 800,
  references: 300,
};
/** Facts in two columns; Slack takes ten fields in one section. */
const maxFacts = { first: 6, further: 6 };
const maxNotes = 6;
const maxReplyLength = 2500;

const icons = { critical: '🔴', high: '🟠', medium: '🟡', low: '🔵' } as const;

/** The icon of the incident's state: its severity while action is needed, else exempted, out of scope or done. */
export function iconOf({ status, severity, done, outOfScope }: Announcement): string {
  if (outOfScope === true) return '⚪';
  return status === 'open' || !done ? icons[severity] : status === 'whitelisted' ? '🔕' : '✅';
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

function sentenceBlock(sentences: readonly Sentence[], times: Times): KnownBlock[] {
  return richText(
    ...section(fitting(lines(sentences.map((sentence) => inlines(sentence, times))), maxLength.loss)),
  );
}

/** Facts as fields, which Slack shows in two columns, and on a phone one below the other. */
function fieldsBlock(facts: readonly Fact[], most: number): KnownBlock[] {
  const fields = facts.slice(0, most).map(({ label, value }) => ({
    type: 'mrkdwn' as const,
    text: `*${escaped(plain(label, 40)).replaceAll(/[*_~`]/g, '') || 'Fact'}*\n${markup(value, maxLength.fact)}`,
    verbatim: true,
  }));
  return fields.length === 0 ? [] : [{ type: 'section', fields }];
}

function linksBlock({ links }: Announcement): KnownBlock[] {
  const each = links.flatMap(({ text, url }, index) => [
    ...(index > 0 ? run('  ·  ') : []),
    ...linkElement(plain(text, 90), url),
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

function referencesBlock(references: readonly Fact[]): KnownBlock[] {
  const words = references.map(({ label, value }) => `${plain(label, 40)}: ${plain(plainText(value), 140)}`);
  const text = clipped(words.join('  ·  '), maxLength.references);
  return text === '' ? [] : [{ type: 'context', elements: [{ type: 'plain_text', text, emoji: false }] }];
}

function notification(announcement: Announcement, words: Sentence | undefined): string {
  const text = `${iconOf(announcement)} ${plain(announcement.headline, 140)}`;
  return escaped(words ? `${text}. ${plain(plainText(words), 400)}` : text);
}

/**
 * The whole message. Its first part fits on a phone's first screen: how bad, what, where, since when, who and what to do;
 * everything else is below. `ownNotes` say how its delivery deviates from the configuration.
 */
export function renderMessage(announcement: Announcement, ownNotes: readonly string[] = []): SlackContent {
  const title = `${iconOf(announcement)} ${plain(announcement.headline, 140) || 'CloudTrail'}`;
  const [first, ...further] = announcement.loss;
  const above: readonly KnownBlock[] = [
    { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
    ...sentenceBlock(first === undefined ? [] : [first], 'utc and local'),
    ...fieldsBlock(announcement.facts, maxFacts.first),
  ];
  const buttons = answerButtons(announcement);
  const below: readonly KnownBlock[] = [
    ...sentenceBlock(further, 'utc'),
    ...fieldsBlock(announcement.details, maxFacts.further),
    ...affectedTable(announcement),
    ...linksBlock(announcement),
    ...noteBlocks(announcement.notes, ownNotes),
    ...referencesBlock(announcement.references),
  ];
  const commands = placedCommands(announcement.remedy, [...above, ...buttons, ...below]);
  return {
    text: notification(announcement, first),
    blocks: [...above, ...commands.first, ...buttons, ...commands.then, ...below, ...commands.atEnd],
  };
}

/** A milestone as a reply that is also broadcast to the channel. `listed`: a file in the thread lists all accounts. */
export function renderReply(announcement: Announcement, { words }: Milestone, listed = false): SlackContent {
  const more = listed ? run(' The file in the thread lists the accounts and their Regions.') : [];
  const elements = [
    ...fitting([...run(`${iconOf(announcement)} `), ...inlines(words)], maxReplyLength),
    ...more,
  ];
  return { text: notification(announcement, words), blocks: richText(...section(elements)) };
}
