import { describe, expect, it } from 'vitest';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { member, memberEvent, withCloud } from './fixture.ts';

describe('the local cloud', () => {
  it('carries an event from a member account through bus, queue, function, table and stream to the second function', async () => {
    await withCloud({}, async (cloud) => {
      await cloud.functions.warm();
      expect(cloud.deliver(memberEvent({ id: 'one' }), member)).toBe('forwarded');
      await cloud.settle();
      const { Items } = await cloud.tables.send(new ScanCommand({ TableName: cloud.nameOf('Items') }));
      expect(Items?.map(({ id }) => id?.S)).toEqual(['one']);
      expect((await cloud.queue('Told')).visible.map(({ body }) => body)).toEqual(['one']);
    });
  });
});
