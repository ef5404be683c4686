import * as z from 'zod';

import { AwsError } from './aws-error.ts';
import type { Fields } from './state.ts';

/** AWS's two paging parameters. */
export const Paged = z.object({
  NextToken: z.string().nullish(),
  MaxResults: z.int().positive().nullish(),
});

/** One page of `all` under `name`, with NextToken while there is more; `hasEmptyPages` puts an empty one before each. */
export function pageOf(
  asked: z.output<typeof Paged>,
  list: {
    readonly name: string;
    readonly all: readonly unknown[];
    readonly limit: number;
    readonly hasEmptyPages?: boolean;
  },
): Fields {
  const { name, all, limit, hasEmptyPages = false } = list;
  const [start, isEmptyPage] = position(asked.NextToken, hasEmptyPages);
  const size = isEmptyPage ? 0 : Math.min(asked.MaxResults ?? limit, limit);
  const end = start + size;
  const more = end < all.length;
  const token = Buffer.from(`${isEmptyPage || !hasEmptyPages ? 'page' : 'empty'}:${end}`).toString(
    'base64url',
  );
  return { [name]: all.slice(start, end), ...(more && { NextToken: token }) };
}

function position(token: string | null | undefined, hasEmptyPages: boolean): readonly [number, boolean] {
  if (!token) return [0, hasEmptyPages];
  const match = /^(page|empty):(\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  if (match) return [Number(match[2]), match[1] === 'empty'];
  throw new AwsError('InvalidInputException', 'You specified an invalid value for NextToken.');
}
