import type { Context, SQSRecord } from 'aws-lambda';
import { beforeAll, expect, it } from 'vitest';
import { logger } from '#adapters/lambda/observability.ts';
import { onParts } from '#adapters/lambda/on-parts.ts';
import { shop } from '#test/given/shop.ts';

const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 60_000 } as Context;
const attributes = { ApproximateReceiveCount: '1' } as SQSRecord['attributes'];
const look = JSON.stringify({ account: shop, regions: 'all', why: 'parts', triggers: [] });

beforeAll(() => {
  logger.setLogLevel('SILENT');
});

/** The messages that came back sooner than their queue says. */
async function hastened(fails: boolean): Promise<readonly string[]> {
  const sooner: string[] = [];
  const handler = onParts({
    ask: async () => undefined,
    look: async () => {
      if (fails) throw new Error('ThrottlingException');
    },
    key: ({ account }) => account,
    merge: ([first]) => first,
    retrySooner: async (failed) => void sooner.push(...failed.map(({ messageId }) => messageId)),
  });
  await handler({ Records: [{ messageId: 'm-1', body: look, attributes } as SQSRecord] }, context);
  return sooner;
}

it('a look at the parts that fails once is made again within seconds: it may be the one that confirms a change', async () => {
  expect(await hastened(true)).toEqual(['m-1']);
});

it('a look that was made does not come back', async () => {
  expect(await hastened(false)).toEqual([]);
});
