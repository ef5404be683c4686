import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import { CloudWatchClient, paginateGetMetricData } from '@aws-sdk/client-cloudwatch';
import { clientDefaults } from '#adapters/aws/clients.ts';
import type { Instant } from '#domain/values/instant.ts';
import { trouble, type Trouble } from './trouble.ts';

/** AWS's list prices of late 2026 for Europe, in dollars for one of each; those of docs/deploying.md. */
export const listPrices = {
  gigabyteSecond: 0.0000133,
  run: 0.2e-6,
  queueCall: 0.4e-6,
  write: 0.7e-6,
  read: 0.14e-6,
};
/** A message is sent, received and deleted; receiving and deleting go in batches. */
const callsPerMessage = 1.5;

/** What the central account is billed for by the piece. */
export interface Billed {
  /** Memory in MB by the function's name. */
  readonly functions: ReadonlyMap<string, number>;
  readonly queues: readonly string[];
  readonly tables: readonly string[];
}

interface Counted {
  readonly part: 'functions' | 'queues' | 'tables';
  readonly namespace: string;
  readonly metric: string;
  readonly dimension: string;
  readonly of: string;
  /** Dollars for one. */
  readonly price: number;
}

function countedOf({ functions, queues, tables }: Billed): readonly Counted[] {
  const { gigabyteSecond, run, queueCall, read, write } = listPrices;
  const lambda = { part: 'functions', namespace: 'AWS/Lambda', dimension: 'FunctionName' } as const;
  const sqs = { part: 'queues', namespace: 'AWS/SQS', dimension: 'QueueName' } as const;
  const dynamo = { part: 'tables', namespace: 'AWS/DynamoDB', dimension: 'TableName' } as const;
  const perMs = (memory: number): number => ((memory / 1024) * gigabyteSecond) / 1000;
  return [
    ...[...functions].flatMap(([of, memory]) => [
      { ...lambda, of, metric: 'Invocations', price: run },
      { ...lambda, of, metric: 'Duration', price: perMs(memory) },
    ]),
    ...queues.flatMap((of) => [
      { ...sqs, of, metric: 'NumberOfMessagesSent', price: callsPerMessage * queueCall },
      { ...sqs, of, metric: 'NumberOfEmptyReceives', price: queueCall },
    ]),
    ...tables.flatMap((of) => [
      { ...dynamo, of, metric: 'ConsumedReadCapacityUnits', price: read },
      { ...dynamo, of, metric: 'ConsumedWriteCapacityUnits', price: write },
    ]),
  ];
}

function queryOf({ namespace, metric, dimension, of }: Counted, index: number): MetricDataQuery {
  const Dimensions = [{ Name: dimension, Value: of }];
  const Metric = { Namespace: namespace, MetricName: metric, Dimensions };
  return { Id: `q${index}`, MetricStat: { Metric, Period: 86_400, Stat: 'Sum' } };
}

/** What the parts cost since the month began (UTC), in dollars at list prices, from CloudWatch's counts. */
export async function costsSoFar(
  billed: Billed,
  region: string,
  now: Instant,
): Promise<Readonly<Record<Counted['part'], number>>> {
  const client = new CloudWatchClient({ ...clientDefaults, region });
  const counted = countedOf(billed);
  const end = new Date(now);
  const asked = {
    MetricDataQueries: counted.map(queryOf),
    StartTime: new Date(Date.UTC(end.getUTCFullYear(), end.getUTCMonth(), 1)),
    EndTime: end,
  };
  const dollars = { functions: 0, queues: 0, tables: 0 };
  for await (const { MetricDataResults = [] } of paginateGetMetricData({ client }, asked))
    for (const { Id = '', Values = [] } of MetricDataResults) {
      const one = counted[Number(Id.slice(1))];
      if (one) dollars[one.part] += one.price * Values.reduce((sum, value) => sum + value, 0);
    }
  return dollars;
}

/** The costs as a line of doctor. */
export function costsLine({ functions, queues, tables }: Awaited<ReturnType<typeof costsSoFar>>): Trouble {
  const dollars = (value: number): string => value.toFixed(2);
  return trouble(
    'note',
    `This month so far the centre cost about ${dollars(functions + queues + tables)} dollars (functions ${dollars(functions)}, queues ${dollars(queues)}, tables ${dollars(tables)}), without alarms, key, metrics and logs`,
    'Calculated from CloudWatch’s counts at list prices (docs/deploying.md, What it costs a month); the bill knows exactly.',
  );
}
