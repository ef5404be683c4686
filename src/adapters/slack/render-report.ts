import type { KnownBlock, RichTextBlockElement } from '@slack/web-api';
import type { Sentence } from '#domain/announcements/announcement.ts';
import { count, plain, plainText } from '#domain/announcements/wording.ts';
import type { Report, Section } from '#domain/reports/report.ts';
import type { SlackContent } from './render.ts';
import { escaped } from './markup.ts';
import { fitting, inlines, lineBreak, run } from './rich-text.ts';

// Slack refuses messages whose blocks hold more than some 13,200 characters (slackapi/bolt-js issue 2509).
const maxLength = { lead: 1800, line: 320, all: 11_000, closing: 600 };

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

/** A report as one message. `ownNotes` say how its delivery deviates from the configuration. */
export function renderReport(report: Report, ownNotes: readonly string[] = []): SlackContent {
  const title = `${signs[report.mood]} ${plain(report.title, 140)}`;
  const [first] = report.lead;
  return {
    text: escaped(first ? `${title}. ${plain(plainText(first), 300)}` : title),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: title, emoji: false } },
      ...block(paragraph(report.lead, maxLength.lead)),
      ...sectionBlocks(report.sections),
      ...[...ownNotes, ...report.closing.map(plainText)].map((text): KnownBlock => ({
        type: 'context',
        elements: [{ type: 'plain_text', text: plain(text, maxLength.closing), emoji: false }],
      })),
    ],
  };
}
