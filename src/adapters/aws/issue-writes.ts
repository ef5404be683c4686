import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Issue } from '#domain/issues/issue.ts';
import { encodeIssue } from '#adapters/wire/issue-codec.ts';
import { toItem } from './rows.ts';

type Expression = Pick<
  NonNullable<TransactWriteItem['Update']>,
  'UpdateExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/**
 * Set by a reporter's note and taken away by every other write: the stream leaves out what bears it (serverless.yml),
 * as a note changes nothing that anybody is told.
 */
export const noteMark = 'only_noted';

/** The timestamps that the evaluator writes; `reported` is the reporters' own. */
const ownTimestamps = ['identified', 'updated', 'remediated', 'resolved', 'closed'] as const;

/** The ticket of an issue that Hammer closed stays listed, but is nobody's any more: tickets are never reopened. */
function retired(ticket: string | undefined): Expression {
  if (ticket === undefined)
    return { UpdateExpression: ' REMOVE #note', ExpressionAttributeNames: { '#note': noteMark } };
  return {
    UpdateExpression: ', #details.#tickets = :tickets REMOVE #note, #details.#ticket',
    ExpressionAttributeNames: {
      ...{ '#note': noteMark, '#details': 'jira_details' },
      ...{ '#tickets': 'tickets', '#ticket': 'ticket' },
    },
    ExpressionAttributeValues: toItem({ ':tickets': [ticket] }),
  };
}

/** A closed issue that opens again starts anew: nobody has been told of it yet. */
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

function overwrite(after: Issue): Expression {
  const { timestamps, ...rest } = encodeIssue(after);
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

/** Holds while the item is as `issue` was written. */
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

/** Takes away the mark that rows of `issue` may be missing, unless somebody else has written meanwhile. */
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

/** Writes `after` over what was read as `before`, attribute by attribute: what others wrote to the item stays. */
export function putIssue(table: string, before: Issue | undefined, after: Issue): TransactWriteItem {
  const key = { account_id: after.account, issue_id: after.region };
  if (before === undefined) {
    const Item = toItem({ ...key, ...encodeIssue(after), jira_details: {} });
    return { Put: { TableName: table, Item, ConditionExpression: 'attribute_not_exists(account_id)' } };
  }
  const anew = before.status === 'closed' && after.status !== 'closed';
  const { ExpressionAttributeNames, ExpressionAttributeValues, UpdateExpression } = anew
    ? reopen(before, after)
    : overwrite(after);
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
