import { describe, expect, it } from 'vitest';
import { readHeartbeat } from '#adapters/cloudtrail/read-heartbeat.ts';
import { onQueue } from '#adapters/lambda/on-queue.ts';
import { instant } from '#domain/values/instant.ts';
import type { Heartbeat } from '#ports/heartbeats.ts';

const beat = (time: string) => ({
  version: '0',
  id: 'b',
  source: 'trailwarden.heartbeat',
  'detail-type': 'Trailwarden Heartbeat',
  account: '333333333333',
  region: 'eu-west-1',
  time,
  resources: [],
  detail: {},
});
const sentAt = Date.parse('2026-11-25T03:00:00Z');

describe('the time of a heartbeat', () => {
  it('is the one at which SQS took it, whatever its sender wrote (PutEvents lets a caller set Time)', async () => {
    const kept: Heartbeat[] = [];
    const handler = onQueue<Heartbeat>({
      read: async (body, receipt) => [readHeartbeat(body, receipt.sentAt)],
      key: ({ account, region }) => `${account} ${region}`,
      handle: async (beats) => void kept.push(...beats),
      atOnce: 1,
    });
    const Records = ['2099-01-01T00:00:00Z', '1999-01-01T00:00:00Z', 'tomorrow'].map((time, index) => ({
      messageId: String(index),
      body: JSON.stringify(beat(time)),
      attributes: { ApproximateReceiveCount: '1', SentTimestamp: String(sentAt + index) },
    }));
    expect(await handler({ Records } as never, {} as never)).toEqual({ batchItemFailures: [] });
    expect(kept.map(({ at }) => at)).toEqual([0, 1, 2].map((more) => instant(sentAt + more)));
  });
});
