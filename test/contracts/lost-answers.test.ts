import {
  ConditionalCheckFailedException,
  TransactionCanceledException,
  TransactionConflictException,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { dynamoIncidentStore } from '#adapters/aws/dynamo-incident-store.ts';
import { dynamoIssueStore } from '#adapters/aws/dynamo-issue-store.ts';
import { dynamoReceiptStore } from '#adapters/aws/dynamo-receipt-store.ts';
import { isConflict, toItem, writeTogether } from '#adapters/aws/rows.ts';
import { writeInTurns } from '#adapters/aws/write-in-turns.ts';
import { causeKey } from '#domain/findings/finding.ts';
import { newIncidentId } from '#doors/new-incident-id.ts';
import { freshTables } from '#test/contracts/dynamo-stores.ts';
import {
  finding,
  home,
  incidentId,
  later,
  lookResult,
  noon,
  saved,
  shop,
  shopTrail,
} from '#test/given/shop.ts';

const id = incidentId('i-1');
const place = 'slack|#security';
const metadata = { $metadata: {}, message: 'no' };
const refused = () => new ConditionalCheckFailedException(metadata);
const canceled = (...codes: string[]) =>
  new TransactionCanceledException({ ...metadata, CancellationReasons: codes.map((Code) => ({ Code })) });

/** Does `instead` in place of the calls of a name until it answers undefined, which lets the call through. */
function interposed(
  client: DynamoDBClient,
  name: string,
  instead: (send: () => Promise<unknown>) => Promise<unknown> | undefined,
): void {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        const answer = commandName === name ? instead(() => next(args)) : undefined;
        return (answer ?? next(args)) as ReturnType<typeof next>;
      },
    { step: 'initialize' },
  );
}

describe('a receipt whose answer was lost, so that the SDK writes it again', () => {
  it.each([0, 1])('is written, when what is there already is its own (version %i)', async (version) => {
    const { client, stateTable: table } = await freshTables();
    const receipts = dynamoReceiptStore({ client, table });
    const blank = await receipts.readReceipt(id, place);
    if (version === 1) await receipts.writeReceipt(blank);
    interposed(client, 'UpdateItemCommand', async (send) => {
      await send();
      throw refused();
    });
    const written = await receipts.writeReceipt({ ...blank, version, shown: 'abc' });
    expect(written).toMatchObject({ version: version + 1, shown: 'abc' });
    expect(await receipts.readReceipt(id, place)).toEqual(written);
  });

  it('is stale, when another process has written meanwhile', async () => {
    const { client, stateTable: table } = await freshTables();
    const [receipts, other] = [dynamoReceiptStore({ client, table }), dynamoReceiptStore({ client, table })];
    const blank = await receipts.readReceipt(id, place);
    await other.writeReceipt({ ...blank, shown: 'theirs' });
    expect(await receipts.writeReceipt({ ...blank, shown: 'ours' })).toBe('stale');
    expect((await receipts.readReceipt(id, place)).shown).toBe('theirs');
  });

  it('is no conflict at all when the table refuses for another reason', async () => {
    const { client, stateTable: table } = await freshTables();
    const receipts = dynamoReceiptStore({ client, table });
    const blank = await receipts.readReceipt(id, place);
    interposed(client, 'UpdateItemCommand', () => Promise.reject(new Error('the table is on fire')));
    await expect(receipts.writeReceipt(blank)).rejects.toThrow('A receipt could not be written');
    await expect(receipts.markPending(id, place, noon)).rejects.toThrow('could not be marked');
  });
});

describe('a transaction that DynamoDB cancels', () => {
  it.each([
    ['because a condition did not hold', canceled('None', 'ConditionalCheckFailed'), true],
    ['because another transaction is at work on a row', canceled('TransactionConflict', 'None'), true],
    ['at once, because another one is at work', new TransactionConflictException(metadata), true],
    ['for a condition of a single write', refused(), true],
    ['because it is throttled', canceled('ThrottlingError'), false],
    ['because a row is too large', canceled('None', 'ValidationError'), false],
    ['without a reason', new TransactionCanceledException(metadata), false],
    ['for a fault that is none of its own', new Error('ConditionalCheckFailed'), false],
  ])('%s is to be read anew, or not', async (_, error, conflicts) => {
    expect(isConflict(error)).toBe(conflicts);
    const { client, stateTable } = await freshTables();
    interposed(client, 'TransactWriteItemsCommand', () => Promise.reject(error));
    const rows = ['a', 'b'].map((sk) => ({ Put: { TableName: stateTable, Item: toItem({ pk: 'x', sk }) } }));
    const outcome = writeTogether(client, rows);
    if (conflicts) expect(await outcome).toBe('stale');
    else await expect(outcome).rejects.toThrow('A transaction on the state failed');
  });
});

