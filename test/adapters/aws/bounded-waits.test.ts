import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { boundedWaits, clientDefaults } from '#adapters/aws/clients.ts';

it('a service that takes a call and never answers is given up after three attempts, and the call counts as not answered', async () => {
  const silent = createServer(() => undefined);
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
  const client = new DynamoDBClient({
    ...clientDefaults,
    endpoint,
    credentials,
    region: 'eu-west-1',
    requestHandler: { ...boundedWaits, requestTimeout: 100 },
  });
  const given = { name: 'TimeoutError', $metadata: { attempts: 3 } };
  await expect(client.send(new ListTablesCommand({}))).rejects.toMatchObject(given);
  silent.closeAllConnections();
  silent.close();
});

it('three attempts of production take 12 s at most, which bounded-waits.long.test.ts waits for', () => {
  const { connectionTimeout, requestTimeout } = boundedWaits;
  expect(clientDefaults.maxAttempts * (connectionTimeout + requestTimeout)).toBeLessThanOrEqual(12_000);
});
