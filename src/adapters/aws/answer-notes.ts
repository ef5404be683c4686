import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import type { Answer } from '#domain/issues/answer.ts';
import { mostAnswersNoted } from '#domain/issues/answer.ts';
import type { IncidentId } from '#domain/issues/incident-id.ts';
import type { Place } from '#domain/values/place.ts';
import { iso } from '#domain/values/instant.ts';
import { isDeepEqual } from '#domain/values/deep-equal.ts';
import { noteMark } from './issue-writes.ts';
import type { Row } from './rows.ts';
import { isConflict, readRow, toItem } from './rows.ts';

/** The attribute of an issue in which answers are noted. */
const attribute = 'answers';
/** How often a note is tried that another writer overtook. */
const attempts = 8;

function noted(incident: IncidentId, answers: readonly Answer[], before: readonly Row[]): Row[] {
  const others = before.filter((one) => one['incident_id'] !== incident);
  const own = answers.map(({ kind, at, by, text }) => ({
    incident_id: incident,
    answer: kind,
    at: iso(at),
    by,
    ...(text === undefined ? {} : { text }),
  }));
  return [...others, ...own].slice(-mostAnswersNoted);
}

/** Notes an incident's answers on the issue of a place: who answered what, when. Reported as a note: it moves nothing. */
export async function noteAnswers(
  { client, table }: { readonly client: DynamoDBClient; readonly table: string },
  { account, region }: Place,
  incident: IncidentId,
  answers: readonly Answer[],
): Promise<void> {
  const key = { account_id: account, issue_id: region };
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const item = await readRow(client, table, key);
    if (item === undefined) return;
    const before = item[attribute];
    const after = noted(incident, answers, Array.isArray(before) ? (before as Row[]) : []);
    if (isDeepEqual(before, after)) return;
    const update = new UpdateItemCommand({
      TableName: table,
      Key: toItem(key),
      UpdateExpression: 'SET #answers = :after, #note = :note',
      ConditionExpression: `attribute_exists(account_id) AND ${before === undefined ? 'attribute_not_exists(#answers)' : '#answers = :before'}`,
      ExpressionAttributeNames: { '#answers': attribute, '#note': noteMark },
      ExpressionAttributeValues: toItem({ ':after': after, ':note': true, ':before': before }),
    });
    try {
      await client.send(update);
      return;
    } catch (error) {
      if (!isConflict(error)) throw new Error('An answer could not be noted on its issue', { cause: error });
    }
  }
  throw new Error(`${account} ${region} is being noted on by too many at once, try again`);
}
