import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { clientDefaults } from '#adapters/aws/clients.ts';

it('a service that takes a call and never answers is given up in time, and the call counts as not answered', async () => {
  let received = 0;
  const silent = createServer(() => void (received += 1));
  await new Promise<void>((ready) => silent.listen(0, '127.0.0.1', ready));
  const endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'x', secretAccessKey: 'y' };
  const client = new DynamoDBClient({ ...clientDefaults, endpoint, credentials, region: 'eu-west-1' });
  const began = performance.now();
  const call = client.send(new ListTablesCommand({}));
  await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(performance.now() - began).toBeLessThan(60_000);
  expect(received).toBe(3);
  silent.closeAllConnections();
  silent.close();
});
