import * as z from 'zod';
import { checkedBlocks } from './blocks.ts';
import { json, required, SlackRefusal, type SlackCall } from './call.ts';
import { channelById } from './find-channel.ts';
import type { Workspace } from './workspace.ts';

const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
const option = z.strictObject({ text: plainText(75), value: z.string().max(150) });

// docs.slack.dev, input block, plain-text input and select menu of static options: the fields of a form.
const inputBlock = z.strictObject({
  type: z.literal('input'),
  label: plainText(2000),
  optional: z.boolean().optional(),
  element: z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('static_select'),
      action_id: z.string().max(255),
      options: z.array(option).min(1).max(100),
      initial_option: option.optional(),
    }),
    z.strictObject({
      type: z.literal('plain_text_input'),
      action_id: z.string().max(255),
      multiline: z.boolean().optional(),
      max_length: z.number().int().min(1).max(3000).optional(),
    }),
  ]),
});

function isInput(block: unknown): boolean {
  return typeof block === 'object' && block !== null && 'type' in block && block.type === 'input';
}

/** chat.postEphemeral: shown to one person, never found again. */
export function postEphemeral(workspace: Workspace, call: SlackCall): Record<string, unknown> {
  const channel = channelById(workspace, required(call, 'channel'));
  const user = required(call, 'user');
  const blocks = (json(call, 'blocks', 'invalid_blocks_format') ?? []) as unknown[];
  const inputs = blocks.filter(isInput);
  if (inputs.some((block) => !inputBlock.safeParse(block).success)) throw new SlackRefusal('invalid_blocks');
  checkedBlocks(blocks.filter((block) => !isInput(block)));
  workspace.ephemeral.push({ channel: channel.id, user, text: call.args['text'] ?? '', blocks });
  return { message_ts: (workspace.clock.now() / 1000).toFixed(6) };
}
