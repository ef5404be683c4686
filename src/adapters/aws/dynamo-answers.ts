import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { answerRow } from '#adapters/wire/answer-codec.ts';
import { answerKey, replyKey } from '#adapters/wire/state-keys.ts';
import type { Answers, Press } from '#ports/answers.ts';
import { isConflict, toItem } from './rows.ts';

/** Seconds until the row of a reply expires: a message of the queue lives for four days. */
const repliesKeptFor = 8 * 24 * 3600;

function replyRow(press: Press, isFree: boolean): object {
  return { ...replyKey(press), isFree, expires: Math.trunc(press.at / 1000) + repliesKeptFor };
}

/** Answers in the state table, in the partition of their incident. */
export function dynamoAnswers({ client, table }: { client: DynamoDBClient; table: string }): Answers {
  const put = (row: object, condition?: object) =>
    client.send(new PutItemCommand({ TableName: table, Item: toItem(row), ...condition }));
  async function putOnce(row: object, condition: object): Promise<'new' | 'known'> {
    try {
      await put(row, condition);
      return 'new';
    } catch (error) {
      if (isConflict(error)) return 'known';
      throw new Error('An answer could not be stored', { cause: error });
    }
  }
  return {
    keepAnswer: (incident, answer) =>
      putOnce(
        { ...answerKey(incident, answer.id), ...answerRow(answer) },
        { ConditionExpression: 'attribute_not_exists(pk)' },
      ),
    claimReply: (press) =>
      putOnce(replyRow(press, false), {
        ConditionExpression: 'attribute_not_exists(pk) OR isFree = :free',
        ExpressionAttributeValues: { ':free': { BOOL: true } },
      }),
    async releaseReply(press) {
      await put(replyRow(press, true));
    },
  };
}
