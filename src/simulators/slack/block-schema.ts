import * as z from 'zod';
import { richTextElement } from './rich-text-schema.ts';

// Limits: https://docs.slack.dev/reference/block-kit (blocks, block elements, composition objects).

function plain(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

function markup(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

function anyText(max: number) {
  return z.discriminatedUnion('type', [plain(max), markup(max)]);
}

const webAddress = z
  .string()
  .min(1)
  .max(3000)
  .regex(/^(?:https?:\/\/|mailto:)\S+$/);
const actionId = z.string().min(1).max(255).optional();
const blockId = { block_id: z.string().max(255).optional() };

const button = z.strictObject({
  type: z.literal('button'),
  text: plain(75),
  action_id: actionId,
  url: webAddress.optional(),
  value: z.string().max(2000).optional(),
  style: z.enum(['primary', 'danger']).optional(),
  accessibility_label: z.string().max(75).optional(),
});

const image = z.strictObject({
  type: z.literal('image'),
  image_url: webAddress,
  alt_text: z.string().min(1).max(2000),
});

/** An uploaded image, by its id (docs.slack.dev, Slack file object). */
const slackFile = z.strictObject({ id: z.string().min(1) });

// Table block: at most 100 rows of 20 cells, 20 column settings (docs.slack.dev, read 2026-11-29).
const cell = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('raw_text'), text: z.string().min(1) }),
  z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string().optional() }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(richTextElement).min(1), ...blockId }),
]);
const column = z.strictObject({
  align: z.enum(['left', 'center', 'right']).optional(),
  is_wrapped: z.boolean().optional(),
});

const section = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: z.discriminatedUnion('type', [button, image]).optional(),
    expand: z.boolean().optional(),
    ...blockId,
  })
  .refine(({ text, fields }) => text !== undefined || fields !== undefined, {
    message: 'must define either `fields` or `text`',
  });

const block = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('header'), text: plain(150), ...blockId }),
  section,
  z.strictObject({
    type: z.literal('context'),
    elements: z
      .array(z.discriminatedUnion('type', [plain(3000), markup(3000), image]))
      .min(1)
      .max(10),
    ...blockId,
  }),
  z.strictObject({ type: z.literal('divider'), ...blockId }),
  z.strictObject({
    type: z.literal('actions'),
    elements: z.array(button).min(1).max(25),
    ...blockId,
  }),
  z.strictObject({
    type: z.literal('image'),
    image_url: webAddress.optional(),
    slack_file: slackFile.optional(),
    alt_text: z.string().min(1).max(2000),
    title: plain(2000).optional(),
    ...blockId,
  }),
  z.strictObject({
    type: z.literal('table'),
    rows: z.array(z.array(cell).min(1).max(20)).min(1).max(100),
    column_settings: z.array(column).max(20).optional(),
    ...blockId,
  }),
  z.strictObject({ type: z.literal('markdown'), text: z.string().min(1).max(12_000), ...blockId }),
  z.strictObject({ type: z.literal('rich_text'), elements: z.array(richTextElement).min(1), ...blockId }),
]);

/** The blocks of one message; block types of Slack that this stand-in does not support are refused as unsupported. */
export const messageBlocks = z.array(block).max(50);
/** One cell of a table. */
export type TableCell = z.infer<typeof cell>;
/** One block of a message. */
export type MessageBlock = z.infer<typeof block>;
/** A `plain_text` or `mrkdwn` object. */
export type TextObject = z.infer<ReturnType<typeof anyText>>;
