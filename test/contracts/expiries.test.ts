import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoSweepLog } from '#adapters/aws/dynamo-sweep-log.ts';
import { testAlertId } from '#domain/issues/test-alert.ts';
import { incidentId, later, noon, shop, trigger } from '#test/given/shop.ts';
import { outcome, sweep } from '#test/given/days.ts';
import type { Stores } from '#test/given/stores.ts';
import { dynamoStores } from './dynamo-stores.ts';

const day = 86_400;
const incident = incidentId('i-1');
const acceptance = { accountId: shop, incident, findings: [], reason: 'moved', owner: 'Jane', at: noon };
const press = { action: 'accept', incident, person: { id: 'U01', name: 'jane' }, at: noon } as const;
const letter = { id: 'm-1', queue: 'SlackDeadLetters', at: noon, by: 'anna', reason: 'closed', body: '{}' };
const alert = {
  id: testAlertId('6a7e8feb-b491-4cf7-a9f1-bf3703467718')!,
  account: shop,
  askedBy: 'ana',
  at: noon,
  endsAt: later(noon, 60),
};

describe('what DynamoDB may remove of itself, which takes seconds, stays long enough', () => {
  it.each<[string, number, (stores: Stores) => Promise<unknown>]>([
    [
      'an acceptance 90 days after its end',
      97 * day,
      ({ acceptances }) =>
        acceptances.keepAcceptance({ ...acceptance, by: 'jane', until: later(noon, 7 * day) }),
    ],
    [
      'the claim of a reply longer than its press can lie in a queue',
      8 * day,
      ({ answers }) => answers.claimReply({ ...press, channel: 'C01' }),
    ],
    [
      'an attempt for 90 days',
      90 * day,
      ({ attempts }) => attempts.keepAttempt(trigger({ accountId: shop, at: noon }), 'it failed'),
    ],
    [
      'who dropped a dead letter, and why, for 400 days',
      400 * day,
      ({ dropped }) => dropped.keepDropped(letter),
    ],
    ['a test alert for 90 days', 90 * day, ({ tests }) => tests.beginTestAlert(alert, ['slack|#security'])],
  ])('%s', async (_, seconds, write) => {
    const stores = await dynamoStores();
    await write(stores);
    expect(await expiriesIn(stores.client)).toEqual([noon / 1000 + seconds]);
  });

  it('a sweep and what became of each account for 90 days', async () => {
    const { client } = await dynamoStores();
    const sweeps = dynamoSweepLog({ client, table: 'state' });
    const one = sweep([shop]);
    await sweeps.beginSweep(one);
    await sweeps.noteOutcome(one.id, outcome(shop, { at: later(one.startedAt, day) }));
    const of = (at: number): number => Math.trunc(at / 1000) + 90 * day;
    const expiries = await expiriesIn(client);
    expect(expiries.toSorted((a, b) => a - b)).toEqual([of(one.startedAt), of(one.startedAt + day * 1000)]);
  });
});

async function expiriesIn(client: Awaited<ReturnType<typeof dynamoStores>>['client']): Promise<number[]> {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'state', ConsistentRead: true }));
  return Items.map((item) => unmarshall(item)['expires'] as number | undefined).filter(
    (expires) => expires !== undefined,
  );
}
