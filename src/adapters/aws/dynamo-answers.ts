import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { answerRow } from '#adapters/wire/answer-codec.ts';
import { answerKey } from '#adapters/wire/state-keys.ts';
import type { Answers } from '#ports/answers.ts';
import { isConflict, toItem } from './rows.ts';

/** Answers in the state table, in the partition of their incident. */
export function dynamoAnswers({ client, table }: { client: DynamoDBClient; table: string }): Answers {
  return {
    async keepAnswer(incident, answer) {
      const Item = toItem({ ...answerKey(incident, answer.id), ...answerRow(answer) });
      const put = { TableName: table, Item, ConditionExpression: 'attribute_not_exists(pk)' };
      try {
        await client.send(new PutItemCommand(put));
        return 'new';
      } catch (error) {
        if (isConflict(error)) return 'known';
        throw new Error('An answer could not be stored', { cause: error });
      }
    },
  };
}
