import type { Context, SQSRecord } from 'aws-lambda';
import { beforeAll, expect, it } from 'vitest';
import { logger } from '#adapters/lambda/observability.ts';
import { onReports } from '#adapters/lambda/on-reports.ts';
import type { PendingReport } from '#ports/follow-ups.ts';
import { frankfurt, home, incidentId, later, noon, shop } from '#test/given/shop.ts';

const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 30_000 } as Context;
const attributes = { ApproximateReceiveCount: '1' } as SQSRecord['attributes'];

beforeAll(() => {
  logger.setLogLevel('SILENT');
});

async function servedOf(reports: readonly PendingReport[]): Promise<readonly PendingReport[]> {
  const served: PendingReport[] = [];
  const handler = onReports({
    report: () => async () => undefined,
    retrySooner: async () => undefined,
    servePending: async (report) => void served.push(report),
  });
  const Records = reports.map(
    (report, index) => ({ messageId: `m-${index}`, body: JSON.stringify(report), attributes }) as SQSRecord,
  );
  expect(await handler({ Records }, context)).toEqual({ batchItemFailures: [] });
  return served;
}

const pending = (seconds: number): PendingReport => ({
  incident: incidentId('i-1'),
  destination: 'slack|#security',
  attempts: 0,
  due: later(noon, seconds),
});

it('serves the last of several pending messages that come together, as the others leave it to that one', async () => {
  const all = [pending(1), pending(5), pending(3)];
  expect(await servedOf(all)).toEqual([pending(5)]);
});

it('loses no notes that come together with what is to be told', async () => {
  const note = [{ account: shop, region: home }];
  const all = [
    { ...pending(1), note },
    pending(5),
    { ...pending(2), note: [{ account: shop, region: frankfurt }] },
    { ...pending(3), note: 'all' as const },
  ];
  expect(await servedOf(all)).toEqual(all);
});
