import type { SQSClient, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { groupOf, sendAll } from '#adapters/aws/send-all.ts';
import { manyAccounts, shop } from '#test/given/shop.ts';

/** The entries that were sent, and a client that takes them. */
function recorder() {
  const entries: { readonly MessageGroupId?: string | undefined }[] = [];
  const send = async ({ input }: SendMessageBatchCommand) => {
    entries.push(...(input.Entries ?? []));
    return {};
  };
  // The one method that is called.
  return { entries, sqs: { send } as unknown as SQSClient };
}

describe('the group of a message, by which SQS serves accounts fairly', () => {
  it('is its account, and is none for a message to many', async () => {
    const { entries, sqs } = recorder();
    const accounts = manyAccounts(12);
    const toMany: object = { accounts };
    await sendAll(sqs, 'queue', [...accounts.map((account) => ({ account })), toMany]);
    expect(entries.map(({ MessageGroupId }) => MessageGroupId).toSorted()).toEqual(
      [...accounts, undefined].toSorted(),
    );
    expect(entries).toHaveLength(13);
  });

  it('is the bucket or key of an inspection', () => {
    const id = 'arn:aws:kms:eu-west-1:111122223333:key/1b2c3d4e-5f60-7182-93a4-b5c6d7e8f901';
    expect(groupOf({ destination: { id } })).toEqual({ MessageGroupId: id });
    expect(groupOf({ account: shop, destination: { id } })).toEqual({ MessageGroupId: shop });
  });

  // What SQS would refuse keeps no message from being sent.
  test('is left out where SQS would refuse it, whatever a caller named', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (id) => {
        const { MessageGroupId = 'none' } = groupOf({ destination: { id } });
        expect(MessageGroupId).toMatch(/^[!-~]{1,128}$/);
      }),
    );
  });
});
