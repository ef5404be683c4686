import { SlackRefusal, type SlackCall } from './call.ts';

/** One page and the cursor of the next, empty on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string;
}

/** The page for the call's `cursor` and `limit`; throws `invalid_cursor` or `invalid_limit`. */
export function pageOf<Item>(call: SlackCall, all: readonly Item[], standard: number): Page<Item> {
  const limit = call.args['limit'] === undefined ? standard : Number(call.args['limit']);
  if (!Number.isInteger(limit) || limit < 0 || limit > 1000) throw new SlackRefusal('invalid_limit');
  const start = offsetOf(call);
  const end = start + (limit === 0 ? standard : limit);
  return {
    items: all.slice(start, end),
    nextCursor: end < all.length ? Buffer.from(`${call.method}:${end}`).toString('base64') : '',
  };
}

function offsetOf(call: SlackCall): number {
  const cursor = call.args['cursor'];
  if (cursor === undefined || cursor === '') return 0;
  const [method, offset] = Buffer.from(cursor, 'base64').toString('utf8').split(':');
  if (method !== call.method || !/^\d+$/.test(offset ?? '')) throw new SlackRefusal('invalid_cursor');
  return Number(offset);
}
