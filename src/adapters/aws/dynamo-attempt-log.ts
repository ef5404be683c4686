import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { instant, iso } from '#domain/values/instant.ts';
import type { AttemptLog } from '#ports/attempt-log.ts';
import { toItem } from './rows.ts';
import { attemptKey } from '#adapters/wire/state-keys.ts';

/** Seconds until an attempt's row expires: 90 days, as long as CloudTrail's event history. */
const keptFor = 90 * 24 * 3600;

/** The log of attempts in the state table, by account and time. */
export function dynamoAttemptLog(parts: { client: DynamoDBClient; table: string }): AttemptLog {
  return {
    async keepAttempt(trigger, why) {
      const at = trigger.at ?? instant(0);
      const key = attemptKey(trigger.accountId, iso(at), trigger.sameAs);
      const row = { ...key, trigger, why, expires: Math.trunc(at / 1000) + keptFor };
      await parts.client.send(new PutItemCommand({ TableName: parts.table, Item: toItem(row) }));
    },
  };
}