describe('a claim that meets another one', () => {
  const claim = (cause: string, seconds: number) => ({
    cause: causeKey('not-recording', cause),
    since: noon,
    at: later(noon, seconds),
    session: { key: 'AKIA|mallory', eventName: 'StopLogging', at: later(noon, seconds) },
  });

  it('is tried again, and joins what the other has opened in the same session', async () => {
    const { client, stateTable } = await freshTables();
    const incidents = dynamoIncidentStore({ client, stateTable, newId: newIncidentId });
    const rival = dynamoIncidentStore({ client, stateTable, newId: newIncidentId });
    let rivals: Promise<string> | undefined;
    interposed(client, 'TransactWriteItemsCommand', (send) => {
      if (rivals !== undefined) return undefined;
      rivals = Promise.resolve('');
      return (async () => {
        rivals = rival.claimIncident(claim('one', 0));
        await rivals;
        return send();
      })();
    });
    const own = await incidents.claimIncident(claim('two', 5));
    expect(own).toBe(await rivals);
  });

  it('takes the session over when its first call was more than a minute ago: later ones join the new incident', async () => {
    const { client, stateTable } = await freshTables();
    const incidents = dynamoIncidentStore({ client, stateTable, newId: newIncidentId });
    const first = await incidents.claimIncident(claim('one', 0));
    const late = await incidents.claimIncident(claim('two', 90));
    expect(late).not.toBe(first);
    expect(await incidents.claimIncident(claim('three', 120))).toBe(late);
  });

  it('gives up after eight, and says so', async () => {
    const { client, stateTable } = await freshTables();
    const incidents = dynamoIncidentStore({ client, stateTable, newId: newIncidentId });
    let tries = 0;
    interposed(client, 'TransactWriteItemsCommand', () => {
      tries += 1;
      return Promise.reject(canceled('TransactionConflict'));
    });
    await expect(incidents.claimIncident(claim('one', 0))).rejects.toThrow('too many writers at once');
    expect(tries).toBe(8);
  });
});

describe('a note on an issue whose ticket others note at the same time', () => {
  it('is given up after nine tries, and says so', async () => {
    const { client, ...tables } = await freshTables();
    const issues = dynamoIssueStore({ client, ...tables });
    await saved(issues, { at: noon });
    let tries = 0;
    interposed(client, 'UpdateItemCommand', () => {
      tries += 1;
      return Promise.reject(refused());
    });
    const noted = issues.noteReported(shop, home, { at: later(noon, 5), ticket: 'SEC-1' });
    await expect(noted).rejects.toThrow('is being noted on by too many at once');
    // The first one reads nothing; eight read before they write.
    expect(tries).toBe(9);
  });
});

describe('a look that is written in turns', () => {
  const many = Array.from({ length: 250 }, (_, index) => `${shopTrail}-${index}` as typeof shopTrail);

  it('stops between two turns when another process has written the item meanwhile', async () => {
    const { client, ...tables } = await freshTables();
    const issues = dynamoIssueStore({ client, ...tables });
    const incidents = dynamoIncidentStore({ client, ...tables, newId: newIncidentId });
    const incident = await incidents.claimIncident({ cause: finding().cause, since: noon, at: noon });
    const findings = many.map((subject) => finding({ subject, incident, seenAt: noon }));
    const result = lookResult(await issues.readRemembered(shop, home), { at: noon, findings });
    let turns = 0;
    interposed(client, 'TransactWriteItemsCommand', (send) => {
      turns += 1;
      if (turns !== 2) return undefined;
      return (async () => {
        const half = await issues.readRemembered(shop, home);
        await issues.saveLook(lookResult(half, { at: later(noon, 1), findings: [finding()] }));
        return send();
      })();
    });
    expect(await issues.saveLook(result)).toBe('stale');
    const { issue } = await issues.readRemembered(shop, home);
    expect(issue).toMatchObject({ version: 2 });
    expect((await incidents.readIncident(incident))?.members.length).toBeLessThan(many.length);
  });

  it.each([
    [99, 1, 1],
    [100, 1, 2],
    [198, 1, 2],
    [199, 1, 3],
  ])('takes as few turns as DynamoDB allows: %i rows and %i at the end in %i', async (rows, last, turns) => {
    const { client, stateTable } = await freshTables();
    const put = (sk: string) => ({ Put: { TableName: stateTable, Item: toItem({ pk: 'x', sk }) } });
    const isAbsent = { ConditionExpression: 'attribute_not_exists(pk)' };
    const guard = { TableName: stateTable, Key: toItem({ pk: 'x', sk: 'guard' }), ...isAbsent };
    const sizes: number[] = [];
    client.middlewareStack.add(
      (next) => (args) => {
        const { TransactItems } = args.input as { TransactItems?: readonly unknown[] };
        sizes.push(TransactItems?.length ?? 1);
        return next(args);
      },
      { step: 'initialize' },
    );
    const outcome = await writeInTurns(client, {
      first: [],
      rows: Array.from({ length: rows }, (_, index) => put(`row-${index}`)),
      guard: [{ ConditionCheck: guard }],
      last: Array.from({ length: last }, (_, index) => put(`last-${index}`)),
    });
    expect(outcome).toBe('applied');
    expect(sizes).toHaveLength(turns);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
  });
});
