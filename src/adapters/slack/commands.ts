import type { KnownBlock, RichTextBlockElement } from '@slack/web-api';
import type { Announcement } from '#domain/announcements/announcement.ts';
import { wholeLines } from '#domain/announcements/wording.ts';
import { fitting, inlines, run } from './rich-text.ts';

const maxLength = { words: 700, commands: 2400, longCommands: 9000, allText: 12_500 };
/** Longest command, in characters, that stands where it is needed first: some fifteen lines of a phone. */
const longestAbove = 700;

/** Where the commands of a remedy stand in a message, each whole. */
export interface PlacedCommands {
  /** What to do, with the first command. */
  readonly first: readonly KnownBlock[];
  /** The commands after it, below the buttons. */
  readonly then: readonly KnownBlock[];
  /** Commands so long that they would push everything else off the screen: the end of the message. */
  readonly atEnd: readonly KnownBlock[];
}

function preformatted(lines: readonly string[]): RichTextBlockElement[] {
  if (lines.length === 0) return [];
  return [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text: lines.join('\n') }] }];
}

function titled(title: string, lines: readonly string[]): KnownBlock[] {
  if (lines.length === 0) return [];
  const heading: RichTextBlockElement = { type: 'rich_text_section', elements: run(title, { bold: true }) };
  return [{ type: 'rich_text', elements: [heading, ...preformatted(lines)] }];
}

/** The characters of text in `value`, as Slack counts those of a message. */
function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textIn(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (key === 'text' && typeof one === 'string' ? one.length : textIn(one)),
    0,
  );
}

const are = (number: number, one: string): string =>
  number === 1 ? `The ${one} is` : `${number} ${one}s are`;

/** Says where commands are that do not stand with the words. */
function elsewhere(atEnd: number, leftOut: number): string {
  const below = atEnd === 0 ? '' : ` ${are(atEnd, 'long command')} at the end of this message.`;
  const lost = ` ${are(leftOut, 'longest command')} too long for Slack: see the ticket, or the console.`;
  return leftOut === 0 ? below : `${below}${lost}`;
}

/** The remedy of an announcement as blocks, beside `others`, the other blocks of the message. */
export function placedCommands(
  { words, command = '' }: Announcement['remedy'],
  others: readonly KnownBlock[],
): PlacedCommands {
  const left = Math.min(maxLength.longCommands, maxLength.allText - textIn(others) - maxLength.words);
  const lines = wholeLines(command, Math.max(maxLength.commands, left));
  const leftOut = wholeLines(command, Number.MAX_SAFE_INTEGER).length - lines.length;
  const short = lines.filter(({ length }) => length <= longestAbove);
  const long = lines.filter(({ length }) => length > longestAbove);
  const [first, ...then] = short;
  const said = fitting([...run('What to do: ', { bold: true }), ...inlines(words)], maxLength.words);
  const pointer = run(elsewhere(long.length, leftOut));
  return {
    first: [
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_section', elements: [...said, ...pointer] },
          ...preformatted(first === undefined ? [] : [first]),
        ],
      },
    ],
    then: titled('Then:', then),
    atEnd: titled(long.length === 1 ? 'The long command:' : 'The long commands:', long),
  };
}
