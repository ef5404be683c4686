import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context, DynamoDBRecord, SQSRecord } from 'aws-lambda';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { encodeIssue } from '#adapters/wire/issue-codec.ts';
import { onIssueStream } from '#adapters/lambda/on-issue-stream.ts';
import { onQueue } from '#adapters/lambda/on-queue.ts';
import { logger } from '#adapters/lambda/observability.ts';
import type { Issue } from '#domain/issues/issue.ts';
import { anyIssue } from '#test/given/any-issue.ts';

const context = {
  functionName: 'test',
  memoryLimitInMB: '128',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:test',
  awsRequestId: 'r-1',
  getRemainingTimeInMillis: () => 30_000,
} as Context;

const idsOf = (failures: readonly { itemIdentifier: string }[]) =>
  failures.map(({ itemIdentifier }) => itemIdentifier).toSorted();

beforeAll(() => {
  logger.setLogLevel('SILENT');
});

/** A message with a group, and whether its work succeeds; or any text at all. */
const anyBody = fc.oneof(
  fc.record({ group: fc.constantFrom('a', 'b', 'c') }).map((body) => JSON.stringify(body)),
  fc.constantFrom('', '{', 'null', '[]', '"text"', '{"group":7}', '{"group":"broken"}'),
  fc.string({ unit: 'binary' }),
);

const attributes = { ApproximateReceiveCount: '1' } as SQSRecord['attributes'];
const message = (body: string, index: number) => ({ messageId: `m-${index}`, body, attributes }) as SQSRecord;

function groupOf(body: unknown): string {
  const group = typeof body === 'object' && body !== null && 'group' in body ? body.group : undefined;
  if (typeof group !== 'string') throw new TypeError('no message of ours');
  return group;
}

function groupIn(body: string): string | undefined {
  try {
    return groupOf(JSON.parse(body));
  } catch {
    return undefined;
  }
}

const anyFailure = fc.constantFrom<unknown>(new Error('down'), 'a text', undefined, null, 7);

test('exactly the messages whose work failed go back to the queue, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyBody, { minLength: 1, maxLength: 10 }),
      fc.subarray(['a', 'b', 'c', 'broken']),
      anyFailure,
      async (bodies, failing, failure) => {
        const handled: string[] = [];
        const handler = onQueue<string>({
          read: async (body) => [groupOf(body)],
          key: (group) => group,
          handle: async ([group]) => {
            handled.push(group);
            if (failing.includes(group)) throw failure;
          },
          atOnce: 2,
        });
        const { batchItemFailures } = await handler({ Records: bodies.map(message) }, context);
        const expected = bodies.flatMap((body, index) => {
          const group = groupIn(body);
          return group === undefined || failing.includes(group) ? [`m-${index}`] : [];
        });
        expect(idsOf(batchItemFailures)).toEqual(expected.toSorted());
        const groups = new Set(bodies.flatMap((body) => groupIn(body) ?? []));
        expect(handled.toSorted()).toEqual([...groups].toSorted());
      },
    ),
  );
});

const image = (issue: Issue): NonNullable<DynamoDBRecord['dynamodb']>['NewImage'] =>
  marshall(
    { account_id: issue.account, issue_id: issue.region, ...encodeIssue(issue), jira_details: {} },
    { removeUndefinedValues: true },
  ) as never;

const withOddFinding = marshall({
  account_id: '111122223333',
  issue_id: 'eu-west-1',
  findings: { one: 'written by a stranger' },
});

/** A change of an issue; or an image that no version of ours has written. */
const anyRecord = fc.oneof(
  anyIssue.map((issue) => ({ issue, junk: false, dynamodb: { NewImage: image(issue) } })),
  fc.constantFrom(
    { issue: undefined, junk: false, dynamodb: undefined },
    { issue: undefined, junk: false, dynamodb: { NewImage: { other: { S: 'junk' } } } },
    { issue: undefined, junk: false, dynamodb: { NewImage: withOddFinding } },
    { issue: undefined, junk: true, dynamodb: { NewImage: { account_id: { X: 'no type of DynamoDB' } } } },
  ),
);

test('exactly the changes whose incident failed, or that are junk, go back to the stream', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyRecord, { minLength: 1, maxLength: 5 }),
      fc.nat(),
      anyFailure,
      async (records, which, failure) => {
        const all = records.flatMap(({ issue }) => [...(issue?.findings.values() ?? [])]);
        const failing = all[which % Math.max(all.length, 1)]?.incident;
        const handler = onIssueStream(() => async (movements) => {
          if (movements.some(({ incident }) => incident === failing)) throw failure;
        });
        const event = records.map(({ dynamodb }, index) => ({
          dynamodb: { ...dynamodb, SequenceNumber: String(index) },
        }));
        const { batchItemFailures } = await handler({ Records: event as DynamoDBRecord[] }, context);
        const expected = records.flatMap(({ issue, junk }, index) => {
          const incidents = [...(issue?.findings.values() ?? [])].map(({ incident }) => incident);
          return junk || incidents.some((incident) => incident === failing) ? [String(index)] : [];
        });
        expect(idsOf(batchItemFailures)).toEqual(expected.toSorted());
      },
    ),
    { numRuns: 60 },
  );
});

test('a batch is begun once, however many incidents moved in it: they share the time of its reporter', async () => {
  const heard = new Set<string>();
  let begun = 0;
  const handler = onIssueStream(() => {
    begun += 1;
    return async (movements) => {
      for (const { incident } of movements) heard.add(incident);
    };
  });
  const records = fc.sample(anyIssue, { numRuns: 50, seed: 7 }).map((issue, index) => ({
    dynamodb: { NewImage: image(issue), SequenceNumber: String(index) },
  }));
  await handler({ Records: records }, context);
  expect(heard.size).toBeGreaterThan(1);
  expect(begun).toBe(1);
});
