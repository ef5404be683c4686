import type { KnownBlock, RichTextBlockElement } from '@slack/web-api';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { count, plain, plainText, visible } from '#domain/announcements/wording.ts';
import type { Report, Section } from '#domain/reports/report.ts';
import type { SlackContent } from './render.ts';
import { escaped } from './markup.ts';
import { fitting, inlines, lineBreak, run } from './rich-text.ts';

// Slack refuses messages whose blocks hold more than some 13,200 characters (slackapi/bolt-js issue 2509).
const maxLength = { lead: 1800, todo: 500, command: 1000, line: 420, all: 11_000, closing: 600 };

const signs = { quiet: '✅', attention: '🟡', bad: '🔴', off: '⚪' } as const;

function paragraph(sentences: readonly Sentence[], max: number): RichTextBlockElement[] {
  const elements = sentences.flatMap((sentence, index) => [
    ...(index > 0 ? [lineBreak] : []),
    ...inlines(sentence),
  ]);
  return elements.length === 0 ? [] : [{ type: 'rich_text_section', elements: fitting(elements, max) }];
}

function block(elements: readonly RichTextBlockElement[]): KnownBlock[] {
  return elements.length === 0 ? [] : [{ type: 'rich_text', elements: [...elements] }];
}

function list(lines: readonly Sentence[]): RichTextBlockElement {
  return {
    type: 'rich_text_list',
    style: 'bullet',
    elements: lines.map((line) => ({
      type: 'rich_text_section',
      elements: fitting(inlines(line), maxLength.line),
    })),
  };
}

const sizeOf = (lines: readonly Sentence[]): number =>
  lines.reduce((sum, line) => sum + Math.min(plainText(line).length, maxLength.line), 0);

/** The sections, with as many lines as fit; the number of omitted lines is shown. */
function sectionBlocks(sections: readonly Section[]): KnownBlock[] {
  let left = maxLength.all;
  return sections.flatMap(({ title, lines, leftOut }) => {
    const shown = lines.filter((_, index) => sizeOf(lines.slice(0, index + 1)) <= left);
    left -= sizeOf(shown) + title.length;
    const rest = leftOut + lines.length - shown.length;
    const more: Sentence[] = rest > 0 ? [[{ kind: 'text', text: `and ${count(rest, 'more', 'more')}` }]] : [];
    const heading: RichTextBlockElement = {
      type: 'rich_text_section',
      elements: run(plain(title, 150), { bold: true }),
    };
    return block([heading, list([...shown, ...more])]);
  });
}

/** The things to do, numbered, each with its command to copy. */
function todoBlocks({ todo, todoLeftOut }: Report): KnownBlock[] {
  if (todo.length === 0) return [];
  const elements = todo.flatMap(({ words, command }, index): RichTextBlockElement[] => [
    {
      type: 'rich_text_section',
      elements: [...run(`${index + 1}. `, { bold: true }), ...fitting(inlines(words), maxLength.todo)],
    },
    ...(command === undefined || command.length > maxLength.command
      ? []
      : [
          {
            type: 'rich_text_preformatted' as const,
            elements: [{ type: 'text' as const, text: visible(command) }],
          },
        ]),
  ]);
  const more = todoLeftOut > 0 ? ` (${count(todoLeftOut, 'more', 'more')} in the thread)` : '';
  const heading: RichTextBlockElement = {
    type: 'rich_text_section',
    elements: run(`Do first${more}:`, { bold: true }),
  };
  return block([heading, ...elements]);
}

function pictureBlock(alt: string, file: string): KnownBlock {
  return { type: 'image', slack_file: { id: file }, alt_text: plain(alt, 1000) };
}

function contexts(texts: readonly string[]): KnownBlock[] {
  return texts.map((text) => ({
    type: 'context',
    elements: [{ type: 'plain_text', text: plain(text, maxLength.closing), emoji: false }],
  }));
}

/**
 * What a report says first, as one message: counts, what is to be done, and the picture, by the id of its uploaded file.
 * `ownNotes` say how its delivery deviates from the configuration.
 */
export function renderReport(
  report: Report,
  ownNotes: readonly string[] = [],
  pictureFile?: string,
): SlackContent {
  const title = `${signs[report.mood]} ${plain(report.title, 140)}`;
  const [first] = [...report.lead, ...report.todo.map(({ words }) => words)];
  const alt = report.picture?.alt;
  return {
    text: escaped(first ? `${title}. ${plain(plainText(first), 300)}` : title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
      ...block(paragraph(report.lead, maxLength.lead)),
      ...todoBlocks(report),
      ...(alt === undefined || pictureFile === undefined ? [] : [pictureBlock(alt, pictureFile)]),
      ...contexts([...ownNotes, ...report.closing.map(plainText)]),
    ],
  };
}

/** The sections of a report, as a reply in its thread. */
export function renderDetails(report: Report): SlackContent {
  return { text: escaped(`Details: ${plain(report.title, 140)}`), blocks: sectionBlocks(report.sections) };
}
