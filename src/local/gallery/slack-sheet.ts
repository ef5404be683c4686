import type { MessageBlock, TextObject } from '#simulators/slack/block-schema.ts';
import { cellText } from '#simulators/slack/render-message.ts';
import { readableText } from '#simulators/slack/markup-text.ts';
import type { RichTextElement, RichTextInline } from '#simulators/slack/rich-text-schema.ts';
import type { SlackMessage } from '#simulators/slack/workspace.ts';
import type { Ink, Piece, Sheet } from './sheet.ts';
import { linesOf } from './sheet.ts';
import { inksOfMarkup, localTime } from './slack-markup.ts';

function inkOf(inline: RichTextInline): Ink {
  const style = inline.style ?? {};
  const look = { ...(style.bold && { bold: true }), ...(style.code && { code: true }) };
  switch (inline.type) {
    case 'text':
      return { text: inline.text, ...look };
    case 'link':
      return { text: inline.text ?? inline.url, link: inline.url, ...look };
    case 'date':
      return { text: `${localTime(inline.timestamp)}${inline.format.replace(/^.*}/, '')}`, ...look };
    default:
      return { text: `[${inline.type}]`, ...look };
  }
}

function piecesOf(element: RichTextElement): Piece[] {
  switch (element.type) {
    case 'rich_text_list':
      return element.elements.map(({ elements }) => ({ kind: 'bullet', inks: elements.map(inkOf) }));
    case 'rich_text_preformatted':
      return [
        {
          kind: 'code',
          lines: element.elements
            .map((one) => inkOf(one).text)
            .join('')
            .split('\n'),
        },
      ];
    default:
      return linesOf(element.elements.map(inkOf)).map((inks) => ({ kind: 'text', inks }));
  }
}

/** Uploaded files by id. */
export type Files = ReadonlyMap<string, { readonly content?: Uint8Array | undefined }>;

/** A block of a message as Slack shows it. */
export function blockPieces(block: MessageBlock, files: Files = new Map()): Piece[] {
  switch (block.type) {
    case 'header':
      return [{ kind: 'title', inks: [{ text: block.text.text }] }];
    case 'rich_text':
      return block.elements.flatMap(piecesOf);
    case 'context':
      return block.elements.flatMap((one): Piece[] =>
        one.type === 'image' ? [] : [{ kind: 'note', inks: [{ text: readableText(one) }] }],
      );
    case 'section':
      return [
        ...(block.text === undefined
          ? []
          : linesOf(inksOf(block.text)).map((inks): Piece => ({ kind: 'text', inks }))),
        ...(block.fields === undefined
          ? []
          : [{ kind: 'fields' as const, fields: block.fields.map(inksOf) }]),
      ];
    case 'table':
      return [{ kind: 'table', rows: block.rows.map((row) => row.map(cellText)) }];
    case 'actions':
      return [
        {
          kind: 'text',
          inks: block.elements.map(({ text }) => ({ text: `${buttonText(text.text)}  `, bold: true })),
        },
      ];
    case 'image':
      return [imageOf(block, files)];
    default:
      return [{ kind: 'note', inks: [{ text: `[${block.type}]` }] }];
  }
}

/** A button's label, which is never broken over two lines. */
const buttonText = (label: string): string => `[ ${label} ]`.replaceAll(' ', '\u00a0');

function inksOf(text: TextObject): Ink[] {
  return text.type === 'mrkdwn' ? inksOfMarkup(text.text) : [{ text: text.text }];
}

function imageOf(
  { alt_text: alt, slack_file: file }: Extract<MessageBlock, { type: 'image' }>,
  files: Files,
): Piece {
  const content = file === undefined ? undefined : files.get(file.id)?.content;
  return { kind: 'image', alt, png: content === undefined ? '' : Buffer.from(content).toString('base64') };
}

function body(message: SlackMessage, files: Files): Piece[] {
  const blocks = message.blocks as readonly MessageBlock[];
  return [
    ...blocks.flatMap((block) => blockPieces(block, files)),
    ...message.files.map(({ name, content }): Piece => ({
      kind: 'note',
      inks: [{ text: `📎 ${name}, ${Math.ceil(content.length / 1024)} KiB` }],
    })),
    ...(message.edits.length > 0 ? [{ kind: 'note', inks: [{ text: '(edited)' }] } as const] : []),
  ];
}

/** A message with its thread as Slack shows it, and the notification's text. */
export function slackSheet(channel: string, message: SlackMessage, files: Files = new Map()): Sheet {
  const replies = message.replies.flatMap((reply): Piece[] => [
    {
      kind: 'box',
      tone: 'plain',
      pieces: [
        ...body(reply, files),
        ...(reply.broadcast
          ? [{ kind: 'note', inks: [{ text: `(reply, also sent to ${channel})` }] } as const]
          : []),
      ],
    },
  ]);
  const phone = message.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
  return {
    where: `Slack, ${channel}`,
    app: 'slack',
    pieces: [
      ...body(message, files),
      ...replies,
      { kind: 'note', inks: [{ text: `On a phone's lock screen: ${phone}`, italic: true }] },
    ],
  };
}
