import { JiraRefusal } from './call.ts';

/** One condition: the field (lower case), the operator and the values it compares with. */
export interface JqlClause {
  readonly field: string;
  readonly operator: '=' | '!=' | '>=' | '<=' | '>' | '<';
  /** Several values for `in` and `not in`; none for `is empty` and `is not empty`. */
  readonly values: readonly string[];
}

/** A query: conditions that must all hold, and the order. */
export interface Jql {
  readonly clauses: readonly JqlClause[];
  readonly order: readonly { readonly field: string; readonly descending: boolean }[];
}

interface Token {
  readonly text: string;
  readonly quoted: boolean;
}

/**
 * Parses JQL whose conditions are joined by AND; 400 for everything else, for syntax errors and for a query without
 * any condition, which Jira Cloud refuses as unbounded.
 */
export function parseJql(jql: unknown): Jql {
  if (typeof jql !== 'string') throw bad('The jql must be text.');
  const tokens = tokenize(jql);
  const orderAt = tokens.findIndex((token, index) => is(token, 'order') && is(tokens[index + 1], 'by'));
  const conditions = orderAt < 0 ? tokens : tokens.slice(0, orderAt);
  if (conditions.length === 0) {
    throw bad('Unbounded JQL queries are not allowed here. Please add a search restriction to your query.');
  }
  return { clauses: readClauses(conditions), order: orderAt < 0 ? [] : readOrder(tokens.slice(orderAt + 2)) };
}

function tokenize(jql: string): Token[] {
  const tokens: Token[] = [];
  const pattern = /\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|>=|<=|[=<>(),])|([^\s"'!=<>(),]+))/gy;
  while (pattern.lastIndex < jql.trimEnd().length) {
    const at = pattern.lastIndex;
    const match = pattern.exec(jql);
    if (match === null) throw bad(`Error in the JQL Query: the character at position ${at} is not expected.`);
    const quoted = match[1] ?? match[2];
    const text = quoted?.replace(/\\(.)/g, '$1') ?? match[3] ?? match[4] ?? '';
    tokens.push({ text, quoted: quoted !== undefined });
  }
  return tokens;
}

function readClauses(tokens: readonly Token[]): JqlClause[] {
  const rest = [...tokens];
  const clauses = [readClause(rest)];
  while (rest.length > 0) {
    const join = rest.shift();
    if (!is(join, 'and')) throw bad(`Error in the JQL Query: Expecting AND but got '${join?.text ?? ''}'.`);
    clauses.push(readClause(rest));
  }
  return clauses;
}

function readClause(rest: Token[]): JqlClause {
  const field = rest.shift()?.text.toLowerCase() ?? '';
  const operator = rest.shift();
  if (is(operator, 'in')) return { field, operator: '=', values: readList(rest) };
  if (is(operator, 'not') && is(rest.shift(), 'in')) return { field, operator: '!=', values: readList(rest) };
  if (is(operator, 'is')) {
    const negated = is(rest[0], 'not');
    if (negated) rest.shift();
    if (!is(rest.shift(), 'empty')) throw bad("Error in the JQL Query: Expecting 'EMPTY'.");
    return { field, operator: negated ? '!=' : '=', values: [] };
  }
  const comparison = (['=', '!=', '>=', '<=', '>', '<'] as const).find((one) => one === operator?.text);
  const value = rest.shift();
  if (comparison === undefined || operator?.quoted === true || value === undefined) {
    throw bad('Error in the JQL Query: Expecting operator and value after the field.');
  }
  return { field, operator: comparison, values: [value.text] };
}

function readList(rest: Token[]): string[] {
  if (!is(rest.shift(), '(')) throw bad("Error in the JQL Query: Expecting '('.");
  const values: string[] = [];
  for (;;) {
    values.push(rest.shift()?.text ?? '');
    const next = rest.shift();
    if (is(next, ')')) return values;
    if (!is(next, ',')) throw bad("Error in the JQL Query: Expecting ')' before the end of the query.");
  }
}

function readOrder(tokens: readonly Token[]): { field: string; descending: boolean }[] {
  return tokens
    .filter(({ text }) => !['asc', 'desc', ','].includes(text.toLowerCase()))
    .map((token) => ({
      field: token.text.toLowerCase(),
      descending: is(tokens[tokens.indexOf(token) + 1], 'desc'),
    }));
}

function is(token: Token | undefined, word: string): boolean {
  return token !== undefined && !token.quoted && token.text.toLowerCase() === word;
}

function bad(message: string): JiraRefusal {
  return new JiraRefusal(400, [message]);
}
