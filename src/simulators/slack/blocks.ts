import type * as z from 'zod';
import { SlackRefusal } from './call.ts';
import { messageBlocks, type MessageBlock } from './block-schema.ts';

/** The sum of all text in a message's blocks that Slack still accepts (measured by others: 13,202). */
export const MAX_BLOCKS_TEXT = 13_200;

/** The sum of all text in the cells of a message's tables that Slack accepts (docs.slack.dev, table block). */
export const MAX_TABLE_TEXT = 10_000;

/** The blocks, or Slack's error: `invalid_blocks_format`, `invalid_blocks`, `msg_blocks_too_long`. */
export function checkedBlocks(value: unknown): MessageBlock[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) throw new SlackRefusal('invalid_blocks_format');
  const parsed = messageBlocks.safeParse(value);
  if (!parsed.success) throw invalidBlocks(parsed.error.issues.flatMap(faultOf));
  const tables = parsed.data.filter(({ type }) => type === 'table');
  if (tables.length > 1) throw invalidBlocks(['only_one_table_allowed']);
  if (textLength(tables) > MAX_TABLE_TEXT) throw invalidBlocks(['table character limit exceeded']);
  const sources = parsed.data.filter(
    (one) => one.type === 'image' && (one.image_url === undefined) === (one.slack_file === undefined),
  );
  if (sources.length > 0) throw invalidBlocks(['an image has either image_url or slack_file']);
  const repeated = repeatedId(parsed.data);
  if (repeated !== undefined) throw invalidBlocks([repeated]);
  if (textLength(parsed.data) > MAX_BLOCKS_TEXT) throw new SlackRefusal('msg_blocks_too_long');
  return parsed.data.map((block, index) => ({ ...block, block_id: block.block_id ?? `b${index}` }));
}

function invalidBlocks(errors: readonly string[]): SlackRefusal {
  const messages = errors.map((error) => `[ERROR] ${error}`);
  return new SlackRefusal('invalid_blocks', { errors, response_metadata: { messages } });
}

function repeatedId(blocks: readonly MessageBlock[]): string | undefined {
  const ids = blocks.map(({ block_id }) => block_id);
  const index = ids.findIndex((id, place) => id !== undefined && ids.indexOf(id) < place);
  return index < 0 ? undefined : `block_id must be unique ${pointer([index, 'block_id'])}`;
}

function pointer(path: readonly PropertyKey[]): string {
  return `[json-pointer:${['', 'blocks', ...path.map(String)].join('/')}]`;
}

function faultOf(issue: z.core.$ZodIssue): string[] {
  const where = pointer(issue.path);
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'array'
        ? [`no more than ${issue.maximum.toString()} items allowed ${where}`]
        : [`must be less than ${(Number(issue.maximum) + 1).toString()} characters ${where}`];
    case 'too_small':
      return issue.origin === 'array'
        ? [`no less than ${issue.minimum.toString()} items allowed ${where}`]
        : [`must be more than ${(Number(issue.minimum) - 1).toString()} characters ${where}`];
    case 'unrecognized_keys':
      return issue.keys.map((key) => `invalid additional property: ${key} ${where}`);
    case 'invalid_union':
      return [`unsupported type ${where}`];
    case 'invalid_type':
      return issue.input === undefined && issue.message.endsWith('received undefined')
        ? [`missing required field: ${String(issue.path.at(-1))} ${pointer(issue.path.slice(0, -1))}`]
        : [`must be a valid ${issue.expected} ${where}`];
    case 'invalid_format':
      return [`must be a valid url ${where}`];
    default:
      return [`${issue.message} ${where}`];
  }
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, one) => sum + textLength(one), 0);
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (key === 'text' && typeof one === 'string' ? one.length : textLength(one)),
    0,
  );
}
