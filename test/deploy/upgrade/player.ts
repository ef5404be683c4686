import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import type { Rehearsal } from '#local/rehearsal/rehearsal.ts';
import { home, mallory } from './world.ts';

/** A row of a table in DynamoDB's JSON. */
export type StoredRow = Record<string, AttributeValue>;

/** What journeys do with a rehearsal again and again. */
export interface Player {
  /** CloudTrail, at home if no other Region is named, called by Mallory in `account`. */
  cloudTrail(account: string, region?: string): CloudTrailClient;
  /** S3 at home, called by Mallory in `account`. */
  s3(account: string): S3Client;
  /** Lets `milliseconds` pass: by default enough for a message that failed once to be tried again. */
  later(milliseconds?: number): Promise<void>;
  /** A sweep to its end; members of an organization are looked at twenty seconds after the owner of its trail. */
  sweep(): Promise<void>;
  /** The daily round, to its end. */
  reconcile(): Promise<void>;
  /** Minutes, with the look at open issues that each of them brings. */
  watch(minutes: number): Promise<void>;
  /** All rows of the table with this logical id, sorted by key. */
  rows(table: 'IssuesTable' | 'StateTable'): Promise<readonly StoredRow[]>;
}

const minute = 60_000;
const keyOf = ({ account_id, issue_id, pk, sk }: StoredRow): string =>
  [account_id, issue_id, pk, sk].map((part) => part?.S ?? '').join(' ');

/** What a person would write to see that two rows are the same one. */
export const rowKey = keyOf;

async function scan({ cloud }: Rehearsal, table: string): Promise<readonly StoredRow[]> {
  const pages = paginateScan(
    { client: cloud.tables },
    { TableName: cloud.nameOf(table), ConsistentRead: true },
  );
  const rows: StoredRow[] = [];
  for await (const { Items = [] } of pages) rows.push(...Items);
  return rows.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
}

/** A player of `rehearsal`, whose schedules fire only when they are asked to. */
export function playerOf(rehearsal: Rehearsal): Player {
  const { cloud, organization } = rehearsal;
  const common = (account: string) => ({
    region: home,
    endpoint: cloud.endpoint,
    maxAttempts: 1,
    credentials: organization.credentials({ accountId: account, identity: mallory }),
  });
  const fire = async (logicalId: string): Promise<void> => {
    cloud.runSchedule(cloud.nameOf(logicalId));
    await cloud.settle();
  };
  return {
    cloudTrail: (account, region = home) => new CloudTrailClient({ ...common(account), region }),
    s3: (account) => new S3Client({ ...common(account), forcePathStyle: true }),
    later: (milliseconds = 7 * minute) => cloud.advance(milliseconds),
    sweep: async () => {
      await fire('SweepLambdaFunction');
      await cloud.advance(30_000);
    },
    reconcile: () => fire('ReconcileDayLambdaFunction'),
    watch: async (minutes) => {
      for (let passed = 0; passed < minutes; passed += 1) {
        await fire('WatchOpenLambdaFunction');
        await cloud.advance(minute);
      }
    },
    rows: (table) => scan(rehearsal, table),
  };
}
