import type { MessageBlock } from '#simulators/slack/block-schema.ts';
import { readableText } from '#simulators/slack/markup-text.ts';
import type { RichTextElement, RichTextInline } from '#simulators/slack/rich-text-schema.ts';
import type { SlackMessage } from '#simulators/slack/workspace.ts';
import type { Ink, Piece, Sheet } from './sheet.ts';
import { linesOf } from './sheet.ts';

function inkOf(inline: RichTextInline): Ink {
  const style = inline.style ?? {};
  const look = { ...(style.bold && { bold: true }), ...(style.code && { code: true }) };
  switch (inline.type) {
    case 'text':
      return { text: inline.text, ...look };
    case 'link':
      return { text: inline.text ?? inline.url, link: inline.url, ...look };
    case 'date':
      // Slack shows it in the reader's zone; this reader sits in New Delhi, so that it can be told from UTC.
      return { text: localTime(inline.timestamp), ...look };
    default:
      return { text: `[${inline.type}]`, ...look };
  }
}

const delhi = (5 * 60 + 30) * 60;

function localTime(seconds: number): string {
  const [day = '', clock = ''] = new Date((seconds + delhi) * 1000).toISOString().slice(0, 19).split('T');
  return `${Number(day.slice(8))} Nov ${clock} your time`;
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

function blockPieces(block: MessageBlock): Piece[] {
  switch (block.type) {
    case 'header':
      return [{ kind: 'title', inks: [{ text: block.text.text }] }];
    case 'rich_text':
      return block.elements.flatMap(piecesOf);
    case 'context':
      return block.elements.flatMap((one): Piece[] =>
        one.type === 'image' ? [] : [{ kind: 'note', inks: [{ text: readableText(one) }] }],
      );
    default:
      return [{ kind: 'note', inks: [{ text: `[${block.type}]` }] }];
  }
}

function body(message: SlackMessage): Piece[] {
  const blocks = message.blocks as readonly MessageBlock[];
  return [
    ...blocks.flatMap(blockPieces),
    ...message.files.map(({ name, content }): Piece => ({
      kind: 'note',
      inks: [{ text: `📎 ${name}, ${Math.ceil(content.length / 1024)} KiB` }],
    })),
    ...(message.edits.length > 0 ? [{ kind: 'note', inks: [{ text: '(edited)' }] } as const] : []),
  ];
}

/** A message with its thread as Slack shows it, and the notification's text. */
export function slackSheet(channel: string, message: SlackMessage): Sheet {
  const replies = message.replies.flatMap((reply): Piece[] => [
    {
      kind: 'box',
      tone: 'plain',
      pieces: [
        ...body(reply),
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
      ...body(message),
      ...replies,
      { kind: 'note', inks: [{ text: `On a phone's lock screen: ${phone}`, italic: true }] },
    ],
  };
}
