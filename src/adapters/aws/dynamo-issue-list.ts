import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { IssueList } from '#ports/issue-list.ts';
import { decodeIssue } from '#adapters/wire/issue-codec.ts';

/** Every issue of the issue table, page by page; items that cannot be decoded are skipped. */
export function dynamoIssueList({ client, table }: { client: DynamoDBClient; table: string }): IssueList {
  return {
    async *listIssues() {
      for await (const { Items } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
        for (const item of Items ?? []) {
          const issue = decodeIssue(unmarshall(item));
          if (issue) yield issue;
        }
      }
    },
  };
}
