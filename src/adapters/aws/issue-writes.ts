import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Issue } from '#domain/issues/issue.ts';
import { encodeIssue } from '#adapters/wire/issue-codec.ts';
import { toItem } from './rows.ts';

type Expression = Pick<
  NonNullable<TransactWriteItem['Update']>,
  'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/**
 * Attribute set by a reporter's note and removed by every other write. The stream's filter (serverless.yml) skips items
 * that carry it, because a note changes nothing that is reported.
 */
export const noteMark = 'only_noted';

/** Timestamps that the evaluator writes; only reporters write `reported`. */
const ownTimestamps = ['identified', 'updated', 'remediated', 'resolved', 'closed'] as const;

/** Removes the ticket of an issue that Hammer closed, and keeps it in `tickets`: tickets are never reopened. */
function retired(ticket: string | undefined): Expression {
  if (ticket === undefined)
    return { UpdateExpression: ' REMOVE #note', ExpressionAttributeNames: { '#note': noteMark } };
  return {
    UpdateExpression: ', #details.#tickets = :tickets REMOVE #note, #details.#ticket',
    ExpressionAttributeNames: {
      '#note': noteMark,
      '#details': 'jira_details',
      '#tickets': 'tickets',
      '#ticket': 'ticket',
    },
    ExpressionAttributeValues: toItem({ ':tickets': [ticket] }),
  };
}

/** Overwrites all attributes of a closed issue that opens again; `timestamps.reported` is dropped, as it is not reported yet. */
function reopen(before: Issue, after: Issue): Expression {
  const attributes = Object.entries(encodeIssue(after));
  const tickets = retired(before.inheritedTicket);
  const set = attributes.map(([name]) => `#${name} = :${name}`).join(', ');
  return {
    UpdateExpression: `SET ${set}${tickets.UpdateExpression ?? ''}`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(attributes.map(([name]) => [`#${name}`, name])),
      ...tickets.ExpressionAttributeNames,
    },
    ExpressionAttributeValues: {
      ...toItem(Object.fromEntries(attributes.map(([name, value]) => [`:${name}`, value]))),
      ...tickets.ExpressionAttributeValues,
    },
  };
}

function overwrite(before: Issue, after: Issue): Expression {
  const { timestamps, ...rest } = encodeIssue(after);
  if (before.withoutTimestamps === true) return overwriteWhole(after);
  const set = Object.keys(rest).map((name) => `#${name} = :${name}`);
  const given = ownTimestamps.filter((name) => timestamps[name] !== undefined);
  const missing = ownTimestamps.filter((name) => timestamps[name] === undefined);
  const nested = given.map((name) => `#timestamps.#${name} = :${name}`);
  const removed = [
    ...missing.map((name) => `#timestamps.#${name}`),
    ...(after.partial === true ? [] : ['#partial']),
    `#${noteMark}`,
  ];
  const names = [...new Set([...Object.keys(rest), 'partial', noteMark, 'timestamps', ...ownTimestamps])];
  const values = { ...rest, ...Object.fromEntries(given.map((name) => [name, timestamps[name]])) };
  return {
    UpdateExpression: `SET ${[...set, ...nested].join(', ')}${removed.length > 0 ? ` REMOVE ${removed.join(', ')}` : ''}`,
    ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    ExpressionAttributeValues: toItem(
      Object.fromEntries(Object.entries(values).map(([name, value]) => [`:${name}`, value])),
    ),
  };
}

/** Overwrites all attributes, `timestamps` as a whole: an item that has none cannot be written into it. */
function overwriteWhole(after: Issue): Expression {
  const attributes = Object.entries(encodeIssue(after));
  const removed = [...(after.partial === true ? [] : ['partial']), noteMark];
  const set = attributes.map(([name]) => `#${name} = :${name}`).join(', ');
  return {
    UpdateExpression: `SET ${set} REMOVE ${removed.map((name) => `#${name}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(
      [...new Set([...attributes.map(([name]) => name), ...removed])].map((name) => [`#${name}`, name]),
    ),
    ExpressionAttributeValues: toItem(
      Object.fromEntries(attributes.map(([name, value]) => [`:${name}`, value])),
    ),
  };
}

/** The check that the stored item still has the version of `issue`. */
export function isStillAt(table: string, { account, region, version }: Issue): TransactWriteItem {
  return {
    ConditionCheck: {
      TableName: table,
      Key: toItem({ account_id: account, issue_id: region }),
      ConditionExpression: version === 0 ? 'attribute_not_exists(#version)' : '#version = :read',
      ExpressionAttributeNames: { '#version': 'version' },
      ...(version === 0 ? {} : { ExpressionAttributeValues: toItem({ ':read': version }) }),
    },
  };
}

/** Removes the mark `partial` from the item, if it still has the version of `issue`. */
export function completed(table: string, { account, region, version }: Issue): TransactWriteItem {
  return {
    Update: {
      TableName: table,
      Key: toItem({ account_id: account, issue_id: region }),
      UpdateExpression: 'REMOVE #partial, #note',
      ConditionExpression: '#version = :read',
      ExpressionAttributeNames: { '#version': 'version', '#partial': 'partial', '#note': noteMark },
      ExpressionAttributeValues: toItem({ ':read': version }),
    },
  };
}

/** Writes `after` over `before`, attribute by attribute: attributes of other writers stay. Conditional on the version. */
export function putIssue(table: string, before: Issue | undefined, after: Issue): TransactWriteItem {
  const key = { account_id: after.account, issue_id: after.region };
  if (before === undefined) {
    const Item = toItem({ ...key, ...encodeIssue(after), jira_details: {} });
    return { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(account_id)' } };
  }
  const anew = before.status === 'closed' && after.status !== 'closed';
  const { ExpressionAttributeNames, ExpressionAttributeValues, UpdateExpression } = anew
    ? reopen(before, after)
    : overwrite(before, after);
  const fromHammer = before.version === 0;
  return {
    Update: {
      TableName: table,
      Key: toItem(key),
      UpdateExpression: UpdateExpression ?? '',
      ExpressionAttributeNames,
      ExpressionAttributeValues: fromHammer
        ? ExpressionAttributeValues
        : { ...ExpressionAttributeValues, ...toItem({ ':read': before.version }) },
      ConditionExpression: fromHammer ? 'attribute_not_exists(#version)' : '#version = :read',
    },
  };
}
