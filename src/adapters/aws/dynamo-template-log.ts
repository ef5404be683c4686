import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { templateKey, templatePartition } from '#adapters/wire/state-keys.ts';
import type { TemplateLog } from '#ports/forwarding.ts';
import { readPartition, toItem } from './rows.ts';

const templateRow = z.object({
  id: z.string(),
  rules: z.array(
    z.object({ name: z.string(), digest: z.string(), onlyIn: z.literal('us-east-1').optional() }),
  ),
  forwardingRole: z.string(),
});

/** Deployed member templates in the state table: one row of a few kilobytes for each version, kept for good. */
export function dynamoTemplateLog({ client, table }: { client: DynamoDBClient; table: string }): TemplateLog {
  return {
    async listTemplates() {
      const rows = await readPartition(client, table, { key: 'pk', value: templatePartition });
      return rows.map((row) => templateRow.parse(row));
    },
    async keepTemplate(template) {
      const Item = toItem({ ...templateKey(template.id), ...template });
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}
